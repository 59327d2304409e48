import type { Caller } from '../../kernel/actor.ts';
import { AppError } from '../../kernel/app-error.ts';
import { equalBytes } from '../../platform/crypto/secret-box.ts';
import type { Services } from '../../platform/services.ts';
import { recordAuditEvent } from '../audit/index.ts';
import { findOrganization } from '../organizations/index.ts';
import { findInvitation, type InvitationRow, insertInvitationEvent } from './invitation-store.ts';
import { addressesOf } from './read-invited.ts';
import { insertSuppressions } from './suppression-store.ts';

const CONTEXT = 'suppress-invitations';

/** Last part of the address that stops an organization from inviting somebody again: made of the invitation, kept nowhere. */
export function suppressionPath(services: Pick<Services, 'secretBox'>, invitationId: string): string {
  return `/unsubscribe/${invitationId}/${services.secretBox.keyedHash(invitationId, CONTEXT).toString('base64url')}`;
}

type Unwanted = { readonly invitation: InvitationRow; readonly organizationName: string };

/** What such an address is about. Reads only. @throws AppError INV-NOT-FOUND */
export async function getUnwanted(
  services: Pick<Services, 'database' | 'secretBox'>,
  invitationId: string,
  proof: string,
): Promise<Unwanted> {
  const given = Buffer.from(proof, 'base64url');
  const fits = services.secretBox.keyedHashes(invitationId, CONTEXT).some((hash) => equalBytes(hash, given));
  const invitation = fits ? await findInvitation(services.database, invitationId) : null;
  const organization = invitation && (await findOrganization(services.database, invitation.organizationId));
  if (!invitation || !organization) throw new AppError('INV-NOT-FOUND');
  return { invitation, organizationName: organization.name };
}

/**
 * "Do not invite me again": this organization's later invitations to its addresses are refused (RFC 8058 s. 3.2: one POST
 * without cookies does it). The invitation itself stays as it is, and mails about an account's security go on.
 * @throws AppError INV-NOT-FOUND
 */
export async function suppressInvitations(
  services: Pick<Services, 'database' | 'secretBox' | 'clock'>,
  caller: Caller,
  invitationId: string,
  proof: string,
): Promise<Unwanted> {
  const unwanted = await getUnwanted(services, invitationId, proof);
  const { organizationId } = unwanted.invitation;
  const now = services.clock.now();
  await services.database.transaction(async (tx) => {
    if (!(await insertSuppressions(tx, organizationId, addressesOf(unwanted.invitation), now))) return;
    await insertInvitationEvent(tx, invitationId, 'suppressed', caller.actor, now);
    const subject = { type: 'invitation', id: invitationId };
    await recordAuditEvent(tx, caller, now, { organizationId, action: 'invitation.suppressed', subject });
  });
  return unwanted;
}
