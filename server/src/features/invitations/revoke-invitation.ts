import type { Caller } from '../../kernel/actor.ts';
import { AppError } from '../../kernel/app-error.ts';
import { recordAuditEvent } from '../audit/index.ts';
import type { MessagingServices } from '../notifications/index.ts';
import { withdrawApproval } from '../organizations/index.ts';
import { findInvitation, insertInvitationEvent, moveInvitation } from './invitation-store.ts';
import type { Alongside } from './resend-invitation.ts';

/**
 * Withdraws an invitation: every link of it dies, and a company that was created by it and waits for approval is gone. Of a revocation and an acceptance at once, one wins.
 * @throws AppError NOT-FOUND, INV-NOT-OPEN
 */
export async function revokeInvitation(
  services: Pick<MessagingServices, 'database' | 'clock'>,
  caller: Caller,
  organizationId: string,
  id: string,
  alongside?: Alongside,
): Promise<void> {
  const now = services.clock.now();
  await services.database.transaction(async (tx) => {
    const invitation = await findInvitation(tx, id);
    if (!invitation || invitation.organizationId !== organizationId) throw new AppError('NOT-FOUND');
    if (!(await moveInvitation(tx, id, 'revoked', now))) throw new AppError('INV-NOT-OPEN');
    await insertInvitationEvent(tx, id, 'revoked', caller.actor, now);
    await withdrawApproval(tx, id, now);
    const subject = { type: 'invitation', id };
    await recordAuditEvent(tx, caller, now, { organizationId, action: 'invitation.revoked', subject });
    await alongside?.(tx);
  });
}
