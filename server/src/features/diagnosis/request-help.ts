import type { HelpCase } from '@gatehouse/contract/help';
import type { Locale } from '@gatehouse/contract/locales';
import type { Caller } from '../../kernel/actor.ts';
import { isAppError } from '../../kernel/app-error.ts';
import { findOwner, kindOfAddress } from '../accounts/index.ts';
import { assessPerson } from '../admission/index.ts';
import { requestLink } from '../invitations/index.ts';
import type { MessagingServices, NewMessage } from '../notifications/index.ts';
import { findHostProductName } from '../organizations/index.ts';
import { lockedUntil } from '../sign-in/index.ts';
import { helpFor } from './domain/help.ts';
import { causesOf } from './domain/verdict.ts';
import { findingsOf } from './find-person.ts';
import { TEXT_KINDS, textKindOf, textMessage } from './help-messages.ts';
import { listPlaces, type PersonRow } from './person-read-model.ts';

/**
 * "I can't get in" (card D23): whatever is known of the address, the answer is the same and comes before anything is
 * looked up. New links go out where there are any to have; beside them one mail, to that address only, says how it stands.
 * @throws AppError as `requestLink`
 */
export async function requestHelp(services: MessagingServices, caller: Caller, typed: string): Promise<void> {
  const address = await requestLink(services, caller, typed);
  // Not awaited: the time of the answer must not tell whether anything was found (ASVS 6.3.8).
  tellHow(services, caller, address).catch((error: unknown) => {
    services.logger.error({ err: error }, 'help request failed');
  });
}

type Address = { readonly canonical: string; readonly shown: string };
type Item = {
  case: HelpCase;
  organizationName: string;
  steps: NonNullable<ReturnType<typeof helpFor>>['steps'][number][];
  date: string | null;
  contact: string | null;
};

/** One mail that says how it stands with an address in every organization that knows it. */
export async function tellHow(services: MessagingServices, caller: Caller, address: Address): Promise<void> {
  const { database } = services;
  const places = await listPlaces(database, address.canonical);
  const owner = await findOwner(database, address.canonical);
  const { canonical } = address;
  const held = await lockedUntil(services, { accountId: owner?.accountId ?? null, canonical });
  const productName = await findHostProductName(services);
  const told = places.map((row) => itemOf(services, row, held));
  const locale = localeOf(places, caller);
  if (kindOfAddress(address.canonical) === 'phone') {
    return tellByText(services, address, told, { productName, locale, isOwned: owner !== null });
  }
  const items = withoutRepeats(told.filter(({ case: of }) => of !== 'separate'));
  if (owner !== null && !items.some(({ case: of }) => SIGNS_IN.has(of))) items.push(plain('sign-in', productName));
  const separate = told.filter(({ case: of }) => of === 'separate');
  if (items.length === 0 && separate.length > 0) return;
  if (items.length === 0 && !(await mayTellOfNothing(services, address.canonical))) return;
  const all = items.length > 0 ? [...items, ...separate] : [plain('none', productName)];
  await send(services, messageOf(services, address, { items: all, productName, locale }));
}

type Texted = { readonly productName: string; readonly locale: Locale; readonly isOwned: boolean };

/**
 * One text message at most, of what helps most: a link that comes by itself needs none beside it, and a number of which
 * nothing is known gets none, for each costs money. Budgets of text messages hold as for any other.
 */
async function tellByText(
  services: MessagingServices,
  to: Address,
  told: readonly Item[],
  texted: Texted,
): Promise<void> {
  const { productName, locale, isOwned } = texted;
  if (told.some(({ case: of }) => of === 'separate') || !services.notifications.mayText(to.canonical)) return;
  const kinds = told.map(({ case: of, organizationName }) => ({ kind: textKindOf(of), organizationName }));
  const best = TEXT_KINDS.map((kind) => kinds.find((each) => each.kind === kind)).find((each) => each !== undefined);
  const said = best ?? (isOwned ? { kind: 'sign-in' as const, organizationName: productName } : null);
  if (said) await send(services, textMessage(services, { to: to.canonical, productName, locale, ...said }));
}

const SIGNS_IN = new Set<HelpCase>(['sign-in', 'no-password', 'locked', 'disabled']);

const plain = (of: HelpCase, organizationName: string): Item => ({
  case: of,
  organizationName,
  steps: [],
  date: null,
  contact: null,
});

/** How the person stands in one organization. `separate`: their invitation's link comes by itself. */
function itemOf(services: MessagingServices, row: PersonRow & Record<string, unknown>, lockedUntil: Date | null): Item {
  const person = assessPerson(row, services.clock.now());
  const found = findingsOf(services, row, person);
  const findings = { ...found, lockedUntil, stop: null, typed: 'address' } as const;
  const [verdict = 'fine'] = causesOf(findings);
  const help = helpFor(verdict, findings);
  const live = person?.requirements.find(({ name }) => name === 'invitation-live');
  const isOver = verdict === 'expired' && live?.state === 'blocked' && live.actor !== 'person';
  const { organizationName, supportContact } = row;
  const contact = supportContact || null;
  // Their link is on its way, since a moment ago.
  if (verdict === 'queued') return plain('separate', organizationName);
  if (!help || isOver) return { ...plain('ended', organizationName), contact };
  if (help.needsLink) return plain('separate', organizationName);
  return {
    case: help.case,
    organizationName,
    steps: [...help.steps],
    date: help.date?.toISOString() ?? null,
    contact: verdict === 'fine' ? null : contact,
  };
}

/** Signing in is the same for every organization. */
function withoutRepeats(items: readonly Item[]): Item[] {
  return items.filter(
    (item, index) => !SIGNS_IN.has(item.case) || items.findIndex((other) => other.case === item.case) === index,
  );
}

/** Nobody is told more than once a day that there is nothing, however often somebody asks for their address. */
async function mayTellOfNothing({ rateLimits }: MessagingServices, canonical: string): Promise<boolean> {
  try {
    await rateLimits.consume(['help-nothing.address', canonical], ['help-nothing.installation', '']);
    return true;
  } catch (error) {
    if (isAppError(error, 'RATE-LIMITED')) return false;
    throw error;
  }
}

function localeOf(places: readonly PersonRow[], { locale }: Caller) {
  return places[0]?.locale ?? locale;
}

type Told = Pick<NewMessage, 'locale'> & { readonly items: Item[]; readonly productName: string };

function messageOf(services: MessagingServices, address: Address, { items, productName, locale }: Told): NewMessage {
  return {
    organizationId: null,
    channel: 'email',
    template: 'M20',
    locale,
    to: { address: address.canonical, name: null },
    senderName: productName,
    replyTo: null,
    subject: null,
    usefulUntil: null,
    params: {
      asked: 'person',
      organizationName: productName,
      productName,
      address: address.shown,
      recipientName: null,
      items,
      timeZone: null,
    },
    secrets: { link: `${services.publicUrl}/sign-in`, typedCode: null },
  };
}

async function send(services: MessagingServices, message: NewMessage): Promise<void> {
  await services.database.transaction((tx) => services.notifications.enqueueMessage(tx, message));
}
