import type { CreateInvitation } from '@gatehouse/contract/invitations';
import type { Caller, MembershipView } from '../../kernel/actor.ts';
import { AppError } from '../../kernel/app-error.ts';
import type { Transaction } from '../../platform/database/database.ts';
import { recordAuditEvent } from '../audit/index.ts';
import type { MessagingServices } from '../notifications/index.ts';
import { countInvitation } from './count-invitation.ts';
import { createdEvent, draftInvitation, readInvitation } from './draft-invitation.ts';
import { findInvitationContext } from './invitation-context-read-model.ts';
import { enqueueInvitationMail, mintSecrets } from './invitation-messages.ts';
import { findLiveInvitation, insertInvitation } from './invitation-store.ts';

/**
 * Invites somebody by e-mail. In one transaction: the invitation, its secrets, the audit event and the mail that is
 * owed. Answers the new id. `inviterId` is null for the operator. Many at once: `createInvitations`.
 * @throws AppError INV-ROLE-TOO-HIGH, INV-ALREADY-MEMBER, INV-SUPPRESSED, INV-ALREADY-INVITED {invitationId}, INV-CAP {scope, tryAgainAt},
 *   REQUEST-INVALID
 */
export async function createInvitation(
  services: MessagingServices,
  caller: Caller,
  place: MembershipView,
  inviterId: string | null,
  input: CreateInvitation,
): Promise<string> {
  const asked = readInvitation(place, input);
  const { canonical } = asked.address;
  const { organizationId } = place;
  const context = await findInvitationContext(services.database, organizationId, inviterId, canonical);
  if (!context) throw new AppError('NOT-FOUND');
  const now = services.clock.now();
  const invitation = draftInvitation(asked, { organizationId, inviterId }, context, now);
  const secrets = mintSecrets(services);
  const id = await services.database.transaction(async (tx) => {
    const created = await insertInvitation(tx, invitation, secrets.hashes, now);
    if (!created) throw await alreadyInvited(tx, organizationId, canonical);
    await recordAuditEvent(tx, caller, now, createdEvent(created, invitation));
    await enqueueInvitationMail(services, tx, { ...invitation, invitationId: created }, context, secrets);
    await countInvitation(services, tx, { organizationId, inviterId, canonical }, now);
    return created;
  });
  services.wakeWorker();
  return id;
}

async function alreadyInvited(tx: Transaction, organizationId: string, canonical: string): Promise<AppError> {
  const existing = await findLiveInvitation(tx, organizationId, canonical);
  return existing ? new AppError('INV-ALREADY-INVITED', { invitationId: existing }) : new AppError('CONFLICT');
}
