import type { BulkMembers, MemberAction } from '@gatehouse/contract/bulk';
import { MOST_AT_ONCE } from '@gatehouse/contract/lists';
import type { OperationKind } from '@gatehouse/contract/operations';
import type { Role } from '@gatehouse/contract/roles';
import type { Caller, MembershipView } from '../../kernel/actor.ts';
import { AppError } from '../../kernel/app-error.ts';
import type { Transaction } from '../../platform/database/database.ts';
import type { Services } from '../../platform/services.ts';
import { mayGrant } from '../invitations/index.ts';
import { beginRows, exportLimit, oweExport } from '../operations/index.ts';
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

/**
 * Begins something on many members: those with these ids, or all that match. Answers the operation's id. An id of
 * another organization is as one that is nowhere.
 * @throws AppError FORBIDDEN, ROLE-TOO-HIGH, NOT-FOUND, OPERATION-EMPTY, OPERATION-TOO-MANY, OPERATION-COUNT, RATE-LIMITED
 */
export async function beginBulk(
  services: Pick<Services, 'database' | 'clock' | 'rateLimits' | 'wakeWorker'>,
  caller: Caller,
  place: MembershipView,
  createdBy: string,
  wanted: BulkMembers,
): Promise<string> {
  if (!mayAct(place, wanted.action)) throw new AppError('FORBIDDEN');
  if (wanted.roles && !mayGrant(place.roles, wanted.roles)) throw new AppError('ROLE-TOO-HIGH');
  if (wanted.action === 'export') await services.rateLimits.consume(exportLimit(createdBy));
  const now = services.clock.now();
  const by = { organizationId: place.organizationId, createdBy };
  const id = await services.database.transaction(async (tx) => {
    const known = wanted.ids && (await keepMembersOf(tx, by.organizationId, wanted.ids));
    if (known?.length === 0) throw new AppError('NOT-FOUND');
    const begin = wanted.action === 'export' ? beginExport : beginChange;
    return begin(tx, caller, now, by, wanted, known);
  });
  services.wakeWorker();
  return id;
}

type Begin = (
  tx: Transaction,
  caller: Caller,
  now: Date,
  by: { readonly organizationId: string; readonly createdBy: string },
  wanted: BulkMembers,
  /** Of the ids that were asked for, those that there are. */
  known: readonly string[] | undefined,
) => Promise<string>;

const queryOf = (organizationId: string, { filter = {} }: BulkMembers, { locale }: Caller, now: Date) =>
  ({ organizationId, filters: narrowingOf(filter), sort: 'joined', locale, now }) as const;

const beginExport: Begin = async (tx, caller, now, by, wanted, known) => {
  const query = queryOf(by.organizationId, wanted, caller, now);
  const count = known ? known.length : await countMembers(tx, query, MOST_AT_ONCE + 1);
  const total = count > MOST_AT_ONCE ? null : count;
  const rows = { filters: wanted.filter ?? {}, ...(known ? { ids: known } : {}) };
  return oweExport(tx, caller, now, by, { of: 'members', total, ...rows });
};

const beginChange: Begin = async (tx, caller, now, by, { expected, ...wanted }, known) => {
  const query = queryOf(by.organizationId, wanted, caller, now);
  const found = known ? [] : await findMemberPositions(tx, query, { after: null, limit: MOST_AT_ONCE + 1 });
  const subjectIds = known ?? found.map(({ id }) => id);
  const { roles, reason } = wanted;
  const operation = { ...by, kind: MEMBER_KINDS[wanted.action], input: { roles, reason } };
  return beginRows(tx, caller, now, operation, { subjectIds, expected });
};
