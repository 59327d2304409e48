import type { Flow, StartFlow } from '@gatehouse/contract/flows';
import { type Caller, shownIdentifier } from '../../kernel/actor.ts';
import { AppError } from '../../kernel/app-error.ts';
import { networkOf } from '../../kernel/network.ts';
import { findPasswordOfAddress, kindOfAddress, listVerifiedIdentifiers, maskAddress } from '../accounts/index.ts';
import { findHandOver, findInvitation, isLive, isTypedCode, type PresentedSecret } from '../invitations/index.ts';
import type { MessagingServices } from '../notifications/index.ts';
import { readIdentifier, readSignInName, type SignInName } from '../organizations/index.ts';
import { countOthers } from '../sign-in/index.ts';
import { safeReturnTo } from './domain/return-to.ts';
import { findBegunFlow, insertFlow, updateFlow } from './flow-store.ts';
import { getFlowSituation, loadInvitationSituation } from './load-situation.ts';
import { openInvitation } from './open-invitation.ts';
import { beginOf, brandOf, type FlowPage, type FlowView, flowExpiry, presentFlow } from './present-flow.ts';
import { pressPasswordLink } from './press-password-link.ts';
import type { FlowClient } from './steps/step.ts';
import { type SubmitResult, submitStep } from './submit-step.ts';

/**
 * Begins a way in for one browser or client.
 * @throws AppError INV-NOT-FOUND, PASSWORD-LINK-ENDED, INV-SUPERSEDED, INV-HANDED-OVER, EMAIL-INVALID or PHONE-... (as REQUEST-INVALID), RATE-LIMITED
 */
export async function startFlow(
  services: MessagingServices,
  caller: Caller,
  client: FlowClient,
  start: StartFlow,
): Promise<string> {
  const now = services.clock.now();
  if (start.kind === 'recovery' && start.token !== undefined) return pressPasswordLink(services, caller, client, start);
  const invitation = start.kind === 'invitation' ? await invitationOf(services, caller, client, start) : null;
  const identifier = await identifierOf(services, caller, start);
  const confirm = start.kind === 'confirm' ? await confirming(services, client, start.strong === true) : null;
  const returnTo = safeReturnTo(start.returnTo ?? null, services.publicUrl);
  const locale = start.locale ?? caller.locale;
  const flow = {
    kind: start.kind,
    clientHash: client.clientHash,
    invitationId: invitation?.id ?? null,
    addressVersion: invitation?.addressVersion ?? 0,
    returnTo,
    locale,
    expiresAt: flowExpiry(now),
    door: NAMES_SOMEBODY.has(start.kind) ? (start.organization ?? null) : null,
    identifier: start.kind === 'sign-in' && identifier && !isTexted(identifier, start) ? identifier : null,
    accountId: null,
    ...(confirm && { accountId: confirm.accountId, identifier: confirm.identifier }),
  };
  const id = await insertFlow(services.database, flow, now);
  await takeFirstStep(services, caller, client, { id, start, identifier, code: confirm?.code ?? null });
  return id;
}

/** A number, unless its password was chosen at the door. */
function isTexted({ kind }: SignInName, { method }: StartFlow): boolean {
  return kind === 'phone' && method !== 'password';
}

type Begun = {
  readonly id: string;
  readonly start: StartFlow;
  readonly identifier: Awaited<ReturnType<typeof identifierOf>>;
  /** By which code it begins at once. */
  readonly code: 'sms-code' | 'email-code' | null;
};

/** A number is sent a code at once, and whoever forgot a password a link: that is the step. */
async function takeFirstStep(
  services: MessagingServices,
  caller: Caller,
  client: FlowClient,
  { id, start, identifier, code }: Begun,
): Promise<void> {
  if (code) {
    await updateFlow(services.database, id, { method: code });
    await submitStep(services, caller, client, id, 'resend-code', {});
  }
  if (identifier && (isTexted(identifier, start) || start.kind === 'recovery')) {
    await submitStep(services, caller, client, id, 'identify', { identifier: identifier.canonical });
  }
}

/** Kinds that begin with whoever it is to be, at somebody's door. */
const NAMES_SOMEBODY = new Set<StartFlow['kind']>(['sign-in', 'recovery']);

/** Who it is to be, where that was said at once; null else. */
async function identifierOf(services: MessagingServices, { locale }: Caller, start: StartFlow) {
  const { kind, identifier, organization = null } = start;
  if (!identifier || !NAMES_SOMEBODY.has(kind)) return null;
  // A link to set a password goes to an address.
  if (kind === 'recovery') return readIdentifier(services, locale, identifier);
  return readSignInName(services, locale, identifier, organization);
}

/** What was opened or pasted, and from where. */
export type LinkPress = { readonly ip: string; readonly token: string };

/**
 * Where the mail is opened again in the browser that had begun: the flow goes on, and what it has proven still holds.
 * Null when this browser has begun nothing with this link.
 */
export async function resumeFlow(
  services: MessagingServices,
  { clientHash }: FlowClient,
  { ip, token }: LinkPress,
): Promise<string | null> {
  const presented = await openInvitation(services, ip, token);
  if (!presented || presented.dead) return null;
  return findBegunFlow(services.database, { invitationId: presented.id, clientHash }, services.clock.now());
}

/**
 * Whoever is signed in proves it anew, by an address of theirs; without a password by a code to their number. Without either,
 * and without a passkey, by a code to their mailbox: which is enough for what needs a `strong` proof only with a second step.
 * @throws AppError NOT-SIGNED-IN, FORBIDDEN
 */
async function confirming(services: MessagingServices, { session }: FlowClient, strong: boolean) {
  if (!session) throw new AppError('NOT-SIGNED-IN');
  const mine = await listVerifiedIdentifiers(services.database, session.accountId);
  const [first] = mine;
  if (!first) throw new AppError('FORBIDDEN');
  const { hash } = (await findPasswordOfAddress(services.database, first.canonical, services.clock.now())) ?? {};
  const number = hash ? undefined : mine.find(({ canonical }) => kindOfAddress(canonical) === 'phone');
  const byMail = !hash && !number && (await mayUseMail(services, session.accountId, strong));
  const code = number ? ('sms-code' as const) : ('email-code' as const);
  return { accountId: session.accountId, identifier: number ?? first, code: number || byMail ? code : null };
}

async function mayUseMail({ database }: MessagingServices, accountId: string, strong: boolean): Promise<boolean> {
  const { passkeys, factor } = await countOthers(database, accountId, '');
  return passkeys === 0 && (factor || !strong);
}

/** An invitation, and which of its addresses it was read with. */
type InvitationRead = { readonly id: string; readonly addressVersion: number };

async function invitationOf(
  services: MessagingServices,
  caller: Caller,
  client: FlowClient,
  start: StartFlow,
): Promise<InvitationRead> {
  if (start.invitation !== undefined) return waitingInvitation(services, client, start.invitation);
  if (start.token === undefined) throw new AppError('INV-NOT-FOUND');
  const presented = await openInvitation(services, caller.ip, start.token);
  if (!presented) {
    // What is neither link nor code is no guess, but asking for ever is not free either.
    if (!isTypedCode(start.token)) await services.rateLimits.consume(['token.network', networkOf(caller.ip)]);
    throw new AppError('INV-NOT-FOUND');
  }
  if (presented.dead) throw await supersededBy(services, presented);
  return presented;
}

/** The link is of an earlier address: because it was corrected, or because whoever has the link handed it over. */
async function supersededBy(services: MessagingServices, { id, deadAt }: PresentedSecret): Promise<AppError> {
  const handOver = deadAt && (await findHandOver(services.database, id, deadAt));
  if (handOver)
    return new AppError('INV-HANDED-OVER', { to: maskAddress(handOver.to), date: handOver.at.toISOString() });
  return new AppError('INV-SUPERSEDED', { time: services.clock.now().toISOString() });
}

/** An invitation by its id: only for a signed-in person who has proven the invited address (security.md A9). */
async function waitingInvitation(services: MessagingServices, client: FlowClient, id: string): Promise<InvitationRead> {
  if (!client.session) throw new AppError('NOT-SIGNED-IN');
  const invitation = await findInvitation(services.database, id);
  const mine = await listVerifiedIdentifiers(services.database, client.session.accountId);
  const invited =
    invitation && mine.some(({ canonical }) => [invitation.canonical, invitation.phone].includes(canonical));
  if (!invited || !isLive(invitation, services.clock.now())) throw new AppError('INV-NOT-FOUND');
  return invitation;
}

/** Of the request that asks for a flow: the stop that it shows is found by it, and by what was refused before it. */
export type FlowRequest = Pick<FlowView, 'requestId' | 'problem'> & { readonly showAddress?: boolean };

/** A flow as it stands, with whose door it is. @throws AppError FLOW-NOT-FOUND, FLOW-EXPIRED */
export async function getFlow(
  services: MessagingServices,
  client: FlowClient,
  id: string,
  request: FlowRequest,
): Promise<FlowPage> {
  const situation = await getFlowSituation(services.database, id, client, services.clock.now());
  const view = { showAddress: false, ...request, id, ...signedIn(client.session) };
  return { flow: await presentFlow(services, situation, view), brand: brandOf(situation), begin: beginOf(situation) };
}

/** A flow as its last step left it, for the browser as that step left it. */
export function presentResult(
  services: MessagingServices,
  client: FlowClient,
  { id, requestId }: { readonly id: string; readonly requestId: string },
  { situation, session, endSession }: SubmitResult,
): Promise<Flow> {
  const before = endSession ? null : client.session;
  const view = { id, requestId, ...signedIn(before), showAddress: false };
  return presentFlow(services, situation, session ? { ...view, signedIn: true } : view);
}

function signedIn(session: FlowClient['session']) {
  return { signedIn: session !== null, signedInAs: shownIdentifier(session) };
}

/** Pages that a link opens on even before "Accept invitation" is pressed. */
const LANDINGS = new Set(['stopped', 'done', 'wrong-account']);

/**
 * The landing page of a link, before any flow. It reads, for scanners come here too; a link that is stopped leaves its
 * reference, once. Null for no such link.
 * @throws AppError RATE-LIMITED {seconds} where too many codes were tried
 */
export async function getLanding(
  services: MessagingServices,
  session: FlowClient['session'],
  { ip, token }: LinkPress,
  requestId: string,
): Promise<FlowPage | null> {
  services.metrics.count('gatehouse_invitation_link_views_total');
  const presented = await openInvitation(services, ip, token);
  if (!presented) return null;
  const now = services.clock.now();
  const situation = await loadInvitationSituation(services.database, presented, session, now);
  if (!situation) return null;
  const view = { id: '', requestId, ...signedIn(session), showAddress: true };
  // What holds their account is told to people who have proven to be them, and to nobody else (ux.md s. 1.4).
  const isPrivate = situation.next.reason?.startsWith('ACC-') ?? false;
  const next =
    LANDINGS.has(situation.next.name) && !isPrivate ? situation.next : ({ name: 'accept', reason: null } as const);
  return {
    flow: await presentFlow(services, { ...situation, next }, view),
    brand: brandOf(situation),
    begin: beginOf(situation),
  };
}
