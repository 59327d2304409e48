import type { CreateInvitation } from '@gatehouse/contract/invitations';
import type { Caller, MembershipView } from '../../kernel/actor.ts';
import { AppError } from '../../kernel/app-error.ts';
import type { Transaction } from '../../platform/database/database.ts';
import { recordAuditEvent } from '../audit/index.ts';
import type { MessagingServices } from '../notifications/index.ts';
import { countOver, findOrganization } from '../organizations/index.ts';
import { countInvitation } from './count-invitation.ts';
import { createdEvent, draftInvitation, readInvitation, type WantedInvitation } from './draft-invitation.ts';
import { findInvitationContext } from './invitation-context-read-model.ts';
import { enqueueInvitationMessages, mintSecrets } from './invitation-messages.ts';
import { findLiveInvitation, insertInvitation } from './invitation-store.ts';
import { addressesOf, type Invited } from './read-invited.ts';
import { owePlanned } from './send-planned.ts';
import { claimUserNames } from './user-name-store.ts';

/**
 * Invites somebody by e-mail, by text message, or by both. In one transaction: the invitation, its secrets, the audit
 * event and the messages that are owed; with `sendAt` the job that sends it then instead of secrets and messages. Answers the new id. `inviterId` is null for the operator. Many at once:
 * `createInvitations`.
 * @throws AppError INV-ROLE-TOO-HIGH, INV-ALREADY-MEMBER, INV-SUPPRESSED, INV-ALREADY-INVITED {invitationId}, INV-CAP {scope, tryAgainAt},
 *   SEATS-FULL {who, limit, members, invitations}, REQUEST-INVALID, for `username` with USERNAME-TAKEN, for `sendAt` with SEND-AT-PAST,
 *   SEND-AT-TOO-LATE, SEND-DAY-FULL
 */
export async function createInvitation(
  services: MessagingServices,
  caller: Caller,
  place: MembershipView,
  inviterId: string | null,
  input: WantedInvitation,
): Promise<string> {
  const { organizationId } = place;
  const country = await countryFor(services, organizationId, input.to);
  const asked = readInvitation(services, place, input, country);
  const recipients = addressesOf(asked.invited);
  const context = await findInvitationContext(services.database, organizationId, inviterId, recipients);
  if (!context) throw new AppError('NOT-FOUND');
  const now = services.clock.now();
  const invitation = draftInvitation(asked, { organizationId, inviterId }, context, now);
  const { sendAt } = invitation;
  const secrets = mintSecrets(services);
  return services.database.transaction(async (tx) => {
    const created = await insertInvitation(tx, invitation, sendAt ? null : secrets.hashes, now);
    if (!created) throw await alreadyInvited(tx, organizationId, invitation);
    await keepUserName(tx, organizationId, { id: created, username: invitation.username ?? null }, now);
    await recordAuditEvent(tx, caller, now, createdEvent(created, invitation));
    if (sendAt) await owePlanned(tx, created, sendAt, now);
    else await enqueueInvitationMessages(services, tx, { ...invitation, invitationId: created }, context, secrets);
    await Promise.all([
      invitation.kind === 'member' && refuseWithoutSeat(tx, organizationId, now),
      countInvitation(services, tx, { organizationId, inviterId, recipients, sendAt }, now),
    ]);
    return created;
  });
}

/** Where a number that was typed without `+` is one of; looked up only for such a number. */
export async function countryFor(
  services: Pick<MessagingServices, 'database'>,
  organizationId: string,
  { phone }: CreateInvitation['to'],
): Promise<string | null> {
  const isNational = phone !== undefined && !phone.startsWith('+');
  return isNational ? ((await findOrganization(services.database, organizationId))?.country ?? null) : null;
}

/** Where there is a limit, no more are invited than there are places: the one that was written last has none. @throws AppError SEATS-FULL */
export async function refuseWithoutSeat(tx: Transaction, organizationId: string, now: Date): Promise<void> {
  const { over, error } = await countOver(tx, organizationId, now);
  if (over > 0) throw error;
}

async function keepUserName(
  tx: Transaction,
  organizationId: string,
  { id, username }: { readonly id: string; readonly username: string | null },
  now: Date,
): Promise<void> {
  if (username === null) return;
  if (!(await claimUserNames(tx, organizationId, [{ id, username }], now)).has(id)) throw userNameTaken();
}

/** Somebody else here has it, or has it kept for them. */
export function userNameTaken(): AppError {
  return new AppError('REQUEST-INVALID', {}, [{ path: 'username', code: 'USERNAME-TAKEN', params: {} }]);
}

async function alreadyInvited(tx: Transaction, organizationId: string, invited: Invited): Promise<AppError> {
  const existing = await findLiveInvitation(tx, organizationId, invited, null);
  return existing ? new AppError('INV-ALREADY-INVITED', { invitationId: existing }) : new AppError('CONFLICT');
}
