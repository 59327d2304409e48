import type { Flow, FlowStep } from '@gatehouse/contract/flows';
import type { Locale } from '@gatehouse/contract/locales';
import { maskAddress } from '../accounts/index.ts';
import type { MessagingServices } from '../notifications/index.ts';
import type { Situation } from './load-situation.ts';
import { brandOf, type FlowBrand, presentStoppable } from './present-flow.ts';
import { type FoundSomebody, type Seen, type SeenHint, seeAsPerson } from './see-as-person.ts';

/** A page of the door as somebody else would see it, for whoever helps them. */
export type SeenPage = {
  readonly seen: Seen;
  readonly flow: Flow;
  readonly brand: FlowBrand | null;
  /** In which they have begun; null: not yet. */
  readonly locale: Locale | null;
};

const HIDDEN = '••••';

/**
 * The page that `seeAsPerson` says, with what the real one is made of. It reads only: no reference is kept. Nothing in it
 * is a secret or a way in: codes, keys and signed paths are left out, addresses are masked, and what the person has typed
 * and not sent stays theirs, as does what other organizations know.
 */
export async function presentSeen(
  services: MessagingServices,
  place: { readonly organizationId: string; readonly organizationName: string },
  found: FoundSomebody,
  hint: SeenHint,
): Promise<SeenPage | null> {
  const now = services.clock.now();
  const judged = seeAsPerson(found, hint, now);
  if (!judged) return null;
  const situation = withoutOthers(judged.situation, place);
  const { name } = situation.next;
  const made = HELD_BACK[name];
  const view = { id: situation.row.flowId ?? '', signedIn: false, signedInAs: HIDDEN, showAddress: false };
  const flow = await presentStoppable(services, situation, { ...view, requestId: '' }, made?.(situation));
  const { redirectTo: _, ...shown } = { ...flow, id: '', step: withoutSecrets(flow.step) };
  return { seen: judged.seen, flow: shown, brand: brandOf(situation), locale: situation.row.flowLocale };
}

/** Pages whose own data is nobody else's: what stands in their place. */
const HELD_BACK: Partial<Record<FlowStep['name'], (situation: Situation) => FlowStep>> = {
  'add-factor': ({ row, mayPostpone }) => ({
    name: 'add-factor',
    factors: ['totp'],
    smsTo: null,
    smsSent: false,
    asksNumber: false,
    mayType: false,
    totp: null,
    organizationName: row.organizationName,
    canPostpone: mayPostpone,
  }),
  'recovery-codes': () => ({
    name: 'recovery-codes',
    codes: Array.from({ length: 10 }, (_, number) => `${HIDDEN} ${String(number + 1).padStart(2, '0')}`),
  }),
  password: ({ row }) => ({
    name: 'password',
    identifier: maskAddress(row.identifier ?? row.shown),
    otherMethods: ['email-code'],
    canUsePasskey: true,
  }),
  identify: () => ({ name: 'identify', canUsePasskey: true }),
};

function withoutOthers(situation: Situation, place: { organizationId: string; organizationName: string }): Situation {
  const { row } = situation;
  const isOthers = row.joinOrganizationId !== null && row.joinOrganizationId !== place.organizationId;
  const joinOrganization = isOthers ? HIDDEN : place.organizationName;
  const approval = row.approval && { ...row.approval, note: '' };
  // Of what waits, or was turned down, the name stands in the queue of whoever decides; the rest is read there.
  const shown = { companyDraft: approval && { name: approval.company }, joinNote: null, approval };
  const asked =
    row.joinState === null ? {} : { joinOrganization, joinOrganizationId: isOthers ? null : place.organizationId };
  return { ...situation, row: { ...row, ...shown, ...asked } };
}

function withoutSecrets(step: FlowStep): FlowStep {
  switch (step.name) {
    case 'set-password':
      return { ...step, identifier: maskAddress(step.identifier), contextWords: [] };
    case 'waiting':
      return { ...step, sent: null };
    case 'company':
      return { ...step, duplicate: null, stopInvitingPath: '' };
    default:
      return step;
  }
}
