import type { Locale } from '@gatehouse/contract/locales';
import type { Caller } from '../../kernel/actor.ts';
import { AppError } from '../../kernel/app-error.ts';
import { newId } from '../../kernel/ids.ts';
import type { Transaction } from '../../platform/database/database.ts';
import { recordAuditEvent } from '../audit/index.ts';
import { slugOf } from './domain/slug.ts';
import {
  findByRegistration,
  insertMembership,
  insertOrganization,
  type NewOrganization,
} from './organization-store.ts';

export type OrganizationDraft = {
  readonly name: string;
  readonly locale: Locale;
  readonly country: string | null;
  readonly registrationNumber: string | null;
  /** `country:number` in canonical form; null without a number. */
  readonly registrationKey: string | null;
  /** "It is a different company" though the number exists: flagged to support, not refused. */
  readonly differentCompanyReason: string | null;
  readonly address: string;
  readonly phone: string;
  readonly timeZone: string;
  readonly productName: string;
};

/** Where it comes from, and whether somebody has to approve it before anybody works in it. */
export type Founding = { readonly invitationId: string | null; readonly needsApproval: boolean };

/**
 * Creates an organization and makes `ownerId` its owner; of one that has to be approved first nobody is a member. Two at once with the same registration number: one wins, by a
 * unique index.
 * @throws AppError COMPANY-EXISTS {name} when another company has the number.
 */
export async function createOrganization(
  tx: Transaction,
  caller: Caller,
  draft: OrganizationDraft,
  ownerId: string,
  { invitationId, needsApproval }: Founding,
  now: Date,
): Promise<string> {
  const state = needsApproval ? 'pending-approval' : 'active';
  const id = await insertWithFreeSlug(tx, { ...draft, state, createdBy: ownerId }, now);
  if (!needsApproval) {
    await insertMembership(tx, { organizationId: id, accountId: ownerId, roles: ['owner'], invitationId }, now);
  }
  const change = { name: draft.name, country: draft.country, registrationNumber: draft.registrationNumber };
  const subject = { type: 'organization', id };
  await recordAuditEvent(tx, caller, now, { organizationId: id, action: 'organization.created', subject, change });
  return id;
}

async function insertWithFreeSlug(tx: Transaction, draft: Omit<NewOrganization, 'slug'>, now: Date): Promise<string> {
  for (let attempt = 0; attempt < 5; attempt++) {
    const suffix = newId('org', now).slice(-6);
    const plain = slugOf(draft.name, suffix);
    const slug = attempt === 0 ? plain : `${plain.slice(0, 33).replace(/-+$/, '')}-${suffix}`;
    const id = await insertOrganization(tx, { ...draft, slug }, now);
    if (id) return id;
    const { registrationKey, differentCompanyReason } = draft;
    const existing = registrationKey && !differentCompanyReason ? await findByRegistration(tx, registrationKey) : null;
    if (existing) throw new AppError('COMPANY-EXISTS', { name: existing.name });
  }
  throw new AppError('CONFLICT');
}
