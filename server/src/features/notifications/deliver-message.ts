import { setTimeout as pause } from 'node:timers/promises';
import type { Logger } from 'pino';
import { z } from 'zod';
import { after, type Clock, SECOND } from '../../kernel/clock.ts';
import type { Database, Transaction } from '../../platform/database/database.ts';
import type { EmailSender } from '../../platform/email/email-sender.ts';
import type { JobHandler, JobOutcome, RunningJob } from '../../platform/jobs/run-job.ts';
import type { SmsOutcome, SmsReference, SmsSender } from '../../platform/sms/sms-sender.ts';
import { nextAttemptAt } from './domain/delivery-schedule.ts';
import { createOutageWatch, type OutageWatch } from './domain/outage.ts';
import { callEarlier, releaseDammed } from './message-order-store.ts';
import type { Channel, Message, SubjectType } from './message-store.ts';
import { claimMessage, findMessage, settleMessage } from './message-store.ts';
import type { MailPreparation } from './prepare-mail.ts';
import { prepareMail } from './prepare-mail.ts';
import { prepareSms } from './prepare-sms.ts';
import { type DeliveryEvent, type DeliveryListener, settleByParts, tellOwner } from './record-receipt.ts';
import { insertSmsParts } from './sms-part-store.ts';
import { purposeOf, type SmsBudget, spendSms } from './spend-sms.ts';

export type DeliveryServices = MailPreparation &
  SmsBudget & {
    readonly database: Database;
    readonly clock: Clock;
    readonly emailSender: EmailSender;
    readonly smsSender: SmsSender;
    readonly logger: Logger;
    readonly listeners: Partial<Readonly<Record<SubjectType, DeliveryListener>>>;
    /** Mail is only kept, to be shown: its secrets stay, sealed. */
    readonly outboxMode: boolean;
    /** The same for text messages. */
    readonly smsOutboxMode: boolean;
    /** Some gateway confirms what it has delivered. */
    readonly smsReceipts: boolean;
    /** Told what became of each attempt: for the metrics. */
    readonly onAttempt?: (state: DeliveryEvent['state'], channel: Channel) => void;
    readonly random?: () => number;
  };

type Settled = {
  readonly state: Exclude<DeliveryEvent['state'], 'complained'>;
  readonly response: string;
  readonly at: Date;
  readonly references?: readonly SmsReference[] | undefined;
  /** The attempt shows that an outage of the channel is over, which began then. */
  readonly outageSince?: Date | null;
};

type Outages = Readonly<Record<Channel, OutageWatch>>;

const payloadSchema = z.object({
  messageId: z.string(),
  /** What an earlier run did with the message but could not record. */
  settled: z
    .object({
      state: z.enum(['sent', 'bounced', 'abandoned']),
      response: z.string(),
      at: z.coerce.date(),
      references: z.array(z.object({ spellings: z.array(z.string()) })).optional(),
    })
    .optional(),
});

/** The handler of the jobs that `enqueueMessage` makes. */
export function createDeliverMessage(services: DeliveryServices): JobHandler {
  const outages = { email: createOutageWatch(), sms: createOutageWatch() };
  return async (job) => {
    const { messageId, settled } = payloadSchema.parse(job.payload);
    if (settled) return recordAgain(services, messageId, settled);
    const now = services.clock.now();
    const message = await claimInTurn(services, messageId, now);
    if (!message) return { outcome: 'done' };
    if (message === 'later') return { outcome: 'again', runAt: now };
    if (message === 'much later') return { outcome: 'again', runAt: after(now, TURN) };
    if (message.interrupted)
      services.logger.warn({ messageId }, 'an attempt was cut short; this message may arrive twice');
    const tooLate = message.usefulUntil !== null && message.usefulUntil <= now;
    if (tooLate) return outcomeOf(services, message, { state: 'abandoned', response: '', at: now });
    return attempt(services, outages, message, job);
  };
}

async function recordAgain(services: DeliveryServices, messageId: string, settled: Settled): Promise<JobOutcome> {
  const message = await findMessage(services.database, messageId);
  return message ? outcomeOf(services, message, settled) : { outcome: 'done' };
}

/** How long a message waits for an earlier one to the same person that is being sent, and how often it looks. */
const TURN = 2 * SECOND;
const LOOK = 50;

type Turned = Awaited<ReturnType<typeof claimMessage>> | 'later' | 'much later';

/** Begins an attempt when its turn has come; null when the message has left already. `later`: the earlier ones are called. */
async function claimInTurn({ database }: DeliveryServices, messageId: string, now: Date): Promise<Turned> {
  for (let waited = 0; waited < TURN; waited += LOOK) {
    const message = await claimMessage(database, messageId, now);
    if (message) return message;
    const { isQueued, isBusy } = await callEarlier(database, messageId, now);
    if (!isQueued) return null;
    if (!isBusy) return 'later';
    await pause(LOOK);
  }
  return 'much later';
}

function costOf(message: Message) {
  const { toAddress: to, organizationId, doorOrganizationId } = message;
  const purpose = purposeOf(message);
  // A code is counted as it was where it was asked for; what happened to an account, for whom it speaks.
  const payer = purpose === 'notice' || purpose === 'warning' ? (doorOrganizationId ?? null) : null;
  return { to, organizationId: organizationId ?? payer, purpose };
}

async function attempt(
  services: DeliveryServices,
  outages: Outages,
  message: Message,
  job: RunningJob,
): Promise<JobOutcome> {
  // Spent here and not where the message is owed: no transaction waits for it, and nobody outside can tell.
  const first = message.channel === 'sms' && message.attempts === 1;
  const refusal = first ? await spendSms(services, costOf(message)) : null;
  if (refusal) {
    services.logger.warn({ messageId: message.id, refusal }, 'text message refused by its budget');
    return outcomeOf(services, message, { state: 'abandoned', response: refusal, at: services.clock.now() });
  }
  const send = tryPrepare(services, message);
  if (!(await job.keepLease())) return { outcome: 'lost' };
  const { result, response, references }: SmsOutcome = send ? await send() : UNPREPARED;
  // Sent again, it could arrive twice: a receipt, or the person, says what became of it.
  const state = result === 'unknown' ? 'sent' : result;
  const at = services.clock.now();
  const outageSince = outages[message.channel].note(state === 'deferred', at);
  return outcomeOf(services, message, { state, response, at, references, outageSince });
}

/** Not the other side's fault, and may be mended by putting the missing key back: tried again like any other delay. */
const UNPREPARED: SmsOutcome = { result: 'deferred', response: '' };

function tryPrepare(services: DeliveryServices, message: Message): (() => Promise<SmsOutcome>) | null {
  try {
    if (message.channel === 'sms') {
      const sms = prepareSms(services, message);
      return () => services.smsSender.send(sms);
    }
    const mail = prepareMail(services, message);
    return () => services.emailSender.send(mail);
  } catch (error) {
    const { id, template, locale } = message;
    services.logger.error(
      { messageId: id, template, locale, error: (error as Error).message },
      'cannot prepare message',
    );
    return null;
  }
}

function outcomeOf(services: DeliveryServices, message: Message, end: Settled): JobOutcome {
  const runAt = end.state === 'deferred' ? nextAttemptAt(message, end.at, services.random ?? Math.random) : null;
  const settled: Settled = end.state === 'deferred' && !runAt ? { ...end, state: 'abandoned' } : end;
  services.onAttempt?.(settled.state, message.channel);
  if (runAt) return { outcome: 'again', runAt, record: (transaction) => record(services, transaction, message, end) };
  services.logger.info({ messageId: message.id, attempts: message.attempts, state: settled.state }, 'message settled');
  return {
    outcome: 'done',
    record: (transaction) => record(services, transaction, message, settled),
    remember: { messageId: message.id, settled },
  };
}

async function record(services: DeliveryServices, transaction: Transaction, message: Message, settled: Settled) {
  const { state, response, at, references } = settled;
  const again = state === 'deferred';
  const changed = await settleMessage(transaction, message.id, {
    state: again ? 'queued' : state,
    response: response || null,
    at,
    keepSecrets: again || (message.channel === 'sms' ? services.smsOutboxMode : services.outboxMode),
  });
  if (!changed) return;
  if (settled.outageSince) await releaseDammed(transaction, message.channel, settled.outageSince, at);
  await tellOwner(services, transaction, message, { state, response, at });
  if (state !== 'sent' || !references) return;
  await insertSmsParts(transaction, message.id, references, at);
  await settleByParts(services, transaction, message.id);
}
