import type { Caller, MembershipView } from '../../kernel/actor.ts';
import { AppError } from '../../kernel/app-error.ts';
import { SECOND } from '../../kernel/clock.ts';
import { recordAuditEvent } from '../audit/index.ts';
import type { MessagingServices } from '../notifications/index.ts';
import { endOf, isLive } from './domain/invitation.ts';
import { mayGrant } from './domain/invitation-policy.ts';
import { mintSecrets } from './invitation-messages.ts';
import { addSecret, nextSecretAt } from './invitation-operation-store.ts';
import { findInvitation, insertInvitationEvent, lockInvitation } from './invitation-store.ts';

/**
 * A fresh link of a live invitation, to hand over in another way than by its message. The answer is the only place
 * where it stands: it is kept as a hash.
 * @throws AppError NOT-FOUND, INV-NOT-OPEN, INV-ROLE-TOO-HIGH, INV-RESEND-LIMIT
 */
export async function makeLink(
  services: Pick<MessagingServices, 'database' | 'clock' | 'secretBox' | 'publicUrl'>,
  caller: Caller,
  { organizationId, roles }: MembershipView,
  id: string,
): Promise<{ url: string; expiresAt: string }> {
  const now = services.clock.now();
  const { token, hashes } = mintSecrets(services);
  return services.database.transaction(async (tx) => {
    await lockInvitation(tx, id);
    const invitation = await findInvitation(tx, id);
    if (!invitation || invitation.organizationId !== organizationId) throw new AppError('NOT-FOUND');
    if (!isLive(invitation, now)) throw new AppError('INV-NOT-OPEN');
    // Where policy takes the link for proof, whoever holds it has what it gives.
    if (invitation.kind === 'member' && !mayGrant(roles, invitation.roles)) throw new AppError('INV-ROLE-TOO-HIGH');
    if (!(await addSecret(tx, id, hashes, now))) {
      const next = (await nextSecretAt(tx, id, false, now)) ?? now;
      throw new AppError('INV-RESEND-LIMIT', { seconds: Math.ceil((next.getTime() - now.getTime()) / SECOND) });
    }
    await insertInvitationEvent(tx, id, 'link-made', caller.actor, now);
    const subject = { type: 'invitation', id };
    await recordAuditEvent(tx, caller, now, { organizationId, action: 'invitation.link-made', subject });
    return { url: `${services.publicUrl}/i/${token}`, expiresAt: endOf(invitation).toISOString() };
  });
}
