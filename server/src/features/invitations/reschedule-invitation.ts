import type { Caller } from '../../kernel/actor.ts';
import { AppError } from '../../kernel/app-error.ts';
import { DAY } from '../../kernel/clock.ts';
import { recordAuditEvent } from '../audit/index.ts';
import type { MessagingServices } from '../notifications/index.ts';
import { countInvitation } from './count-invitation.ts';
import { readSendAt } from './domain/send-at.ts';
import { insertInvitationEvent } from './invitation-store.ts';
import { planAnew } from './planned-store.ts';
import { addressesOf } from './read-invited.ts';
import { endFrom, lockPlannedOf, owePlanned } from './send-planned.ts';

/**
 * Lets an invitation of the organization that has not left yet leave at another time; its end moves with it. On another day it
 * counts there.
 * @throws AppError NOT-FOUND, INV-NOT-OPEN, INV-LEFT, INV-CAP, REQUEST-INVALID for `sendAt` with SEND-AT-PAST, SEND-AT-TOO-LATE,
 *   SEND-DAY-FULL
 */
export async function rescheduleInvitation(
  services: MessagingServices,
  caller: Caller,
  organizationId: string,
  id: string,
  typed: string,
): Promise<void> {
  const now = services.clock.now();
  await services.database.transaction(async (tx) => {
    const { invitation } = await lockPlannedOf(tx, organizationId, id, now);
    const sendAt = readSendAt(typed, now);
    if (invitation.sendAt.getTime() === sendAt.getTime()) return;
    const expiresAt = endFrom(invitation, sendAt);
    if (!(await planAnew(tx, id, { sendAt, expiresAt }, now))) throw new AppError('INV-NOT-OPEN');
    await owePlanned(tx, id, sendAt, now);
    await insertInvitationEvent(tx, id, 'rescheduled', caller.actor, now, { sendAt: sendAt.toISOString() });
    const change = { sendAt: { before: invitation.sendAt.toISOString(), after: sendAt.toISOString() } };
    const subject = { type: 'invitation', id };
    await recordAuditEvent(tx, caller, now, { organizationId, action: 'invitation.rescheduled', subject, change });
    if (dayOf(sendAt) === dayOf(invitation.sendAt)) return;
    const recipients = addressesOf(invitation);
    await countInvitation(services, tx, { organizationId, inviterId: invitation.createdBy, recipients, sendAt }, now);
  });
}

/** Of UTC, as invitations are counted. */
function dayOf(at: Date): number {
  return Math.floor(at.getTime() / DAY);
}
