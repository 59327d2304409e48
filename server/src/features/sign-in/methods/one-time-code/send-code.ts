import type { Locale } from '@gatehouse/contract/locales';
import type { Caller } from '../../../../kernel/actor.ts';
import { after, DAY, HOUR, MINUTE, SECOND } from '../../../../kernel/clock.ts';
import { describeDevice } from '../../../../kernel/device.ts';
import { newId } from '../../../../kernel/ids.ts';
import { equalBytes } from '../../../../platform/crypto/secret-box.ts';
import { newOneTimeCode } from '../../../../platform/crypto/tokens.ts';
import type { Queryable, Transaction } from '../../../../platform/database/database.ts';
import { kindOfAddress } from '../../../accounts/index.ts';
import type { MessagingServices } from '../../../notifications/index.ts';
import { findCodeMinutes } from '../../../organizations/index.ts';
import {
  type CodePurpose,
  type CodeTarget,
  countSentCodes,
  findLiveCode,
  insertCode,
  lockDestination,
  markSentAgain,
  type SentCodes,
} from './one-time-code-store.ts';

/** ux.md s. 1.3. How long a code lives is a policy: ten minutes at most (NIST SP 800-63B-4 s. 3.1.3.2). */
export const RESEND_COOLDOWN = 60 * SECOND;
const PER_HOUR = 5;
const PER_DAY = 20;

export type CodeRequest = {
  readonly flowId: string;
  readonly purpose: CodePurpose;
  readonly to: { readonly canonical: string; readonly shown: string };
  /** False: nobody has this address. Everything but the message happens all the same (security.md V17). */
  readonly deliver: boolean;
  readonly organizationId: string | null;
  /** Where it is of none: at whose door it is asked for. */
  readonly door: string | null;
  readonly senderName: string;
  readonly productName: string;
  readonly locale: Locale;
};

/** Context of the keyed hash of a code: bound to its flow and its purpose (ASVS 6.6.2). */
export function codeContext({ flowId, purpose }: CodeTarget): string {
  return `one-time-code:${purpose}:${flowId}`;
}

/**
 * Sends a six-digit code (M04 by mail, S01 to a number), or tells from when on another may be had. A number gets the same
 * code again while that lives, for a text message may only be late (scenario 22).
 */
export async function sendCode(
  services: MessagingServices,
  tx: Transaction,
  caller: Caller,
  request: CodeRequest,
  now: Date,
): Promise<{ sent: true } | { sent: false; nextAt: Date }> {
  const { flowId, purpose, to, organizationId } = request;
  await lockDestination(tx, to.canonical);
  const nextAt = await nextCodeAt(services, tx, { flowId, destination: to.canonical, organizationId }, now);
  if (nextAt > now) return { sent: false, nextAt };
  const target = { flowId, purpose, destination: to.canonical };
  const isText = channelOf(to.canonical) === 'sms';
  if (isText && (await sendAgain(services, tx, caller, request, target, now))) {
    return { sent: true };
  }
  const id = newId('otc', now);
  const code = isText ? digitsFrom(services.secretBox.keyedHash(id, DIGITS)) : newOneTimeCode();
  const expiresAt = after(now, (await findCodeMinutes(tx, organizationId ?? request.door)) * MINUTE);
  const outgoing = { code, expiresAt, firstGateway: 0 };
  const messageId = request.deliver ? await enqueueCode(services, tx, caller, request, outgoing, now) : null;
  const codeHash = services.secretBox.keyedHash(code, codeContext(target));
  await insertCode(tx, { ...target, id, channel: channelOf(to.canonical), codeHash, messageId, expiresAt }, now);
  return { sent: true };
}

/** A code by text message is made from its row's 80 random bits under the key: it can be sent again, and is kept nowhere. */
const DIGITS = 'one-time-code-digits';
const CODES = 1_000_000;

function digitsFrom(hash: Buffer): string {
  return String(hash.readUIntBE(0, 6) % CODES).padStart(6, '0');
}

function channelOf(canonical: string): 'email' | 'sms' {
  return kindOfAddress(canonical) === 'phone' ? 'sms' : 'email';
}

/** Where no report of delivery came of the message before, by the next gateway. False: there is no code to repeat. */
async function sendAgain(
  services: MessagingServices,
  tx: Transaction,
  caller: Caller,
  request: CodeRequest,
  target: CodeTarget,
  now: Date,
): Promise<boolean> {
  const live = await findLiveCode(tx, target, now);
  if (!live) return false;
  const codes = services.secretBox.keyedHashes(live.id, DIGITS).map(digitsFrom);
  const hashes = (code: string) => services.secretBox.keyedHashes(code, codeContext(target));
  const code = codes.find((one) => hashes(one).some((hash) => equalBytes(hash, live.codeHash)));
  if (code === undefined) return false; // made under a key that is gone
  const before = live.messageId ? await services.notifications.deliveryStateOf(tx, live.messageId) : null;
  const firstGateway = before?.state === 'delivered' ? 0 : live.sends;
  const outgoing = { code, expiresAt: live.expiresAt, firstGateway };
  const messageId = request.deliver ? await enqueueCode(services, tx, caller, request, outgoing, now) : null;
  await markSentAgain(tx, live.id, messageId, now);
  return true;
}

type OutgoingCode = { readonly code: string; readonly expiresAt: Date; readonly firstGateway: number };

function enqueueCode(
  services: MessagingServices,
  tx: Transaction,
  caller: Caller,
  request: CodeRequest,
  { code, expiresAt, firstGateway }: OutgoingCode,
  now: Date,
): Promise<string> {
  const { productName, locale, organizationId, senderName } = request;
  const minutes = Math.max(1, Math.floor((expiresAt.getTime() - now.getTime()) / MINUTE));
  const common = {
    organizationId,
    door: request.door,
    locale,
    to: { address: request.to.canonical, name: null },
    senderName,
    replyTo: null,
    secrets: { code },
    subject: { type: 'code', id: request.flowId },
    usefulUntil: expiresAt,
    firstGateway,
  } as const;
  if (channelOf(request.to.canonical) === 'sms') {
    const host = new URL(services.publicUrl).hostname;
    return services.notifications.enqueueMessage(tx, {
      ...common,
      channel: 'sms',
      template: 'S01',
      params: { productName, minutes, host },
    });
  }
  const device = describeDevice(caller.userAgent);
  return services.notifications.enqueueMessage(tx, {
    ...common,
    channel: 'email',
    template: 'M04',
    params: { productName, minutes, device, place: null },
  });
}

/**
 * When the next code may be sent; not after `now` when it may be sent at once. Told to whoever asks: it says nothing of
 * whether anybody has the address.
 */
export async function nextCodeAt(
  services: Pick<MessagingServices, 'notifications'>,
  queryable: Queryable,
  {
    flowId,
    destination,
    organizationId,
  }: Pick<CodeTarget, 'flowId' | 'destination'> & Pick<CodeRequest, 'organizationId'>,
  now: Date,
): Promise<Date> {
  const own = ownNextAt(await countSentCodes(queryable, destination, flowId, now), now);
  if (channelOf(destination) === 'email') return own;
  const shared = await services.notifications.smsHeldUntil(queryable, { to: destination, organizationId });
  return shared && shared > own ? shared : own;
}

/** By what was sent to this one address. */
function ownNextAt(sent: SentCodes, now: Date): Date {
  if (sent.day >= PER_DAY) return after(now, DAY);
  if (sent.hour >= PER_HOUR && sent.firstInHour) return after(sent.firstInHour, HOUR);
  return sent.lastInFlow ? after(sent.lastInFlow, RESEND_COOLDOWN) : now;
}
