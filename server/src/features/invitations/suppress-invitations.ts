import type { Caller } from '../../kernel/actor.ts';
import { AppError } from '../../kernel/app-error.ts';
import { formatPhoneNumber } from '../../kernel/phone-number.ts';
import { equalBytes } from '../../platform/crypto/secret-box.ts';
import type { Services } from '../../platform/services.ts';
import { recordAuditEvent } from '../audit/index.ts';
import { findOrganization } from '../organizations/index.ts';
import { listAddressesSentTo } from './delivery-read-model.ts';
import { findInvitation, type InvitationRow, insertInvitationEvent } from './invitation-store.ts';
import { addressesOf } from './read-invited.ts';
import { insertSuppressions } from './suppression-store.ts';

const CONTEXT = 'suppress-invitations';

/**
 * The address that stops an organization from inviting somebody again: its last part is made of the invitation and of
 * whom the message went to, and kept nowhere. An invitation may go to somebody else later, whose wish it is not.
 */
export function suppressionPath(
  services: Pick<Services, 'secretBox'>,
  invitationId: string,
  canonical: string,
): string {
  const proof = services.secretBox.keyedHash(proven(invitationId, canonical), CONTEXT);
  return `/unsubscribe/${invitationId}/${proof.toString('base64url')}`;
}

const proven = (invitationId: string, canonical: string) => `${invitationId} ${canonical}`;

type Unwanted = {
  readonly invitation: InvitationRow;
  readonly organizationName: string;
  /** Whose wish it is, as they read it. */
  readonly shown: string;
  /** What is not to be invited again. */
  readonly addresses: readonly string[];
};

/** What such an address is about. Reads only. @throws AppError INV-NOT-FOUND */
export async function getUnwanted(
  services: Pick<Services, 'database' | 'secretBox'>,
  invitationId: string,
  proof: string,
): Promise<Unwanted> {
  const { database } = services;
  const invitation = await findInvitation(database, invitationId);
  const whose = invitation && (await findWhose(services, invitation, Buffer.from(proof, 'base64url')));
  const organization = whose && (await findOrganization(database, invitation.organizationId));
  if (!whose || !organization) throw new AppError('INV-NOT-FOUND');
  const current = addressesOf(invitation);
  const isCurrent = current.includes(whose);
  return {
    invitation,
    organizationName: organization.name,
    shown: isCurrent ? invitation.shown : whose.startsWith('+') ? formatPhoneNumber(whose) : whose,
    // An earlier address may have been somebody else's.
    addresses: isCurrent ? current : [whose],
  };
}

/** The address or number that a proof was made for; null for none. */
async function findWhose(
  { database, secretBox }: Pick<Services, 'database' | 'secretBox'>,
  invitation: InvitationRow,
  given: Buffer,
): Promise<string | null> {
  const fits = (text: string) => secretBox.keyedHashes(text, CONTEXT).some((hash) => equalBytes(hash, given));
  const { id, canonical, addressVersion } = invitation;
  const known = [...addressesOf(invitation), ...(await listAddressesSentTo(database, id))];
  const whose = known.find((address) => fits(proven(id, address)));
  // Messages of earlier releases name no address: they count while there was only one.
  return whose ?? (addressVersion === 0 && fits(id) ? canonical : null);
}

/**
 * "Do not invite me again": this organization's later invitations to whoever has the message are refused (RFC 8058 s. 3.2: one POST
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
    if (!(await insertSuppressions(tx, organizationId, unwanted.addresses, now))) return;
    const { invitation, shown } = unwanted;
    const of: Record<string, string> = shown === invitation.shown ? {} : { reason: shown };
    await insertInvitationEvent(tx, invitationId, 'suppressed', caller.actor, now, of);
    const subject = { type: 'invitation', id: invitationId };
    const change = { to: unwanted.addresses.join(', ') };
    await recordAuditEvent(tx, caller, now, { organizationId, action: 'invitation.suppressed', subject, change });
  });
  return unwanted;
}
