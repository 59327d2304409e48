import { randomBytes } from 'node:crypto';
import type { DeliveryServices } from '../src/features/notifications/deliver-message.ts';
import { createDeliverMessage } from '../src/features/notifications/deliver-message.ts';
import type { NewMessage } from '../src/features/notifications/enqueue-message.ts';
import { DELIVER_MESSAGE, enqueueMessage } from '../src/features/notifications/enqueue-message.ts';
import type { DeliveryEvent } from '../src/features/notifications/record-receipt.ts';
import { createSecretBox } from '../src/platform/crypto/secret-box.ts';
import { openDatabase, statement } from '../src/platform/database/database.ts';
import { createSmtpEmailSender } from '../src/platform/email/smtp-email-sender.ts';
import { createRateLimits } from '../src/platform/http/rate-limits.ts';
import type { Worker } from '../src/platform/jobs/jobs.ts';
import { createWorker } from '../src/platform/jobs/jobs.ts';
import type { JobEnd } from '../src/platform/jobs/run-job.ts';
import { createLogger } from '../src/platform/logging/logger.ts';
import { createPhone } from './app.ts';
import { createTestDatabase } from './database.ts';
import { startMailServer } from './mail-server.ts';

/** When it is, until a test moves it. */
export const START = new Date('2026-11-22T10:00:00Z');
export const LINK = 'https://gate.example/i/very-secret-token';

const NOTE = statement<never>('insert into heard values ($1, $2)');

/** An invitation by mail; change what the test is about. */
export function buildMessage(changes: Partial<NewMessage> = {}): NewMessage {
  return {
    organizationId: null,
    channel: 'email',
    template: 'M01',
    locale: 'pl',
    to: { address: 'jan@klient.example', name: 'Jan Żak' },
    senderName: 'Łódź Maszyny',
    replyTo: 'anna@supplier.example',
    params: {
      inviterName: 'Anna Nowak',
      organizationName: 'Łódź Maszyny',
      productName: 'Gatehouse',
      address: 'jan@klient.example',
      recipientName: 'Jan Żak',
      role: null,
      expiresAt: '2026-11-29T10:00:00.000Z',
      timeZone: null,
      note: null,
      supportContact: null,
      docsUrl: null,
    },
    secrets: { link: LINK, typedCode: '7KQ2MX9PTA', unsubscribe: 'https://gate.example/unsubscribe/inv_1/proof' },
    subject: { type: 'invitation', id: 'inv_1' },
    usefulUntil: null,
    ...changes,
  } as NewMessage;
}

/** Real database, real mail server, real worker; the clock and chance are the test's. */
export async function createDeliveryWorld() {
  const [postgres, mailServer] = await Promise.all([createTestDatabase(), startMailServer()]);
  await postgres.pool.query('create table heard (subject text, state text)');
  const log: string[] = [];
  const heard: DeliveryEvent[] = [];
  const phone = createPhone();
  const logger = createLogger('debug', { write: (line) => void log.push(line) });
  const database = openDatabase({ connection: { connectionString: postgres.url }, connections: 10, onError: () => {} });
  const services: DeliveryServices = {
    database,
    clock: { now: () => world.now },
    secretBox: createSecretBox([randomBytes(32)]),
    emailSender: createSmtpEmailSender({ url: mailServer.url, logger, silenceMilliseconds: 500 }),
    smsSender: phone,
    logger,
    mailFrom: 'no-reply@gate.example',
    publicUrl: 'https://gate.example:8443',
    outboxMode: false,
    smsOutboxMode: false,
    smsReceipts: false,
    smsCountries: null,
    rateLimits: createRateLimits(database, { now: () => world.now }),
    random: () => 0.5,
    listeners: {
      invitation: async (transaction, event) => {
        heard.push(event);
        await transaction.query(NOTE, [event.subjectId, event.state]);
      },
    },
  };
  const rows = async (sql: string, values: unknown[] = []) => (await postgres.pool.query(sql, values)).rows;
  const world = {
    now: START,
    services,
    mailServer,
    phone,
    log,
    heard,
    rows,
    enqueue: (changes?: Partial<NewMessage>): Promise<string> =>
      database.transaction((transaction) => enqueueMessage(services, transaction, buildMessage(changes))),
    /** Another process, as far as the database can tell. */
    worker(changes: Partial<DeliveryServices & { concurrency: number }> = {}): Worker & { ends: JobEnd[] } {
      const ends: JobEnd[] = [];
      const handlers = { [DELIVER_MESSAGE]: createDeliverMessage({ ...services, ...changes }) };
      const onEnd = (_kind: string, end: JobEnd) => void ends.push(end);
      const worker = createWorker({ database, clock: services.clock, logger, ...changes, handlers, onEnd });
      return { ...worker, ends };
    },
    message: async (id: string) => (await rows('select * from messages where id = $1', [id]))[0],
    jobs: () => rows('select * from jobs'),
    /** What the owner of the subject has committed. */
    told: async (): Promise<string[]> => (await rows('select state from heard')).map((row) => row.state),
    /** What time does to the lease of a process that was killed or frozen. */
    expireLeases: () => rows(`update jobs set leased_until = now() - interval '1 second' where lease is not null`),
    async reset() {
      await postgres.pool.query('truncate jobs, messages, heard cascade');
      mailServer.refuse = () => null;
      mailServer.mails.length = 0;
      phone.texts.length = 0;
      log.length = 0;
      heard.length = 0;
      world.now = START;
    },
    async close() {
      await services.emailSender.close();
      await Promise.all([database.close(), mailServer.close()]);
      await postgres.drop();
    },
  };
  return world;
}
export type DeliveryWorld = Awaited<ReturnType<typeof createDeliveryWorld>>;
