import { networkOf } from '../../kernel/network.ts';
import { findPresentedInvitation, isTypedCode, type PresentedSecret } from '../invitations/index.ts';
import type { MessagingServices } from '../notifications/index.ts';

/**
 * The invitation that a link or a typed code opens; null when there is none. Links cannot be guessed. Typed codes must
 * not be (security.md A20): each look-up of one uses a point of the network before it is made, which is given back where the
 * code is right, so that after the last point no code is even looked at, right or wrong.
 * @throws AppError RATE-LIMITED {seconds}
 */
export async function openInvitation(
  services: MessagingServices,
  ip: string,
  presented: string,
): Promise<PresentedSecret | null> {
  if (!isTypedCode(presented)) return findPresentedInvitation(services, presented);
  const network = networkOf(ip);
  await services.rateLimits.consume(['token.network', network]);
  const found = await findPresentedInvitation(services, presented);
  if (found) await services.rateLimits.giveBack('token.network', network);
  return found;
}
