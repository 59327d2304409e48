import type { FieldProblem } from '@gatehouse/contract/errors';
import { LOCALES, type Locale } from '@gatehouse/contract/locales';
import type { MessageTexts } from '@gatehouse/contract/message-texts';
import type { Caller, MembershipView, SignedIn } from '../../kernel/actor.ts';
import { AppError } from '../../kernel/app-error.ts';
import type { Transaction } from '../../platform/database/database.ts';
import { patternsOf } from '../../platform/i18n/own-texts.ts';
import { argumentsOf } from '../../platform/i18n/patterns.ts';
import type { Services } from '../../platform/services.ts';
import { measureSms } from '../../platform/sms/segments.ts';
import { recordAuditEvent } from '../audit/index.ts';
import { isOwnKey, isRequired, problemOf } from './domain/own-text.ts';
import type { NewMessage } from './enqueue-message.ts';
import { listOwnKeys, listOwnTexts, type OwnTexts, saveOwnTexts } from './message-text-store.ts';
import {
  ALL_TEMPLATES,
  type AnyTemplateName,
  channelOf,
  isTemplate,
  readable,
  usedKeys,
} from './messages/own-message.ts';
import type { SampleWorld } from './messages/sample-world.ts';
import { sampleNames, sampleOf } from './messages/samples.ts';
import { findOwnNumber } from './own-number-read-model.ts';
import { findProductName } from './product-name-read-model.ts';

/** What it takes to word messages, and to send one to look at it. */
export type WordingServices = Services & {
  readonly notifications: { enqueueMessage(transaction: Transaction, message: NewMessage): Promise<string> };
};

/** Every message with the languages in which the organization has words of its own. */
export async function listTemplates(services: Pick<Services, 'database'>, organizationId: string) {
  const own = await listOwnKeys(services.database, organizationId);
  return ALL_TEMPLATES.map((template) => ({
    template,
    channel: channelOf(template),
    ownLocales: LOCALES.filter((locale) =>
      own.some((words) => words.locale === locale && words.keys.some((key) => isOwnKey(template, key))),
    ),
  }));
}

type Place = Pick<MembershipView, 'organizationId' | 'name'>;
type Which = { readonly template: string; readonly locale: Locale };

/**
 * The words of a message as they are, or as they would be with `draft`, and how it looks.
 * @throws AppError NOT-FOUND; REQUEST-INVALID with TEXT-PATTERN, TEXT-VARIABLE-UNKNOWN {name}, TEXT-VARIABLE-MISSING {name},
 * TEXT-TOO-MANY-PARTS {parts}, FIELD-UNKNOWN
 */
export async function getMessageTexts(
  services: WordingServices,
  session: SignedIn,
  place: Place,
  { template, locale }: Which,
  draft: OwnTexts = {},
): Promise<MessageTexts> {
  if (!isTemplate(template)) throw new AppError('NOT-FOUND');
  const keys = keysOf(template, locale);
  const { rows, own } = await ownWords(services, place, { template, locale }, draft);
  const previews = previewsOf(template, locale, await sampleWorld(services, place), own);
  refuseTooLong(previews, draft);
  return {
    template,
    channel: channelOf(template),
    locale,
    texts: keys.map((key) => ({
      key,
      original: patternsOf(locale).get(key) ?? '',
      own: own[key] ?? null,
      variables: originalArguments(key, locale).map((name) => ({ name, required: isRequired(name) })),
    })),
    changedAt: rows[0]?.changedAt.toISOString() ?? null,
    changedBy: rows[0]?.changedBy ?? null,
    previews,
    testTo: await testAddress(services, session, template),
  };
}

/** An organization's own words of one message, with `draft` over them. @throws AppError REQUEST-INVALID as {@link getMessageTexts} */
export async function ownWords(
  { database }: Pick<Services, 'database'>,
  { organizationId }: Pick<Place, 'organizationId'>,
  { template, locale }: { readonly template: AnyTemplateName; readonly locale: Locale },
  draft: OwnTexts,
) {
  refuseFaulty(template, locale, draft);
  const keys = keysOf(template, locale);
  const rows = (await listOwnTexts(database, organizationId, locale)).filter(({ key }) => keys.includes(key));
  const all = { ...Object.fromEntries(rows.map(({ key, text }) => [key, text])), ...draft };
  return { rows, own: Object.fromEntries(Object.entries(all).filter(([, text]) => text !== '')) };
}

function previewsOf(template: AnyTemplateName, locale: Locale, world: SampleWorld, own: OwnTexts) {
  const originals = Object.fromEntries(keysOf(template, locale).map((key) => [key, patternsOf(locale).get(key) ?? '']));
  return sampleNames(template).map((sample) => {
    const data = sampleOf(template, locale, world, sample);
    const preview = readable(template, data, locale, own);
    const uses = usedKeys(template, data, locale, originals);
    return { sample, ...preview, uses, sms: channelOf(template) === 'sms' ? measureSms(preview.text) : null };
  });
}

function refuseTooLong(previews: MessageTexts['previews'], draft: OwnTexts): void {
  const parts = Math.max(...previews.map(({ sms }) => sms?.parts ?? 1));
  const [first] = Object.keys(draft);
  if (parts === 1 || first === undefined) return;
  throw new AppError('REQUEST-INVALID', {}, [
    { path: `texts.${first}`, code: 'TEXT-TOO-MANY-PARTS', params: { parts } },
  ]);
}

/** Uses these words from now on. @throws AppError as {@link getMessageTexts} */
export async function saveMessageTexts(
  services: WordingServices,
  { caller, session }: { readonly caller: Caller; readonly session: SignedIn },
  place: Place,
  which: Which,
  texts: OwnTexts,
): Promise<MessageTexts> {
  await getMessageTexts(services, session, place, which, texts);
  const { organizationId } = place;
  const by = session.accountId;
  const now = services.clock.now();
  await services.database.transaction(async (tx) => {
    await saveOwnTexts(tx, { organizationId, locale: which.locale, by }, texts, now);
    const subject = { type: 'message-texts', id: `${which.template}/${which.locale}` };
    await recordAuditEvent(tx, caller, now, {
      organizationId,
      action: 'organization.message-texts-changed',
      subject,
      change: { texts },
    });
  });
  return getMessageTexts(services, session, place, which);
}

/** Sends a message with sample data to whoever asks. @throws AppError NOT-FOUND for who has no such address; RATE-LIMITED */
export async function sendTestMessage(
  services: WordingServices,
  session: SignedIn,
  place: Place,
  { template, locale }: Which,
): Promise<string> {
  const address = isTemplate(template) ? await testAddress(services, session, template) : null;
  if (!isTemplate(template) || address === null) throw new AppError('NOT-FOUND');
  const sampled = sampleOf(template, locale, await sampleWorld(services, place));
  await services.rateLimits.consume(['test-message.account', session.accountId]);
  await services.database.transaction(async (tx) => {
    await services.notifications.enqueueMessage(tx, {
      organizationId: place.organizationId,
      channel: channelOf(template),
      template,
      locale,
      to: { address, name: session.name },
      senderName: place.name,
      replyTo: null,
      ...sampled,
      subject: null,
      usefulUntil: null,
    } as NewMessage);
  });
  return address;
}

async function testAddress(
  { database }: Pick<Services, 'database'>,
  { accountId, email }: SignedIn,
  template: AnyTemplateName,
): Promise<string | null> {
  return channelOf(template) === 'email' ? email : findOwnNumber(database, accountId);
}

async function sampleWorld({ database, publicUrl, clock }: WordingServices, place: Place): Promise<SampleWorld> {
  const productName = (await findProductName(database, place.organizationId)) ?? place.name;
  return { organizationName: place.name, productName, origin: publicUrl, now: clock.now() };
}

function keysOf(template: AnyTemplateName, locale: Locale): string[] {
  return [...patternsOf(locale).keys()].filter((key) => isOwnKey(template, key));
}

function originalArguments(key: string, locale: Locale): string[] {
  return argumentsOf(patternsOf(locale).get(key) ?? '', locale);
}

function refuseFaulty(template: AnyTemplateName, locale: Locale, draft: OwnTexts): void {
  const keys = keysOf(template, locale);
  const problems = Object.entries(draft).flatMap(([key, text]): FieldProblem[] => {
    if (!keys.includes(key)) return [{ path: `texts.${key}`, code: 'FIELD-UNKNOWN', params: {} }];
    const problem = text === '' ? null : problemOf(key, originalArguments(key, locale), argumentsIn(text, locale));
    return problem ? [problem] : [];
  });
  if (problems.length > 0) throw new AppError('REQUEST-INVALID', {}, problems);
}

function argumentsIn(text: string, locale: Locale): string[] | null {
  try {
    return argumentsOf(text, locale);
  } catch {
    return null;
  }
}
