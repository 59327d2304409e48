import type { Caller } from '../../kernel/actor.ts';
import { AppError } from '../../kernel/app-error.ts';
import { after } from '../../kernel/clock.ts';
import type { Transaction } from '../../platform/database/database.ts';
import { recordAuditEvent } from '../audit/index.ts';
import type { MessagingServices } from '../notifications/index.ts';
import { withdrawApproval, withdrawJoinRequests } from '../organizations/index.ts';
import { countInvitation } from './count-invitation.ts';
import { refuseWithoutSeat } from './create-invitation.ts';
import { isLive, stateAt } from './domain/invitation.ts';
import { beginOf } from './domain/send-at.ts';
import { findInvitationContext, type InvitationContext } from './invitation-context-read-model.ts';
import { enqueueInvitationMessages, mintSecrets } from './invitation-messages.ts';
import { readdressInvitation } from './invitation-operation-store.ts';
import { findInvitation, findLiveInvitation, type InvitationRow, lockInvitation } from './invitation-store.ts';
import { addressesOf, type Invited, shownAddressesOf } from './read-invited.ts';
import { MOST_BY_RESEND } from './resend-invitation.ts';

/** Where an invitation goes. */
export type InvitationMove = {
  readonly id: string;
  readonly invited: Invited;
  readonly name: string | null;
  /** Set where the invited person hands it over themselves, instead of somebody correcting it. */
  readonly handedOver?: HandOver;
};

/** Who hands an invitation over, as their colleague reads it. */
export type HandOver = { readonly by: string; readonly note: string | null };

/** What was moved: for those who are to be told. */
export type MovedInvitation = {
  /** As it was before. */
  readonly invitation: InvitationRow;
  readonly context: InvitationContext;
  /** When its earlier links died. */
  readonly at: Date;
};

/**
 * Moves an invitation in a transaction: of a move and an acceptance at once, one wins. A second live invitation for the
 * address may be refused by the database (23505).
 * @throws AppError NOT-FOUND, INV-NOT-OPEN, REQUEST-INVALID with ADDRESS-UNCHANGED, INV-ALREADY-MEMBER, INV-SUPPRESSED,
 *   INV-ALREADY-INVITED {invitationId}, INV-CAP, SEATS-FULL
 */
export async function moveInvitationTo(
  services: MessagingServices,
  tx: Transaction,
  caller: Caller,
  move: InvitationMove,
): Promise<MovedInvitation> {
  const { id, invited } = move;
  const recipients = addressesOf(invited);
  await lockInvitation(tx, id);
  const invitation = await findInvitation(tx, id);
  if (!invitation) throw new AppError('NOT-FOUND');
  const now = services.clock.now();
  if (!isLive(invitation, now) && stateAt(invitation, now) !== 'expired') throw new AppError('INV-NOT-OPEN');
  if (recipients.join() === addressesOf(invitation).join()) throw unchanged(invited);
  const { organizationId, createdBy } = invitation;
  const context = await findInvitable(tx, invitation, recipients);
  // What has not left yet leaves when it was to, but to the right address; whoever hands it over wants it to leave.
  const sendAt = move.handedOver ? null : invitation.sendAt;
  const length = Math.min(invitation.expiresAt.getTime() - beginOf(invitation).getTime(), MOST_BY_RESEND);
  const expiresAt = new Date(Math.max(after(now, length).getTime(), invitation.expiresAt.getTime()));
  const secrets = mintSecrets(services);
  const change = { before: shownAddressesOf(invitation).join(', '), after: shownAddressesOf(invited).join(', ') };
  const { name, handedOver } = move;
  const event = handedOver ? 'handed-over' : 'corrected';
  const values = { organizationId, invited, name, expiresAt, actor: caller.actor, detail: change, event } as const;
  await refuseSecond(tx, organizationId, move, now);
  if (
    !(await readdressInvitation(
      tx,
      id,
      { ...values, keepsDraft: Boolean(handedOver), secrets: sendAt ? null : secrets.hashes },
      now,
    ))
  ) {
    throw new AppError('INV-NOT-OPEN');
  }
  if (invitation.kind === 'member' && !isLive(invitation, now)) await refuseWithoutSeat(tx, organizationId, now);
  await withdrawJoinRequests(tx, id, now);
  await withdrawApproval(tx, id, now);
  const subject = { type: 'invitation', id };
  await recordAuditEvent(tx, caller, now, {
    organizationId,
    action: `invitation.${event}`,
    subject,
    change: { to: change },
  });
  const message = {
    ...invitation,
    ...invited,
    invitationId: id,
    name,
    expiresAt,
    // Nothing is known of a colleague but whose colleague they are.
    locale: handedOver ? (invitation.locale ?? caller.locale) : invitation.locale,
    ...(handedOver ? { handedOver } : {}),
  };
  if (!sendAt) await enqueueInvitationMessages(services, tx, message, context, secrets);
  await countInvitation(services, tx, { organizationId, inviterId: createdBy, recipients, sendAt }, now);
  return { invitation, context, at: now };
}

/** What is known of whom it is to go to, if they may be invited. */
async function findInvitable(
  tx: Transaction,
  { organizationId, createdBy }: InvitationRow,
  recipients: readonly string[],
): Promise<InvitationContext> {
  const context = await findInvitationContext(tx, organizationId, createdBy, recipients);
  if (!context) throw new AppError('NOT-FOUND');
  if (context.recipientIsMember) throw new AppError('INV-ALREADY-MEMBER');
  if (context.isSuppressed) throw new AppError('INV-SUPPRESSED');
  return context;
}

async function refuseSecond(tx: Transaction, organizationId: string, move: InvitationMove, now: Date): Promise<void> {
  const invitationId = await findLiveInvitation(tx, organizationId, move.invited, move.id);
  const other = invitationId === null ? null : await findInvitation(tx, invitationId);
  if (other && isLive(other, now)) throw new AppError('INV-ALREADY-INVITED', { invitationId: other.id });
}

function unchanged({ addressKind }: Invited): AppError {
  return new AppError('REQUEST-INVALID', {}, [{ path: `to.${addressKind}`, code: 'ADDRESS-UNCHANGED', params: {} }]);
}
