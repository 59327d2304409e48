import type { Caller } from '../../kernel/actor.ts';
import { AppError } from '../../kernel/app-error.ts';
import { after, SECOND } from '../../kernel/clock.ts';
import { databaseErrorCode, type Queryable } from '../../platform/database/database.ts';
import { recordAuditEvent } from '../audit/index.ts';
import type { MessagingServices } from '../notifications/index.ts';
import { countInvitationMessages } from './count-invitation.ts';
import { refuseWithoutSeat } from './create-invitation.ts';
import { isLive, stateAt } from './domain/invitation.ts';
import { beginOf } from './domain/send-at.ts';
import { findInvitationContext } from './invitation-context-read-model.ts';
import { enqueueInvitationMessages, type InvitedHelp, mintSecrets } from './invitation-messages.ts';
import { nextSecretAt } from './invitation-operation-store.ts';
import { findInvitation, findLiveInvitation, type InvitationRow, lockInvitation } from './invitation-store.ts';
import { addressesOf } from './read-invited.ts';
import { renewInvitation } from './renewal-store.ts';

/**
 * Sends an invitation of the organization again: earlier links stay good, the end date moves on by the invitation's
 * own length. With `help` the message says how to go on, in place of the invitation. `alongside` is done in the same
 * transaction.
 * @throws AppError NOT-FOUND, INV-NOT-OPEN, INV-SCHEDULED {sendAt}, INV-BOUNCED, INV-SUPPRESSED, INV-RESEND-LIMIT, INV-ALREADY-INVITED, SEATS-FULL
 */
export async function resendInvitation(
  services: MessagingServices,
  caller: Caller,
  organizationId: string,
  id: string,
  { help = null, alongside }: { readonly help?: InvitedHelp | null; readonly alongside?: Alongside } = {},
): Promise<void> {
  const invitation = await findInvitation(services.database, id);
  if (!invitation || invitation.organizationId !== organizationId) throw new AppError('NOT-FOUND');
  const now = services.clock.now();
  const state = stateAt(invitation, now);
  if (invitation.sendAt && isLive(invitation, now)) {
    throw new AppError('INV-SCHEDULED', { sendAt: invitation.sendAt.toISOString() });
  }
  if (state === 'bounced') throw new AppError('INV-BOUNCED');
  if (!isLive(invitation, now) && state !== 'expired') throw new AppError('INV-NOT-OPEN');
  await sendAgain(services, caller, invitation, { selfService: false, help, alongside });
}

/**
 * The invited person asks for a new link: it goes to the invited addresses and nowhere else, or only to the one that was
 * asked for. Also renews one whose time is over, where the organization's policy lets people help themselves. `asIs`: its time
 * stays as it is.
 * @throws AppError INV-RESEND-LIMIT
 */
export async function sendNewLink(
  services: MessagingServices,
  caller: Caller,
  invitation: InvitationRow,
  { only = null, help = null, asIs = false }: Partial<Pick<SendOptions, 'only' | 'help' | 'asIs'>> = {},
): Promise<void> {
  await sendAgain(services, caller, invitation, { selfService: true, only, help, asIs });
}

type SendOptions = {
  readonly selfService: boolean;
  readonly asIs?: boolean;
  readonly only?: string | null;
  readonly help: InvitedHelp | null;
  readonly alongside?: Alongside | undefined;
};

async function sendAgain(
  services: MessagingServices,
  caller: Caller,
  invitation: InvitationRow,
  { selfService, only = null, help, asIs = false, alongside }: SendOptions,
): Promise<void> {
  const { organizationId, createdBy } = invitation;
  const addresses = addressesOf(invitation);
  const recipients = addresses.filter((address) => only === null || address === only);
  const context = await findInvitationContext(services.database, organizationId, createdBy, addresses);
  if (!context) throw new AppError('NOT-FOUND');
  // Whoever asks for a link themselves wants it.
  if (context.isSuppressed && !selfService) throw new AppError('INV-SUPPRESSED');
  const now = services.clock.now();
  const length = invitation.expiresAt.getTime() - beginOf(invitation).getTime();
  const longest = Math.max(after(now, Math.min(length, MOST_BY_RESEND)).getTime(), invitation.expiresAt.getTime());
  const expiresAt = asIs ? invitation.expiresAt : new Date(longest);
  const secrets = mintSecrets(services);
  const by = caller.actor.type === 'account' && !selfService ? caller.actor.id : null;
  const work = services.database.transaction(async (tx) => {
    await lockInvitation(tx, invitation.id);
    await countInvitationMessages(services, tx, recipients, now);
    const renewed = await renewInvitation(
      tx,
      invitation.id,
      { expiresAt, secrets: secrets.hashes, by, selfService },
      now,
    );
    if (!renewed) throw await refusedRenewal(tx, invitation.id, selfService, now);
    // One whose time was over takes a place again; who asks for it themselves is told at the door.
    const revived = !selfService && invitation.kind === 'member' && !isLive(invitation, now);
    if (revived) await refuseWithoutSeat(tx, organizationId, now);
    const action = selfService ? 'invitation.renewed' : 'invitation.resent';
    const subject = { type: 'invitation', id: invitation.id };
    const change = { expiresAt: { before: invitation.expiresAt.toISOString(), after: expiresAt.toISOString() } };
    await recordAuditEvent(tx, caller, now, { organizationId, action, subject, change });
    const message = { ...invitation, invitationId: invitation.id, expiresAt };
    await enqueueInvitationMessages(services, tx, message, context, secrets, { recipients, help });
    await alongside?.(tx);
  });
  await work.catch(async (error: unknown) => {
    throw databaseErrorCode(error) === '23505'
      ? await refusedRevival(services.database, invitation, selfService)
      : error;
  });
}

/** It had made room for another, which is live: that one counts. The invited person asks for both at once, and has it already. */
async function refusedRevival(
  queryable: Queryable,
  invitation: InvitationRow,
  selfService: boolean,
): Promise<AppError> {
  const { id, organizationId } = invitation;
  const other = await findLiveInvitation(queryable, organizationId, invitation, id);
  if (selfService || !other) return new AppError('INV-RESEND-LIMIT');
  return new AppError('INV-ALREADY-INVITED', { invitationId: other });
}

/** Too soon, with the seconds that are left; or, where time is not what holds it, ended for good, or renewed as often as it can be. */
async function refusedRenewal(tx: Queryable, id: string, selfService: boolean, now: Date): Promise<AppError> {
  const next = await nextSecretAt(tx, id, true, now);
  if (next) return new AppError('INV-RESEND-LIMIT', { seconds: Math.ceil((next.getTime() - now.getTime()) / SECOND) });
  return new AppError(selfService ? 'INV-RESEND-LIMIT' : 'INV-NOT-OPEN');
}

/** What else is done in a transaction, such as noting that it was; it may undo it by throwing. */
export type Alongside = (tx: Queryable, before?: object) => Promise<void>;

/** A resend never gives more than 30 days, however long it was extended before. */
export const MOST_BY_RESEND = 30 * 24 * 60 * 60 * 1000;
