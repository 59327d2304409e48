import type { BulkInvitations, InvitationAction } from '@gatehouse/contract/bulk';
import { MOST_AT_ONCE } from '@gatehouse/contract/lists';
import type { OperationKind } from '@gatehouse/contract/operations';
import type { Ability } from '@gatehouse/contract/route';
import type { Caller, MembershipView } from '../../kernel/actor.ts';
import { AppError } from '../../kernel/app-error.ts';
import { after, SECOND } from '../../kernel/clock.ts';
import type { Transaction } from '../../platform/database/database.ts';
import type { MessagingServices } from '../notifications/index.ts';
import { beginRows, exportLimit, oweExport } from '../operations/index.ts';
import { invitationAbilities } from './domain/invitation-policy.ts';
import { keepInvitationsOf } from './invitation-list-read-model.ts';
import { countInvitations, findPositions } from './invitation-page-read-model.ts';
import { narrowingOf } from './read-narrowing.ts';

type Act = { readonly kind: OperationKind; readonly ability: keyof typeof invitationAbilities & Ability };

const ACTS: Record<InvitationAction, Act> = {
  resend: { kind: 'resend-invitations', ability: 'invitations.resend' },
  extend: { kind: 'extend-invitations', ability: 'invitations.resend' },
  revoke: { kind: 'revoke-invitations', ability: 'invitations.revoke' },
  export: { kind: 'export-invitations', ability: 'invitations.read' },
};

/** What was sent cannot be called back: until then nothing is. */
const TAKEN_BACK_WITHIN = 10 * SECOND;

/** True when one of the roles has the right that an action needs. */
export function mayAct({ roles }: Pick<MembershipView, 'roles'>, action: InvitationAction): boolean {
  const allowed: readonly string[] = invitationAbilities[ACTS[action].ability];
  return roles.some((role) => allowed.includes(role));
}

/**
 * Begins something on many invitations: those with these ids, or all that match. Answers the operation's id. An id of
 * another organization is as one that is nowhere.
 * @throws AppError FORBIDDEN, NOT-FOUND, OPERATION-EMPTY, OPERATION-TOO-MANY, OPERATION-COUNT, RATE-LIMITED
 */
export async function beginBulk(
  services: Pick<MessagingServices, 'database' | 'clock' | 'rateLimits' | 'wakeWorker'>,
  caller: Caller,
  place: MembershipView,
  createdBy: string,
  wanted: BulkInvitations,
): Promise<string> {
  if (!mayAct(place, wanted.action)) throw new AppError('FORBIDDEN');
  if (wanted.action === 'export') await services.rateLimits.consume(exportLimit(createdBy));
  const now = services.clock.now();
  const by = { organizationId: place.organizationId, createdBy };
  const id = await services.database.transaction(async (tx) => {
    const known = wanted.ids && (await keepInvitationsOf(tx, by.organizationId, wanted.ids));
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
  wanted: BulkInvitations,
  /** Of the ids that were asked for, those that there are. */
  known: readonly string[] | undefined,
) => Promise<string>;

const queryOf = (organizationId: string, { filter = {} }: BulkInvitations, now: Date) =>
  ({ organizationId, filters: narrowingOf(filter), sort: 'newest', now }) as const;

const beginExport: Begin = async (tx, caller, now, by, wanted, known) => {
  const query = queryOf(by.organizationId, wanted, now);
  const count = known ? known.length : await countInvitations(tx, query, MOST_AT_ONCE + 1);
  const total = count > MOST_AT_ONCE ? null : count;
  const rows = { filters: wanted.filter ?? {}, ...(known ? { ids: known } : {}) };
  return oweExport(tx, caller, now, by, { of: 'invitations', total, ...rows });
};

const beginChange: Begin = async (tx, caller, now, by, wanted, known) => {
  const { action, days, expected } = wanted;
  const query = queryOf(by.organizationId, wanted, now);
  const found = known ? [] : await findPositions(tx, query, { after: null, limit: MOST_AT_ONCE + 1 });
  const subjectIds = known ?? found.map(({ id }) => id);
  const startsAt = action === 'resend' ? after(now, TAKEN_BACK_WITHIN) : now;
  const operation = { ...by, kind: ACTS[action].kind, startsAt, input: { days } };
  return beginRows(tx, caller, now, operation, { subjectIds, expected });
};
