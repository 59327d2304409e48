import type { Locale } from '@gatehouse/contract/locales';
import type { Caller } from '../../../../kernel/actor.ts';
import { after, DAY, HOUR, MINUTE, SECOND } from '../../../../kernel/clock.ts';
import { describeDevice } from '../../../../kernel/device.ts';
import { newOneTimeCode } from '../../../../platform/crypto/tokens.ts';
import type { Transaction } from '../../../../platform/database/database.ts';
import type { MessagingServices } from '../../../notifications/index.ts';
import {
  type CodePurpose,
  type CodeTarget,
  countSentCodes,
  insertCode,
  lockDestination,
  type SentCodes,
} from './one-time-code-store.ts';

/** ux.md s. 1.3 and NIST SP 800-63B-4 s. 3.1.3.2. */
export const CODE_LIFE = 10 * MINUTE;
export const RESEND_COOLDOWN = 60 * SECOND;
const PER_HOUR = 5;
const PER_DAY = 20;

export type CodeRequest = {
  readonly flowId: string;
  readonly purpose: CodePurpose;
  readonly to: { readonly canonical: string; readonly shown: string };
  /** False: nobody has this address. Everything but the mail happens all the same (security.md V17). */
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

/** Sends a six-digit code (M04), or tells from when on another may be had. Wake the worker after the commit. */
export async function sendCode(
  services: MessagingServices,
  tx: Transaction,
  caller: Caller,
  request: CodeRequest,
  now: Date,
): Promise<{ sent: true } | { sent: false; nextAt: Date }> {
  await lockDestination(tx, request.to.canonical);
  const nextAt = nextCodeAt(await countSentCodes(tx, request.to.canonical, request.flowId, now), now);
  if (nextAt > now) return { sent: false, nextAt };
  const code = newOneTimeCode();
  const expiresAt = after(now, CODE_LIFE);
  const messageId = request.deliver ? await enqueueCode(services, tx, caller, request, code, expiresAt) : null;
  const target = { flowId: request.flowId, purpose: request.purpose, destination: request.to.canonical };
  const codeHash = services.secretBox.keyedHash(code, codeContext(target));
  await insertCode(tx, { ...target, codeHash, messageId, expiresAt }, now);
  return { sent: true };
}

function enqueueCode(
  services: MessagingServices,
  tx: Transaction,
  caller: Caller,
  request: CodeRequest,
  code: string,
  expiresAt: Date,
): Promise<string> {
  return services.notifications.enqueueMessage(tx, {
    organizationId: request.organizationId,
    door: request.door,
    channel: 'email',
    template: 'M04',
    locale: request.locale,
    to: { address: request.to.canonical, name: null },
    senderName: request.senderName,
    replyTo: null,
    params: {
      productName: request.productName,
      minutes: CODE_LIFE / MINUTE,
      device: describeDevice(caller.userAgent),
      place: null,
    },
    secrets: { code },
    subject: { type: 'code', id: request.flowId },
    usefulUntil: expiresAt,
  });
}

/** When the next code may be sent; not after `now` when it may be sent at once. */
export function nextCodeAt(sent: SentCodes, now: Date): Date {
  if (sent.day >= PER_DAY) return after(now, DAY);
  if (sent.hour >= PER_HOUR && sent.firstInHour) return after(sent.firstInHour, HOUR);
  return sent.lastInFlow ? after(sent.lastInFlow, RESEND_COOLDOWN) : now;
}
