import { MOST_DAYS_AHEAD } from '@gatehouse/contract/invitations';
import type { Caller } from '../../kernel/actor.ts';
import { AppError } from '../../kernel/app-error.ts';
import { after, DAY } from '../../kernel/clock.ts';
import { recordAuditEvent } from '../audit/index.ts';
import type { MessagingServices } from '../notifications/index.ts';
import { refuseWithoutSeat } from './create-invitation.ts';
import { isLive, stateAt } from './domain/invitation.ts';
import { extendInvitationTo, shortenInvitation } from './invitation-operation-store.ts';
import { findInvitation, insertInvitationEvent, lockInvitation } from './invitation-store.ts';
import type { Alongside } from './resend-invitation.ts';

/**
 * Moves the end of an open invitation on: from its end, or from now where its time is over. Its links work again, and
 * nothing is sent.
 * @throws AppError NOT-FOUND, INV-NOT-OPEN, INV-EXTEND-LIMIT, SEATS-FULL where its time was over
 */
export async function extendInvitation(
  services: Pick<MessagingServices, 'database' | 'clock'>,
  caller: Caller,
  organizationId: string,
  id: string,
  days: number,
  alongside?: Alongside,
): Promise<void> {
  const now = services.clock.now();
  await services.database.transaction(async (tx) => {
    await lockInvitation(tx, id);
    const invitation = await findInvitation(tx, id);
    if (!invitation || invitation.organizationId !== organizationId) throw new AppError('NOT-FOUND');
    if (!isLive(invitation, now) && stateAt(invitation, now) !== 'expired') throw new AppError('INV-NOT-OPEN');
    const from = Math.max(invitation.expiresAt.getTime(), now.getTime());
    const expiresAt = after(new Date(from), days * DAY);
    if (expiresAt > after(invitation.sendAt ?? now, MOST_DAYS_AHEAD * DAY)) throw new AppError('INV-EXTEND-LIMIT');
    // One that was marked as expired made room for another to the same address.
    if (!(await extendInvitationTo(tx, id, expiresAt, now))) throw new AppError('INV-NOT-OPEN');
    if (invitation.kind === 'member' && !isLive(invitation, now)) await refuseWithoutSeat(tx, organizationId, now);
    await insertInvitationEvent(tx, id, 'extended', caller.actor, now, { days });
    const change = { expiresAt: { before: invitation.expiresAt.toISOString(), after: expiresAt.toISOString() } };
    const subject = { type: 'invitation', id };
    await recordAuditEvent(tx, caller, now, { organizationId, action: 'invitation.extended', subject, change });
    await alongside?.(tx, change.expiresAt);
  });
}

/**
 * Takes an extension back: only while the end is the one that it gave, for otherwise somebody has moved it since.
 * @throws AppError NOT-FOUND, CONFLICT
 */
export async function undoExtension(
  services: Pick<MessagingServices, 'database' | 'clock'>,
  caller: Caller,
  organizationId: string,
  id: string,
  given: { readonly before: string; readonly after: string },
  alongside: Alongside,
): Promise<void> {
  const now = services.clock.now();
  await services.database.transaction(async (tx) => {
    const invitation = await findInvitation(tx, id);
    if (!invitation || invitation.organizationId !== organizationId) throw new AppError('NOT-FOUND');
    if (!(await shortenInvitation(tx, id, given, now))) throw new AppError('CONFLICT');
    await insertInvitationEvent(tx, id, 'extension-undone', caller.actor, now);
    const change = { expiresAt: { before: given.after, after: given.before } };
    const subject = { type: 'invitation', id };
    await recordAuditEvent(tx, caller, now, { organizationId, action: 'invitation.extension-undone', subject, change });
    await alongside(tx);
  });
}
