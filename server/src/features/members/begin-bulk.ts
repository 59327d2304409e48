import type { BulkMembers, MemberAction } from '@gatehouse/contract/bulk';
import type { Locale } from '@gatehouse/contract/locales';
import type { MemberFilters } from '@gatehouse/contract/member-filters';
import type { OperationKind } from '@gatehouse/contract/operations';
import type { Role } from '@gatehouse/contract/roles';
import type { Caller, MembershipView } from '../../kernel/actor.ts';
import { AppError } from '../../kernel/app-error.ts';
import type { Services } from '../../platform/services.ts';
import { mayGrant } from '../invitations/index.ts';
import { beginMany, type ManyOf } from '../operations/index.ts';
import { organizationAbilities } from '../organizations/index.ts';
import { countMembers, findMemberPositions, keepMembersOf } from './member-list-read-model.ts';
import { memberAbilities } from './member-policy.ts';
import { narrowingOf } from './read-narrowing.ts';

const MEMBER_KINDS: Record<MemberAction, OperationKind> = {
  suspend: 'suspend-members',
  restore: 'restore-members',
  roles: 'change-member-roles',
  'end-sessions': 'end-member-sessions',
  export: 'export-members',
};

/** Those who have `people.read`; it stands with the organization itself. */
const READERS: readonly Role[] = organizationAbilities['people.read'];

/** Who may see people may export them; to change something is for those who manage them. */
export function mayAct({ roles }: Pick<MembershipView, 'roles'>, action: MemberAction): boolean {
  const allowed: readonly Role[] = action === 'export' ? READERS : memberAbilities['people.manage'];
  return roles.some((role) => allowed.includes(role));
}

/** The members of an organization, as `filter` narrows them. */
export function manyMembers(organizationId: string, filter: MemberFilters, locale: Locale, now: Date) {
  const query = { organizationId, filters: narrowingOf(filter), sort: 'joined', locale, now } as const;
  return {
    keep: (tx, ids) => keepMembersOf(tx, organizationId, ids),
    find: (tx, limit) => findMemberPositions(tx, query, { after: null, limit }),
    count: (tx, most) => countMembers(tx, query, most),
  } satisfies ManyOf;
}

/**
 * Begins something on many members: those with these ids, or all that match. Answers the operation's id.
 * @throws AppError FORBIDDEN, ROLE-TOO-HIGH, NOT-FOUND, OPERATION-EMPTY, OPERATION-TOO-MANY, OPERATION-COUNT, RATE-LIMITED
 */
export async function beginBulk(
  services: Pick<Services, 'database' | 'clock' | 'rateLimits'>,
  caller: Caller,
  place: MembershipView,
  createdBy: string,
  { action, roles, reason, ...chosen }: BulkMembers,
): Promise<string> {
  if (!mayAct(place, action)) throw new AppError('FORBIDDEN');
  if (roles && !mayGrant(place.roles, roles)) throw new AppError('ROLE-TOO-HIGH');
  const { organizationId } = place;
  const list = manyMembers(organizationId, chosen.filter ?? {}, caller.locale, services.clock.now());
  const act =
    action === 'export' ? ({ exports: 'members' } as const) : { kind: MEMBER_KINDS[action], input: { roles, reason } };
  return beginMany(services, caller, { organizationId, createdBy }, chosen, list, act);
}
