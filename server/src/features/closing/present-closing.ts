import type { ClosedOrganization, ClosingEffects, CompanyDetail, Standing } from '@gatehouse/contract/closing';
import type { Seats } from '../organizations/index.ts';
import type { ClosedRow, ClosingRow, CompanyDetailRow } from './closing-read-model.ts';
import { lifeOf, mayKeep } from './domain/organization-life.ts';

/** How an organization stands, and why; of one that works nothing but that. */
export function presentStanding(row: ClosingRow): Standing {
  const life = lifeOf(row);
  const deleting = life === 'deleting';
  const since = deleting ? row.deletionAskedAt : row.suspendedAt;
  return {
    state: deleting ? 'deleting' : life === 'suspended' ? 'suspended' : 'active',
    since: since?.toISOString() ?? null,
    dueAt: row.deletionDueAt?.toISOString() ?? null,
    reason: deleting ? row.deletionReason : row.suspendReason,
    by: deleting ? row.deletionAskedBy : row.suspendedBy,
    staysSuspended: deleting && row.suspendedAt !== null,
  };
}

export function presentCompanyDetail(
  row: CompanyDetailRow,
  { effects, seats }: { readonly effects: ClosingEffects; readonly seats: Seats },
  { organizationId, mayClose }: { readonly organizationId: string; readonly mayClose: boolean },
): CompanyDetail {
  return {
    id: row.id,
    slug: row.slug,
    name: row.name,
    country: row.country,
    registrationNumber: row.registrationNumber,
    members: row.members,
    createdAt: row.createdAt.toISOString(),
    createdBy: row.createdBy,
    invitationId: row.invitationId,
    flaggedDuplicate: row.flaggedDuplicate,
    state: presentStanding(row).state,
    standing: presentStanding(row),
    effects,
    seats,
    mayClose,
    mayKeep: mayClose && mayKeep('supplier', organizationId, row.deletionAskedByOrganization),
  };
}

/** One's own organization that is closed. Why, and by whom, is for those who administer it. */
export function presentClosed(row: ClosedRow): ClosedOrganization {
  const administers = row.roles.some((role) => role === 'owner' || role === 'administrator');
  const standing = presentStanding(row);
  const isKeeper = row.roles.includes('owner') && mayKeep('owner', row.id, row.deletionAskedByOrganization);
  return {
    organization: { id: row.id, slug: row.slug, name: row.name },
    roles: row.roles,
    standing: administers ? standing : { ...standing, reason: null, by: null },
    contact: { name: row.contactName, address: row.contactAddress },
    mayKeep: standing.state === 'deleting' && isKeeper,
  };
}
