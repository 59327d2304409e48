import type { Caller } from '../../kernel/actor.ts';
import { isAppError } from '../../kernel/app-error.ts';
import { networkOf } from '../../kernel/network.ts';
import type { Address } from '../accounts/index.ts';
import type { MessagingServices } from '../notifications/index.ts';
import { findOrganization, policiesOf, readIdentifier } from '../organizations/index.ts';
import { isLive } from './domain/invitation.ts';
import { listInvitationsForAddress } from './invitation-list-read-model.ts';
import type { InvitationRow } from './invitation-store.ts';
import { sendNewLink } from './resend-invitation.ts';

/**
 * Somebody asks for a new link for an address or a number (card D23), which it answers as it was read. Whatever is known of it, the answer is the same and
 * comes before anything is looked up; messages go there only, and only where an invitation waits for it.
 * @throws AppError REQUEST-INVALID with EMAIL-INVALID, PHONE-... or IDENTIFIER-INVALID for `identifier`, RATE-LIMITED {seconds}
 */
export async function requestLink(services: MessagingServices, caller: Caller, typed: string): Promise<Address> {
  const address = await readIdentifier(services, caller.locale, typed);
  const { canonical } = address;
  await services.rateLimits.consume(
    ['link-request.network', networkOf(caller.ip)],
    ['link-request.address', canonical],
  );
  // Not awaited: the time of the answer must not tell whether anything was found (ASVS 6.3.8).
  sendWhatWaits(services, caller, canonical).catch((error: unknown) => {
    services.logger.error({ err: error }, 'link request failed');
  });
  return address;
}

/**
 * A new link for each invitation that waits for an address: to that address, as often as limits allow. `asIs`: none lives longer
 * for it, for whoever types an address has not asked for that (scenario 12); one whose time is over is left alone.
 */
export async function sendWhatWaits(
  services: MessagingServices,
  caller: Caller,
  canonical: string,
  { asIs = false }: { readonly asIs?: boolean } = {},
): Promise<void> {
  for (const invitation of await listInvitationsForAddress(services.database, canonical)) {
    if (asIs && !isLive(invitation, services.clock.now())) continue;
    if (!(await mayRenew(services, invitation))) continue;
    try {
      await sendNewLink(services, caller, invitation, { only: canonical, asIs });
    } catch (error) {
      if (!isAppError(error, 'INV-RESEND-LIMIT', 'INV-CAP')) throw error;
    }
  }
}

/** True where the invited person may have a new link: the invitation is live, or policy lets them renew it. */
export async function mayRenew(
  services: Pick<MessagingServices, 'database' | 'clock'>,
  invitation: InvitationRow,
): Promise<boolean> {
  const organization = await findOrganization(services.database, invitation.organizationId);
  if (organization?.state !== 'active') return false;
  return isLive(invitation, services.clock.now()) || policiesOf(organization.policies).selfServiceRenewal;
}
