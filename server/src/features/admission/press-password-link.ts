import type { StartFlow } from '@gatehouse/contract/flows';
import type { Caller } from '../../kernel/actor.ts';
import { AppError } from '../../kernel/app-error.ts';
import { after, MINUTE } from '../../kernel/clock.ts';
import { networkOf } from '../../kernel/network.ts';
import { findPresentedLink, isShortLink, kindOfAddress, maskAddress, usePasswordLink } from '../accounts/index.ts';
import type { MessagingServices } from '../notifications/index.ts';
import { findForbidding } from '../organizations/index.ts';
import { safeReturnTo } from './domain/return-to.ts';
import { findFlowOfLink, insertFlow } from './flow-store.ts';
import type { FlowClient } from './steps/step.ts';

/** How long a password may be thought about, once its link was pressed. */
const FLOW_LIFE = 30 * MINUTE;

type Presented = { readonly ip: string; readonly token: string };

/** As links of invitations are: what is short enough to be guessed costs a point before it is looked at. */
async function present(services: MessagingServices, { ip, token }: Presented) {
  const now = services.clock.now();
  if (!isShortLink(token)) return findPresentedLink(services, token, now);
  const network = networkOf(ip);
  await services.rateLimits.consume(['token.network', network]);
  const found = await findPresentedLink(services, token, now);
  if (found) await services.rateLimits.giveBack('token.network', network);
  return found;
}

/**
 * The page of a link to set a password, before it is pressed: whose it is. It reads, for scanners come here too.
 * @throws AppError PASSWORD-LINK-ENDED, whatever the reason; RATE-LIMITED {seconds} where too many codes were tried
 */
export async function getPasswordLink(
  services: MessagingServices,
  presented: Presented,
): Promise<{ readonly id: string; readonly to: string }> {
  const link = await present(services, presented);
  if (!link?.isLive) throw new AppError('PASSWORD-LINK-ENDED');
  return { id: link.id, to: maskAddress(link.sentTo) };
}

/**
 * The press: uses the link up and begins a way in for the browser that pressed it. That browser alone goes on with it if it
 * is pressed again. Answers the flow's id.
 * @throws AppError PASSWORD-LINK-ENDED, METHOD-OFF {organization}, RATE-LIMITED {seconds}
 */
export async function pressPasswordLink(
  services: MessagingServices,
  caller: Caller,
  client: FlowClient,
  { token = '', returnTo, locale }: Pick<StartFlow, 'token' | 'returnTo' | 'locale'>,
): Promise<string> {
  const now = services.clock.now();
  const link = await present(services, { ip: caller.ip, token });
  if (!link) throw new AppError('PASSWORD-LINK-ENDED');
  if (link.isLive) await mustBeAllowed(services, link);
  const flow = {
    kind: 'recovery',
    clientHash: client.clientHash,
    invitationId: null,
    addressVersion: 0,
    returnTo: safeReturnTo(returnTo ?? null, services.publicUrl),
    locale: locale ?? caller.locale,
    expiresAt: after(now, FLOW_LIFE),
    door: null,
    identifier: { canonical: link.canonical, shown: link.sentTo },
    accountId: link.accountId,
    passwordLink: { id: link.id, by: kindOfAddress(link.canonical) === 'phone' ? 'sms-link' : 'email-link' },
  } as const;
  return services.database.transaction(async (tx) => {
    if (await usePasswordLink(tx, link.id, now)) return insertFlow(tx, flow, now);
    const begun = await findFlowOfLink(tx, { passwordLinkId: link.id, clientHash: client.clientHash }, now);
    if (begun === null) throw new AppError('PASSWORD-LINK-ENDED');
    return begun;
  });
}

/** A way that an organization of the account has switched off is not come by on this road either. */
async function mustBeAllowed(
  { database }: MessagingServices,
  { accountId, canonical }: { readonly accountId: string; readonly canonical: string },
): Promise<void> {
  const ways = kindOfAddress(canonical) === 'phone' ? (['sms-code', 'password'] as const) : (['password'] as const);
  for (const way of ways) {
    const organization = await findForbidding(database, accountId, way);
    if (organization !== null) throw new AppError('METHOD-OFF', { organization });
  }
}
