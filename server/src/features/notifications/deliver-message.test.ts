import { randomBytes } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { TestDatabase } from '../../../test/database.ts';
import { createTestDatabase } from '../../../test/database.ts';
import type { MailServer } from '../../../test/mail-server.ts';
import { startMailServer } from '../../../test/mail-server.ts';
import { after, DAY, HOUR, MINUTE } from '../../kernel/clock.ts';
import { createSecretBox } from '../../platform/crypto/secret-box.ts';
import type { Database } from '../../platform/database/database.ts';
import { openDatabase, statement } from '../../platform/database/database.ts';
import type { EmailSender } from '../../platform/email/email-sender.ts';
import { createOutboxEmailSender } from '../../platform/email/outbox-email-sender.ts';
import { createSmtpEmailSender } from '../../platform/email/smtp-email-sender.ts';
import { createWorker } from '../../platform/jobs/jobs.ts';
import { createLogger } from '../../platform/logging/logger.ts';
import type { DeliveryEvent, DeliveryServices } from './deliver-message.ts';
import { createDeliverMessage } from './deliver-message.ts';
import type { NewMessage } from './enqueue-message.ts';
import { DELIVER_MESSAGE, enqueueMessage } from './enqueue-message.ts';
import { deliveriesOf, deliveryStateOf } from './message-store.ts';
import { findOutboxMessage, listOutbox } from './read-outbox.ts';

const START = new Date('2026-11-22T10:00:00Z');
const secretBox = createSecretBox([randomBytes(32)]);
const NOTE = statement<never>('insert into heard values ($1, $2)');

let postgres: TestDatabase;
let database: Database;
let server: MailServer;
let smtp: EmailSender;
let now: Date;
let log: string[];
let heard: DeliveryEvent[];
let services: DeliveryServices;

const logger = createLogger('debug', { write: (line) => void log.push(line) });

beforeAll(async () => {
  [postgres, server] = await Promise.all([createTestDatabase(), startMailServer()]);
  database = openDatabase({ connection: { connectionString: postgres.url }, connections: 10, onError: () => {} });
  smtp = createSmtpEmailSender({ url: server.url, logger, silenceMilliseconds: 200 });
  await postgres.pool.query('create table heard (subject text, state text)');
});
afterAll(async () => {
  await smtp.close();
  await Promise.all([database.close(), server.close()]);
  await postgres.drop();
});
beforeEach(async () => {
  await postgres.pool.query('truncate jobs, messages, heard');
  server.refuse = () => null;
  server.mails.length = 0;
  now = START;
  log = [];
  heard = [];
  services = {
    database,
    clock: { now: () => now },
    secretBox,
    emailSender: smtp,
    logger,
    mailFrom: 'no-reply@gate.example',
    publicUrl: 'https://gate.example:8443',
    outboxMode: false,
    random: () => 0.5,
    listeners: {
      invitation: async (transaction, event) => {
        heard.push(event);
        await transaction.query(NOTE, [event.subjectId, event.state]);
      },
    },
    render: (_template, params, secrets) => ({
      subject: `Hello ${(params as { who: string }).who}`,
      html: `<a href="${(secrets as { link: string }).link}">in</a>`,
      text: `Open ${(secrets as { link: string }).link}`,
      headers: { 'Auto-Submitted': 'auto-generated' },
    }),
  };
});

const LINK = 'https://gate.example/i/very-secret-token';

function enqueue(changes: Partial<NewMessage> = {}): Promise<string> {
  const message: NewMessage = {
    organizationId: null,
    channel: 'email',
    template: 'M01',
    locale: 'pl',
    to: { address: 'jan@klient.example', name: 'Jan Żak' },
    senderName: 'Łódź Maszyny',
    replyTo: 'anna@supplier.example',
    params: { who: 'Jan', productName: 'Gatehouse' },
    secrets: { link: LINK },
    subject: { type: 'invitation', id: 'inv_1' },
    usefulUntil: null,
    ...changes,
  };
  return database.transaction((transaction) => enqueueMessage(services, transaction, message));
}

function worker(changes: Partial<DeliveryServices> = {}) {
  const handler = createDeliverMessage({ ...services, ...changes });
  return createWorker({ database, clock: services.clock, logger, handlers: { [DELIVER_MESSAGE]: handler } });
}

async function stored(id: string) {
  return (await postgres.pool.query('select * from messages where id = $1', [id])).rows[0];
}

async function jobs() {
  return (await postgres.pool.query('select * from jobs')).rows;
}

async function told(): Promise<string[]> {
  return (await postgres.pool.query('select state from heard')).rows.map((row) => row.state);
}

describe('a message', () => {
  it('leaves once, with everything it was given', async () => {
    const id = await enqueue();
    expect(await worker().runDue()).toBe(1);
    expect(server.mails).toHaveLength(1);
    expect(server.mails[0]).toMatchObject({
      recipients: ['jan@klient.example'],
      messageId: `<${id}@gate.example>`,
      from: { name: 'Łódź Maszyny via Gatehouse', address: 'no-reply@gate.example' },
      replyTo: [{ address: 'anna@supplier.example' }],
      subject: 'Hello Jan',
      text: expect.stringContaining(LINK),
    });
    expect(await stored(id)).toMatchObject({ state: 'sent', attempts: 1, response: expect.stringMatching(/^250/) });
    expect(await jobs()).toEqual([]);
    expect(await worker().runDue()).toBe(0);
  });

  it('that was owed while no worker ran leaves when one comes, days later too (R1)', async () => {
    await enqueue();
    now = after(START, 3 * DAY);
    await worker().runDue();
    expect(server.mails).toHaveLength(1);
  });

  it('whose transaction is rolled back never leaves', async () => {
    const owed = database.transaction(async (transaction) => {
      await enqueueMessage(services, transaction, {
        organizationId: null,
        channel: 'email',
        template: 'M06',
        locale: 'en',
        to: { address: 'jan@klient.example', name: null },
        senderName: 'Gatehouse',
        replyTo: null,
        params: {},
        secrets: {},
        subject: null,
        usefulUntil: null,
      });
      throw new Error('changed my mind');
    });
    await expect(owed).rejects.toThrow('changed my mind');
    expect(await worker().runDue()).toBe(0);
  });

  it('tells its owner, and answers where it is', async () => {
    const id = await enqueue();
    expect(await deliveryStateOf(database, id)).toEqual({ state: 'queued', response: null });
    await worker().runDue();
    expect(heard).toEqual([
      { messageId: id, subjectId: 'inv_1', state: 'sent', response: expect.stringMatching(/^250/), at: START },
    ]);
    expect(await deliveriesOf(database, 'invitation', ['inv_1', 'inv_2'])).toEqual([
      expect.objectContaining({
        messageId: id,
        subjectId: 'inv_1',
        to: 'jan@klient.example',
        state: 'sent',
        at: START,
      }),
    ]);
    expect(await deliveriesOf(database, 'code', ['inv_1'])).toEqual([]);
  });

  it('keeps its secrets sealed, drops them when it has left, and never logs them', async () => {
    const id = await enqueue();
    const { rows } = await postgres.pool.query(`select m::text || (select string_agg(j::text, '') from jobs j) as all
      from messages m`);
    expect(rows[0].all).toContain('jan@klient.example');
    expect((await stored(id)).secrets.toString('latin1') + rows[0].all).not.toContain('very-secret');
    await worker().runDue();
    expect((await stored(id)).secrets).toBeNull();
    expect(log.join()).toContain(id);
    expect(log.join()).not.toMatch(/very-secret|jan@klient/);
  });
});

describe('a refusal', () => {
  it('for now is tried again later and later, until it is taken (R7)', async () => {
    server.refuse = () => ({ at: 'RCPT', code: 451, words: '4.7.1 greylisted' });
    const id = await enqueue();
    const waits: number[] = [];
    for (let attempt = 1; attempt <= 4; attempt++) {
      await worker().runDue();
      expect(await stored(id)).toMatchObject({ state: 'queued', attempts: attempt, response: '451 4.7.1 greylisted' });
      const [job] = await jobs();
      waits.push((job.run_at.getTime() - now.getTime()) / 1000);
      now = job.run_at;
    }
    expect(waits).toEqual([30, 120, 480, 1800]);
    server.refuse = () => null;
    await worker().runDue();
    expect(await stored(id)).toMatchObject({ state: 'sent', secrets: null });
    expect(heard.map(({ state }) => state)).toEqual(['deferred', 'deferred', 'deferred', 'deferred', 'sent']);
    expect(server.mails).toHaveLength(1);
  });

  it('for good is told at once, in the words it was given, and holds up nobody else (R8)', async () => {
    server.refuse = ({ recipients }) =>
      recipients[0] === 'gone@klient.example' ? { at: 'RCPT', code: 550, words: '5.1.1 no such user' } : null;
    const gone = await enqueue({ to: { address: 'gone@klient.example', name: null } });
    const other = await enqueue({ subject: { type: 'invitation', id: 'inv_2' } });
    await worker().runDue();
    expect(await stored(gone)).toMatchObject({ state: 'bounced', attempts: 1, response: '550 5.1.1 no such user' });
    expect(await stored(other)).toMatchObject({ state: 'sent' });
    expect(await jobs()).toEqual([]);
    expect(heard).toContainEqual(
      expect.objectContaining({ messageId: gone, state: 'bounced', response: '550 5.1.1 no such user' }),
    );
  });

  it('that never ends is given up after two days', async () => {
    server.refuse = () => ({ at: 'RCPT', code: 450, words: 'later' });
    const id = await enqueue();
    for (let left = await jobs(); left[0]; left = await jobs()) {
      now = left[0].run_at;
      await worker().runDue();
    }
    expect(await stored(id)).toMatchObject({ state: 'abandoned', response: '450 later', secrets: null });
    expect(heard.at(-1)).toMatchObject({ state: 'abandoned' });
    expect(now.getTime() - START.getTime()).toBeLessThan(2 * DAY);
  });
});

describe('a message with an end', () => {
  it('is not sent after it', async () => {
    const id = await enqueue({ usefulUntil: after(START, 10 * MINUTE) });
    now = after(START, 10 * MINUTE);
    await worker().runDue();
    expect(server.mails).toEqual([]);
    expect(await stored(id)).toMatchObject({ state: 'abandoned', secrets: null });
    expect(heard).toMatchObject([{ state: 'abandoned', response: '' }]);
  });

  it('is given up when there is no time for another attempt', async () => {
    server.refuse = () => ({ at: 'RCPT', code: 450, words: 'later' });
    const id = await enqueue({ usefulUntil: after(START, MINUTE / 3) });
    await worker().runDue();
    expect(await stored(id)).toMatchObject({ state: 'abandoned', response: '450 later' });
  });
});

describe('when things break', () => {
  it('a worker that dies after the server took the mail may repeat it, recognisably, and loses nothing (R2)', async () => {
    const id = await enqueue();
    const dying: EmailSender = {
      ...smtp,
      async send(mail) {
        await smtp.send(mail);
        await postgres.pool.query(`update jobs set leased_until = now() - interval '1 second'`); // kill -9
        await worker().runDue();
        return { result: 'sent', response: '250 too late' };
      },
    };
    const first = worker({ emailSender: dying });
    await first.runDue();
    expect(server.mails.map((mail) => mail.messageId)).toEqual([`<${id}@gate.example>`, `<${id}@gate.example>`]);
    expect(first.counts().lost).toBe(1);
    expect(await told()).toEqual(['sent']);
    expect(await stored(id)).toMatchObject({ state: 'sent', response: expect.not.stringContaining('too late') });
    expect(log.join()).toContain('may arrive twice');
  });

  it('a worker that froze before it sent finds its job taken, and sends nothing (R14)', async () => {
    await enqueue();
    const frozen = Promise.withResolvers<void>();
    const thawed = Promise.withResolvers<void>();
    // It freezes between making the mail and asking for its lease.
    const slow: Database = {
      ...database,
      query: async (asked, values) => {
        if (asked.text.includes('jobs set leased_until')) {
          frozen.resolve();
          await thawed.promise;
        }
        return database.query(asked, values);
      },
    };
    const handlers = { [DELIVER_MESSAGE]: createDeliverMessage(services) };
    const first = createWorker({ database: slow, clock: services.clock, logger, handlers });
    const run = first.runDue();
    await frozen.promise;
    await postgres.pool.query(`update jobs set leased_until = now() - interval '1 second'`);
    await worker().runDue();
    thawed.resolve();
    await run;
    expect(server.mails).toHaveLength(1);
    expect(first.counts().lost).toBe(1);
    expect(await told()).toEqual(['sent']);
  });

  it('an owner that fails undoes the record, and hears it again without the mail being repeated', async () => {
    let failures = 2;
    const listeners: DeliveryServices['listeners'] = {
      invitation: async (transaction, event) => {
        await transaction.query(NOTE, [event.subjectId, event.state]);
        if (failures-- > 0) throw new Error('the owner is unwell');
      },
    };
    const id = await enqueue();
    const failing = worker({ listeners });
    await failing.runDue();
    expect(await stored(id)).toMatchObject({ state: 'sending', secrets: expect.any(Buffer) });
    expect(await told()).toEqual([]);
    for (let run = 0; run < 2; run++) {
      now = after(now, HOUR);
      await failing.runDue();
    }
    expect(await stored(id)).toMatchObject({ state: 'sent', attempts: 1, secrets: null, updated_at: START });
    expect(await told()).toEqual(['sent']);
    expect(server.mails).toHaveLength(1);
  });

  it('a mail server that is away delays, and the message leaves when it is back', async () => {
    const away = createSmtpEmailSender({ url: 'smtp://127.0.0.1:1', logger });
    const id = await enqueue();
    await worker({ emailSender: away }).runDue();
    expect(await stored(id)).toMatchObject({ state: 'queued', response: expect.stringContaining('ECONNREFUSED') });
    now = after(now, MINUTE);
    await worker().runDue();
    expect(server.mails).toHaveLength(1);
    await away.close();
  });

  it('a lost key delays too, so that putting it back is enough', async () => {
    const id = await enqueue();
    await worker({ secretBox: createSecretBox([randomBytes(32)]) }).runDue();
    expect(await stored(id)).toMatchObject({ state: 'queued', secrets: expect.any(Buffer) });
    expect(log.join()).toContain('cannot prepare message');
    now = after(now, MINUTE);
    await worker().runDue();
    expect(server.mails).toHaveLength(1);
  });

  it('sealed secrets put into another row open nothing', async () => {
    const [one, other] = [await enqueue(), await enqueue()];
    await postgres.pool.query(
      'update messages set secrets = (select secrets from messages where id = $1) where id = $2',
      [one, other],
    );
    await worker().runDue();
    expect(server.mails).toHaveLength(1);
  });
});

describe('the outbox', () => {
  it('keeps what would have been sent, readable with its secrets', async () => {
    const outbox = { ...services, outboxMode: true, emailSender: createOutboxEmailSender() };
    const id = await enqueue();
    expect(await listOutbox(outbox)).toMatchObject([{ id, state: 'queued', mail: { subject: 'Hello Jan' } }]);
    await worker(outbox).runDue();
    expect(server.mails).toEqual([]);
    expect(heard).toMatchObject([{ state: 'sent', response: 'kept in the outbox' }]);
    expect(await findOutboxMessage(outbox, id)).toMatchObject({
      id,
      state: 'sent',
      to: { address: 'jan@klient.example', name: 'Jan Żak' },
      mail: { text: `Open ${LINK}` },
    });
  });

  it('shows nothing where messages really leave', async () => {
    const id = await enqueue();
    expect(await listOutbox(services)).toEqual([]);
    expect(await findOutboxMessage(services, id)).toBeNull();
  });

  it('says so when a message cannot be read, and shows the others', async () => {
    const outbox = { ...services, outboxMode: true };
    await enqueue();
    await postgres.pool.query(`update messages set secrets = '\\x00'`);
    now = after(now, MINUTE);
    const id = await enqueue();
    expect(await listOutbox(outbox)).toMatchObject([{ id, mail: { subject: 'Hello Jan' } }, { mail: null }]);
  });
});
