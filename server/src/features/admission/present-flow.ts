import type { ErrorCode } from '@gatehouse/contract/errors';
import type { Flow, FlowStep, PasswordReason } from '@gatehouse/contract/flows';
import type { InvitationSummary } from '@gatehouse/contract/invitation-summary';
import type { Locale } from '@gatehouse/contract/locales';
import { after, MINUTE } from '../../kernel/clock.ts';
import type { DoorBrand } from '../../kernel/door-brand.ts';
import { HOUSE_NAME } from '../../kernel/door-brand.ts';
import { contextWordsOf, kindOfAddress, maskAddress, PASSWORD_LINK_LIFE } from '../accounts/index.ts';
import { shownAddressesOf, suppressionPath } from '../invitations/index.ts';
import type { MessagingServices } from '../notifications/index.ts';
import { policiesOf } from '../organizations/index.ts';
import { listCodes, nextCodeAt, TRIES_PER_CODE } from '../sign-in/index.ts';
import { addableKinds, methodsFor, movesNumber, progressOf } from './domain/flow-steps.ts';
import { passwordDue } from './domain/new-password.ts';
import { firstOpen } from './domain/requirement.ts';
import { addressOf, type Situation } from './load-situation.ts';
import { passkeyUse } from './passkey-use.ts';
import { presentCompany } from './present-company.ts';
import { presentFactorStep } from './present-factor-step.ts';
import { presentWaiting } from './present-waiting.ts';
import { codePurpose } from './prove-address.ts';
import { recordStop } from './record-stop.ts';
import { passwordContext, sharedData } from './steps/complete-account.ts';
import { stoppedParams } from './submit-step.ts';

export type FlowView = {
  readonly id: string;
  /** Whether somebody is signed in here, and with which address. */
  readonly signedIn: boolean;
  readonly signedInAs: string | null;
  /** Only where this very request showed the token: else the address is masked. */
  readonly showAddress: boolean;
  readonly requestId: string;
  /** What was refused just now, where this page is shown again because of it. */
  readonly problem?: ErrorCode | null;
};

/** Whose door it is, and the language that the inviter chose for this person. */
export type FlowBrand = DoorBrand & { readonly locale: Locale | null };

/** Where a sign-in is begun again: at whose door, as its address named it, and where it leads; empty where neither was said. */
export type FlowBegin = { readonly organization?: string; readonly returnTo?: string };

export type FlowPage = { readonly flow: Flow; readonly brand: FlowBrand | null; readonly begin: FlowBegin };

export function beginOf({ row: { flowDoorNamed, returnTo } }: Situation): FlowBegin {
  return { ...(flowDoorNamed ? { organization: flowDoorNamed } : {}), ...(returnTo ? { returnTo } : {}) };
}

/** Null where no organization is known: at a sign-in that began at nobody's door. */
export function brandOf({ row }: Situation): FlowBrand | null {
  return row.brand && { ...row.brand, locale: row.invitationLocale };
}

/** A flow as its page and its JSON show it: the next step with all that it needs, and nothing of anybody else. */
export async function presentFlow(services: MessagingServices, situation: Situation, view: FlowView): Promise<Flow> {
  const flow = await presentStoppable(services, situation, view);
  const problem = view.problem ?? (isUnsent(flow.step, services.clock.now()) ? 'SEND-LIMIT' : null);
  const reference = await recordStop(services, situation, { ...view, problem });
  return reference ? { ...flow, reference } : flow;
}

/** No code went out for this page, and none can yet. */
function isUnsent(step: FlowStep, now: Date): boolean {
  return step.name === 'code' && step.sentAt === null && step.resendAt !== null && new Date(step.resendAt) > now;
}

/** The same, and no reference is kept of a stop. `made`: the step, where it is not to be made of the situation. */
export async function presentStoppable(
  services: MessagingServices,
  situation: Situation,
  view: FlowView,
  made?: FlowStep,
): Promise<Flow> {
  const { next, row } = situation;
  const progress = progressOf(situation.facts, situation.requirements);
  const state = next.name === 'done' ? 'done' : next.name === 'stopped' ? 'stopped' : 'open';
  return {
    id: view.id,
    kind: row.flowKind ?? 'invitation',
    state,
    step: made ?? (await presentStep(services, situation, view)),
    stepNumber: progress?.number ?? null,
    stepCount: progress?.count ?? null,
    expiresAt: (row.flowExpiresAt ?? flowExpiry(services.clock.now())).toISOString(),
    ...(next.reason ? { problem: { code: next.reason, params: stoppedParams(situation) } } : {}),
    ...(state === 'done' && !canEnter(situation, view) ? { redirectTo: landingOf(situation, view) } : {}),
  };
}

/** Where a person who is in goes: the welcome page of a first visit, else where they wanted to go. */
function landingOf({ row }: Situation, view: FlowView): string {
  const target = row.invitationId === null ? (row.returnTo ?? '/portal') : `/welcome/${row.landingSlug ?? ''}`;
  return view.signedIn || row.flowKind !== 'invitation' ? target : `/sign-in?returnTo=${encodeURIComponent(target)}`;
}

/**
 * Somebody else let them in while they waited here: one press gives the session, to the browser that has proven in this
 * very flow who they are.
 */
function canEnter({ row }: Situation, view: FlowView): boolean {
  return row.flowId !== null && !view.signedIn && row.authenticatedAt !== null && row.completedAt === null;
}

async function presentStep(services: MessagingServices, situation: Situation, view: FlowView): Promise<FlowStep> {
  const { row, next, facts } = situation;
  const invitation = () => summaryOf(services, situation, view.showAddress);
  switch (next.name) {
    case 'accept':
      return { name: 'accept', invitation: invitation() };
    case 'wrong-account': {
      const addable = policiesOf(row.policies ?? {}).addAddress ? addableKinds(facts) : [];
      return {
        name: 'wrong-account',
        invitation: summaryOf(services, situation, false),
        signedInAs: view.signedInAs ?? '',
        addable,
      };
    }
    case 'choose-method':
      return {
        name: 'choose-method',
        to: maskedTo(situation),
        methods: methodsFor(facts).map((method) => ({ method, to: maskAddress(addressOf(situation, method).shown) })),
        movesNumber: movesNumber(facts),
        canUsePasskey: passkeyUse(situation) !== null,
      };
    case 'password':
      return {
        name: 'password',
        identifier: addressOf(situation).shown,
        otherMethods: methodsFor(facts).filter((method) => method !== 'password'),
        canUsePasskey: passkeyUse(situation) !== null,
      };
    case 'code':
      return codeStep(services, situation, view.id);
    case 'link-sent':
      return linkSentStep(situation);
    case 'set-password':
      return setPasswordStep(situation, services.clock.now());
    case 'second-factor':
    case 'add-factor':
    case 'recovery-codes':
      return presentFactorStep(services, situation, next.name, view.id);
    case 'terms':
      return termsStep(situation);
    case 'profile':
      return { name: 'profile', suggestedName: row.inviteeName ?? '' };
    case 'company':
      return presentCompany(services, situation);
    case 'waiting':
      return presentWaiting(services, situation);
    case 'stopped':
      return stoppedStep(situation);
    case 'done':
      return {
        name: 'done',
        organizationName: row.approval?.company ?? row.joinOrganization ?? row.organizationName,
        canEnter: canEnter(situation, view),
      };
    case 'identify':
      return { name: 'identify', canUsePasskey: passkeyUse(situation) !== null };
  }
}

function summaryOf(services: MessagingServices, { row, roles }: Situation, showAddress: boolean): InvitationSummary {
  const [, also] = shownAddressesOf(row);
  return {
    id: row.invitationId ?? '',
    kind: row.kind,
    added: row.added === true,
    organizationName: row.organizationName ?? '',
    inviterName: row.inviterName || null,
    to: showAddress ? row.shown : maskAddress(row.shown),
    alsoTo: also === undefined ? null : showAddress ? also : maskAddress(also),
    name: row.inviteeName,
    roles: [...roles],
    note: row.note,
    handedOver: row.handedOn && { by: row.handedOn.by, note: row.handedOn.note || null },
    stopInvitingPath:
      showAddress && row.invitationId ? suppressionPath(services, row.invitationId, row.canonical) : null,
    expiresAt: row.expiresAt.toISOString(),
  };
}

async function codeStep(services: MessagingServices, situation: Situation, flowId: string): Promise<FlowStep> {
  const { row, facts } = situation;
  const { canonical, shown } = addressOf(situation);
  const now = services.clock.now();
  const purpose = codePurpose(situation);
  const target = { flowId, destination: canonical, organizationId: row.organizationId };
  const [codes, resendAt] = await Promise.all([
    listCodes(services.database, target),
    nextCodeAt(services, services.database, target, now),
  ]);
  const live = codes.find((code) => code.purpose === purpose && !code.supersededAt && !code.consumedAt);
  // For a sign-in it would tell whether anybody has the address.
  const delivery =
    live?.messageId && row.invitationId
      ? await services.notifications.deliveryStateOf(services.database, live.messageId)
      : null;
  return {
    name: 'code',
    channel: kindOfAddress(canonical) === 'phone' ? 'sms' : 'email',
    to: maskAddress(shown),
    sentAt: live?.createdAt.toISOString() ?? null,
    expiresAt: live?.expiresAt.toISOString() ?? null,
    resendAt: resendAt.toISOString(),
    triesLeft: live ? Math.max(0, TRIES_PER_CODE - live.tries) : 0,
    sender: row.brand?.senderName ?? HOUSE_NAME,
    otherMethods: methodsFor(facts).filter((method) => method !== row.method),
    canUsePasskey: passkeyUse(situation) !== null,
    delivery: delivery?.state ?? null,
  };
}

/** The same for every address: nothing was looked up. */
function linkSentStep(situation: Situation): FlowStep {
  const { canonical, shown } = addressOf(situation);
  const kind = kindOfAddress(canonical);
  const channel = kind === 'phone' ? 'sms' : 'email';
  const minutes = PASSWORD_LINK_LIFE[kind] / MINUTE;
  return { name: 'link-sent', to: shown, channel, minutes, sender: situation.row.brand?.senderName ?? HOUSE_NAME };
}

function setPasswordStep(situation: Situation, now: Date): FlowStep {
  const { facts, wanted, requirements } = situation;
  const isDue = firstOpen(requirements)?.name === 'new-password';
  const due = facts.account && isDue ? passwordDue(facts.account, facts, { passwordDays: wanted.days }, now) : null;
  const contextWords = contextWordsOf(passwordContext(situation));
  return {
    name: 'set-password',
    identifier: addressOf(situation).shown,
    reason: !due || isFirst(facts, due.reason) ? 'first' : due.reason,
    minLength: wanted.minLength,
    mixed: wanted.mixed,
    canPostpone: situation.mayPostponePassword && !isDue,
    canUsePasskey: !isDue,
    contextWords: [...contextWords],
  };
}

/** Nothing was forgotten by whoever came by a link and had none. */
function isFirst({ account }: Situation['facts'], reason: PasswordReason): boolean {
  return reason === 'forgotten' && !account?.passwordSetAt;
}

function termsStep(situation: Situation): FlowStep {
  const { row } = situation;
  const version = row.termsVersion ?? '1';
  const document = (kind: 'terms' | 'privacy', url: string | undefined) => ({
    kind,
    version,
    url: url || null,
    text: null,
  });
  return {
    name: 'terms',
    organizationName: row.termsOrganizationName ?? '',
    shares: sharedData(situation),
    version,
    documents: [document('terms', row.legal?.termsUrl), document('privacy', row.legal?.privacyUrl)],
  };
}

function stoppedStep(situation: Situation): FlowStep {
  const { row, next } = situation;
  const policy = policiesOf(row.policies ?? {});
  // Of one that moved to another address nothing is told, and nothing sent, to whoever has the earlier link.
  const renewable = next.reason === 'INV-EXPIRED' && policy.selfServiceRenewal;
  return {
    name: 'stopped',
    organizationName: row.organizationName,
    inviterName: row.inviterName || null,
    newLinkTo: renewable && row.organizationState === 'active' ? maskedTo(situation) : null,
  };
}

/** The invited addresses, enough of them for their owner to know. */
function maskedTo({ row }: Situation): string {
  return shownAddressesOf(row).map(maskAddress).join(', ');
}

/** How long a flow may take in one browser; the link begins a new one where it was left (ux.md s. 1.3). */
export function flowExpiry(now: Date): Date {
  return after(now, 24 * 60 * MINUTE);
}
