import type { Caller } from '../../kernel/actor.ts';
import { AppError } from '../../kernel/app-error.ts';
import { recordAuditEvent } from '../audit/index.ts';
import { consumeInvitation, insertInvitationEvent } from '../invitations/index.ts';
import type { MessagingServices } from '../notifications/index.ts';
import { decideRequest, findJoinRequest, insertMembership, type JoinRequestRow } from '../organizations/index.ts';

/**
 * An administrator lets somebody join, or not. Approved: the membership, the consumed invitation and the record are one
 * transaction; of two decisions one wins.
 * @throws AppError NOT-FOUND, CONFLICT when it was decided already
 */
export async function decideJoinRequest(
  services: MessagingServices,
  caller: Caller & { readonly actor: { readonly type: 'account'; readonly id: string } },
  organizationId: string,
  id: string,
  decision: 'approve' | 'reject',
): Promise<JoinRequestRow> {
  const now = services.clock.now();
  return services.database.transaction(async (tx) => {
    if (!(await findJoinRequest(tx, organizationId, id))) throw new AppError('NOT-FOUND');
    const state = decision === 'approve' ? 'approved' : 'rejected';
    const decided = await decideRequest(tx, organizationId, id, { state, by: caller.actor.id }, now);
    if (!decided) throw new AppError('CONFLICT');
    const subject = { type: 'join-request', id };
    await recordAuditEvent(tx, caller, now, { organizationId, action: `join-request.${state}`, subject });
    if (decision === 'approve') {
      const { accountId, invitationId } = decided;
      await insertMembership(tx, { organizationId, accountId, roles: ['member'], invitationId }, now);
      if (invitationId && (await consumeInvitation(tx, invitationId, { accountId, organizationId }, now))) {
        await insertInvitationEvent(tx, invitationId, 'accepted', { type: 'account', id: accountId }, now);
      }
    }
    const row = await findJoinRequest(tx, organizationId, id);
    if (!row) throw new AppError('NOT-FOUND');
    return row;
  });
}
