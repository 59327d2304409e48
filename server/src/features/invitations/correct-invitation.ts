import type { CorrectInvitation } from '@gatehouse/contract/invitations';
import type { Caller, MembershipView } from '../../kernel/actor.ts';
import { AppError } from '../../kernel/app-error.ts';
import { after } from '../../kernel/clock.ts';
import { databaseErrorCode, type Transaction } from '../../platform/database/database.ts';
import { recordAuditEvent } from '../audit/index.ts';
import type { MessagingServices } from '../notifications/index.ts';
import { withdrawApproval, withdrawJoinRequests } from '../organizations/index.ts';
import { countInvitation } from './count-invitation.ts';
import { countryFor } from './create-invitation.ts';
import { isLive, stateAt } from './domain/invitation.ts';
import { mayHandOut } from './domain/invitation-policy.ts';
import { findInvitationContext } from './invitation-context-read-model.ts';
import { enqueueInvitationMessages, mintSecrets } from './invitation-messages.ts';
import { readdressInvitation } from './invitation-operation-store.ts';
import { findInvitation, findLiveInvitation, lockInvitation } from './invitation-store.ts';
import { addressesOf, type Invited, readInvited, shownAddressesOf } from './read-invited.ts';
import { MOST_BY_RESEND } from './resend-invitation.ts';

/**
 * Moves an open invitation to another address or number, because the first was mistyped or somebody else's: every earlier link
 * dies, a flow that somebody began with it is over, its timeline stays, and a new message leaves.
 * @throws AppError NOT-FOUND, INV-NOT-OPEN, INV-ROLE-TOO-HIGH, REQUEST-INVALID, INV-ALREADY-MEMBER, INV-SUPPRESSED,
 *   INV-ALREADY-INVITED {invitationId}, INV-CAP
 */
export async function correctInvitation(
  services: MessagingServices,
  caller: Caller,
  place: MembershipView,
  id: string,
  input: CorrectInvitation,
): Promise<void> {
  const { organizationId } = place;
  const country = await countryFor(services, organizationId, input.to);
  const invited = readInvited(services.notifications, input.to, country);
  const invitation = await findInvitation(services.database, id);
  if (!invitation || invitation.organizationId !== organizationId) throw new AppError('NOT-FOUND');
  // Whoever chooses the address chooses who gets the roles.
  if (invitation.kind === 'member' && !mayHandOut(place.roles, invitation.roles)) {
    throw new AppError('INV-ROLE-TOO-HIGH');
  }
  const move = {
    id,
    invited,
    name: input.name ?? invitation.name,
  };
  await services.database
    .transaction((tx) => moveInvitationTo(services, tx, caller, move))
    .catch((error: unknown) => {
      throw databaseErrorCode(error) === '23505' ? new AppError('CONFLICT') : error;
    });
  services.wakeWorker();
}

/** Where an invitation goes. */
type InvitationMove = {
  readonly id: string;
  readonly invited: Invited;
  readonly name: string | null;
};

/** The move itself, in a transaction: of a move and an acceptance at once, one wins. @throws what {@link correctInvitation} throws */
async function moveInvitationTo(
  services: MessagingServices,
  tx: Transaction,
  caller: Caller,
  move: InvitationMove,
): Promise<void> {
  const { id, invited } = move;
  const recipients = addressesOf(invited);
  await lockInvitation(tx, id);
  const invitation = await findInvitation(tx, id);
  if (!invitation) throw new AppError('NOT-FOUND');
  const now = services.clock.now();
  if (!isLive(invitation, now) && stateAt(invitation, now) !== 'expired') throw new AppError('INV-NOT-OPEN');
  if (recipients.join() === addressesOf(invitation).join()) throw unchanged(invited);
  const { organizationId, createdBy } = invitation;
  const context = await findInvitationContext(tx, organizationId, createdBy, recipients);
  if (!context) throw new AppError('NOT-FOUND');
  if (context.recipientIsMember) throw new AppError('INV-ALREADY-MEMBER');
  if (context.isSuppressed) throw new AppError('INV-SUPPRESSED');
  const length = Math.min(invitation.expiresAt.getTime() - invitation.createdAt.getTime(), MOST_BY_RESEND);
  const expiresAt = new Date(Math.max(after(now, length).getTime(), invitation.expiresAt.getTime()));
  const secrets = mintSecrets(services);
  const change = { before: shownAddressesOf(invitation).join(', '), after: shownAddressesOf(invited).join(', ') };
  const { name } = move;
  const values = { organizationId, invited, name, expiresAt, actor: caller.actor, detail: change };
  await refuseSecond(tx, organizationId, move, now);
  if (!(await readdressInvitation(tx, id, { ...values, secrets: secrets.hashes }, now))) {
    throw new AppError('INV-NOT-OPEN');
  }
  await withdrawJoinRequests(tx, id, now);
  await withdrawApproval(tx, id, now);
  const subject = { type: 'invitation', id };
  await recordAuditEvent(tx, caller, now, {
    organizationId,
    action: 'invitation.corrected',
    subject,
    change: { to: change },
  });
  const message = { ...invitation, ...invited, invitationId: id, name, expiresAt };
  await enqueueInvitationMessages(services, tx, message, context, secrets);
  await countInvitation(services, tx, { organizationId, inviterId: createdBy, recipients }, now);
}

async function refuseSecond(tx: Transaction, organizationId: string, move: InvitationMove, now: Date): Promise<void> {
  const invitationId = await findLiveInvitation(tx, organizationId, move.invited, move.id);
  const other = invitationId === null ? null : await findInvitation(tx, invitationId);
  if (other && isLive(other, now)) throw new AppError('INV-ALREADY-INVITED', { invitationId: other.id });
}

function unchanged({ addressKind }: Invited): AppError {
  return new AppError('REQUEST-INVALID', {}, [{ path: `to.${addressKind}`, code: 'ADDRESS-UNCHANGED', params: {} }]);
}
