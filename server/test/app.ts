import { readFileSync } from 'node:fs';
import type { FastifyInstance, LightMyRequestResponse } from 'fastify';
import { chooseEmailSender, createApp } from '../src/app.ts';
import type { App } from '../src/app-parts.ts';
import { type Config, readConfig } from '../src/config/config.ts';
import { prepareSetup } from '../src/features/organizations/index.ts';
import type { Clock } from '../src/kernel/clock.ts';
import { readPasswordBlocklist } from '../src/platform/crypto/password-blocklist.ts';
import { openDatabase } from '../src/platform/database/database.ts';
import type { EmailSender, OutgoingMail, SendOutcome } from '../src/platform/email/email-sender.ts';
import { createLogger } from '../src/platform/logging/logger.ts';
import type { OutgoingSms, SmsOutcome, SmsSender } from '../src/platform/sms/sms-sender.ts';
import { createTestDatabase } from './database.ts';

/** A clock that tests move. It starts at the real time, for the database's own clock must agree roughly. */
export type TestClock = Clock & { advance(milliseconds: number): void };

export function createTestClock(start: Date = new Date()): TestClock {
  let offset = 0;
  const began = Date.now();
  return {
    now: () => new Date(start.getTime() + (Date.now() - began) + offset),
    pretends: true,
    advance: (milliseconds) => {
      offset += milliseconds;
    },
  };
}

/** What would have left, and what the other side is told to answer. */
export type Mailbox = EmailSender & { readonly mails: OutgoingMail[]; outcome: SendOutcome };

export function createMailbox(): Mailbox {
  const mails: OutgoingMail[] = [];
  const mailbox: Mailbox = {
    mails,
    outcome: { result: 'sent', response: '250 2.0.0 queued' },
    send: async (mail) => {
      mails.push(mail);
      return mailbox.outcome;
    },
    check: async () => null,
    close: async () => {},
  };
  return mailbox;
}

/** The text messages that would have left, and what the gateway is told to answer. */
export type Phone = SmsSender & { readonly texts: OutgoingSms[]; outcome: SmsOutcome };

export function createPhone(): Phone {
  const texts: OutgoingSms[] = [];
  const phone: Phone = {
    texts,
    outcome: { result: 'sent', response: '202' },
    send: async (sms) => {
      texts.push(sms);
      return phone.outcome;
    },
    check: async () => null,
    onReceipt: () => {},
    close: async () => {},
  };
  return phone;
}

export type TestApp = App & {
  readonly config: Config;
  readonly clock: TestClock;
  readonly mailbox: Mailbox;
  readonly phone: Phone;
  readonly databaseUrl: string;
  /** Everything that was logged, one JSON record a line. */
  readonly logs: string[];
  /** Delivers what is owed; answers the mails that left with it, newest last. */
  deliver(): Promise<OutgoingMail[]>;
  /** A new browser or program: keeps its own cookies. */
  client(options?: { ip?: string; headers?: Record<string, string> }): TestClient;
  /** Sets the installation up; answers the owner's client and the organization's id. */
  setUp(options?: {
    organization?: string;
    email?: string;
    password?: string;
    name?: string;
  }): Promise<{ owner: TestClient; org: string }>;
  close(): Promise<void>;
};

export const PASSWORD = 'correct horse battery staple';
const PUBLIC_URL = 'http://localhost:3000';
const BLOCKLIST = readPasswordBlocklist(readFileSync(new URL('../data/common-passwords.bin', import.meta.url)));

export async function createTestApp(
  options: {
    environment?: Record<string, string>;
    clock?: TestClock;
    /** Mail goes where the settings say, as in a real process; by default it stays in `mailbox`. */
    realMail?: boolean;
    /** Text messages are kept and shown at /outbox beside the mails, and stay in `phone` as well. */
    keepTexts?: boolean;
    /** By default text messages stay in `phone`. */
    smsSender?: (clock: Clock) => SmsSender;
  } = {},
): Promise<TestApp> {
  const store = await createTestDatabase();
  const config = readConfig({
    GATEHOUSE_URL: PUBLIC_URL,
    LOG_LEVEL: 'info',
    // The weakest cost that the settings take: tests hash a lot.
    ARGON2_MEMORY_KIB: '12288',
    ARGON2_PASSES: '3',
    ...options.environment,
  });
  const logs: string[] = [];
  const logger = createLogger(config.logLevel, { write: (line) => void logs.push(line) });
  const database = openDatabase({ connection: { connectionString: store.url }, connections: 20, onError: () => {} });
  const clock = options.clock ?? createTestClock();
  const mailbox = createMailbox();
  const phone = createPhone();
  const smsSender = options.smsSender?.(clock) ?? phone;
  const emailSender = options.realMail ? chooseEmailSender(config, logger) : mailbox;
  const app = await createApp({
    config,
    database,
    clock,
    logger,
    masterKeys: [Buffer.alloc(32, 7)],
    emailSender,
    smsSender,
    smsOutboxMode: options.keepTexts === true,
    outboxMode: options.realMail === true && config.smtpUrl === null,
    passwordBlocklist: BLOCKLIST,
    checkAnswers: true,
  });
  const client = (of: { ip?: string; headers?: Record<string, string> } = {}) => createTestClient(app.http, of);
  return {
    ...app,
    config,
    clock,
    mailbox,
    phone,
    logs,
    client,
    databaseUrl: store.url,
    deliver: async () => {
      const before = mailbox.mails.length;
      await app.worker.runDue();
      return mailbox.mails.slice(before);
    },
    setUp: async ({
      organization = 'Northwind Machines',
      email = 'owner@northwind.example',
      password = PASSWORD,
      name = 'Olga Owner',
    } = {}) => {
      const token = await prepareSetup(app.services, null);
      const owner = client();
      const body = { token, organization: { name: organization }, owner: { name, email, password } };
      const answer = await owner.post('/api/v1/setup', body);
      if (answer.statusCode !== 201) throw new Error(`set-up failed: ${answer.body}`);
      return { owner, org: answer.json().organization as string };
    },
    close: async () => {
      await app.http.close();
      await app.worker.stop();
      await Promise.all([emailSender.close(), smsSender.close()]);
      await database.close();
      await store.drop();
    },
  };
}

type Headers = Record<string, string>;

/** One browser or program. `post`, `patch`, `put` send JSON; `form` submits a page's form. */
export type TestClient = {
  readonly cookies: Map<string, string>;
  get(url: string, headers?: Headers): Promise<LightMyRequestResponse>;
  post(url: string, body?: unknown, headers?: Headers): Promise<LightMyRequestResponse>;
  patch(url: string, body: unknown, headers?: Headers): Promise<LightMyRequestResponse>;
  delete(url: string, headers?: Headers): Promise<LightMyRequestResponse>;
  form(url: string, fields: Record<string, string>, headers?: Headers): Promise<LightMyRequestResponse>;
};

function createTestClient(http: FastifyInstance, of: { ip?: string; headers?: Headers }): TestClient {
  const cookies = new Map<string, string>();
  const send = async (method: string, url: string, payload: string | undefined, headers: Headers) => {
    const cookie = [...cookies].map(([name, value]) => `${name}=${value}`).join('; ');
    const answer = await http.inject({
      method: method as 'GET',
      url,
      ...(payload === undefined ? {} : { payload }),
      headers: { ...of.headers, ...(cookie ? { cookie } : {}), ...headers },
      remoteAddress: of.ip ?? '127.0.0.1',
    });
    for (const { name, value, maxAge } of answer.cookies as { name: string; value: string; maxAge?: number }[]) {
      if (value === '' || maxAge === 0) cookies.delete(name);
      else cookies.set(name, value);
    }
    return answer;
  };
  const json =
    (method: string) =>
    (url: string, body?: unknown, headers: Headers = {}) =>
      send(method, url, body === undefined ? undefined : JSON.stringify(body), {
        ...(body === undefined ? {} : { 'content-type': 'application/json' }),
        ...headers,
      });
  return {
    cookies,
    get: (url, headers = {}) => send('GET', url, undefined, headers),
    post: json('POST'),
    patch: json('PATCH'),
    delete: (url, headers = {}) => send('DELETE', url, undefined, headers),
    form: (url, fields, headers = {}) =>
      send('POST', url, new URLSearchParams(fields).toString(), {
        'content-type': 'application/x-www-form-urlencoded',
        origin: PUBLIC_URL,
        ...headers,
      }),
  };
}

/** The link of an invitation mail, as a path. */
export function linkOf(mail: OutgoingMail | undefined): string {
  const found = /\/i\/[\w-]{43}/.exec(mail?.text ?? '');
  if (!found) throw new Error('no link in this mail');
  return found[0];
}

/** The token of an invitation mail. */
export function tokenOf(mail: OutgoingMail | undefined): string {
  return linkOf(mail).slice('/i/'.length);
}

/** The six digits of a code mail. */
export function codeOf(mail: OutgoingMail | undefined): string {
  const found = /\b\d{6}\b/.exec(mail?.subject ?? '');
  if (!found) throw new Error('no code in this mail');
  return found[0];
}
