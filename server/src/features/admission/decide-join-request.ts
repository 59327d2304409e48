import { AppError } from '../../kernel/app-error.ts';
import type { Transaction } from '../../platform/database/database.ts';
import { recordAuditEvent } from '../audit/index.ts';
import { consumeInvitation, insertInvitationEvent } from '../invitations/index.ts';
import type { MessagingServices } from '../notifications/index.ts';
import {
  countSeats,
  decideRequest,
  findJoinRequest,
  findOrganization,
  findSeat,
  insertMembership,
  type JoinRequestRow,
  seatsFull,
} from '../organizations/index.ts';
import type { Decider, Verdict } from './decide-company.ts';
import { tellDecision } from './tell-decision.ts';

/**
 * An administrator lets somebody join, or not. Approved: the membership, the consumed invitation, the record and the
 * message that says so are one transaction; of two decisions one wins.
 * @throws AppError NOT-FOUND, CONFLICT {decision, by, at} when it was decided already, SEATS-FULL: the request goes on waiting
 */
export async function decideJoinRequest(
  services: MessagingServices,
  caller: Decider,
  organizationId: string,
  id: string,
  verdict: Verdict,
): Promise<JoinRequestRow> {
  const now = services.clock.now();
  const row = await services.database.transaction(async (tx) => {
    if (!(await findJoinRequest(tx, organizationId, id))) throw new AppError('NOT-FOUND');
    const state = verdict.decision === 'approve' ? 'approved' : 'rejected';
    const decision = { state, by: caller.actor.id, reason: verdict.reason || null } as const;
    const decided = await decideRequest(tx, organizationId, id, decision, now);
    if (!decided) throw alreadyDecided(await findJoinRequest(tx, organizationId, id));
    const subject = { type: 'join-request', id };
    const change = decision.reason ? { reason: decision.reason } : {};
    await recordAuditEvent(tx, caller, now, { organizationId, action: `join-request.${state}`, subject, change });
    if (state === 'approved') await letIn(tx, organizationId, decided, now);
    const companyName = (await findOrganization(tx, organizationId))?.name ?? '';
    await tellDecision(services, tx, { kind: 'join', organizationId, companyName, ...decided, ...decision });
    return findJoinRequest(tx, organizationId, id);
  });
  if (!row) throw new AppError('NOT-FOUND');
  return row;
}

function alreadyDecided(row: JoinRequestRow | null): AppError {
  const { state = '', decidedBy = null, decidedAt = null } = row ?? {};
  return new AppError('CONFLICT', { decision: state, by: decidedBy ?? '', at: decidedAt?.toISOString() ?? '' });
}

type Joining = { readonly accountId: string; readonly invitationId: string | null };

async function letIn(
  tx: Transaction,
  organizationId: string,
  { accountId, invitationId }: Joining,
  now: Date,
): Promise<void> {
  if (!(await findSeat(tx, organizationId, accountId))) {
    throw seatsFull('approver', await countSeats(tx, organizationId, now));
  }
  await insertMembership(tx, { organizationId, accountId, roles: ['member'], invitationId }, now);
  if (invitationId && (await consumeInvitation(tx, invitationId, { accountId, organizationId }, now))) {
    await insertInvitationEvent(tx, invitationId, 'accepted', { type: 'account', id: accountId }, now);
  }
}
