import { randomBytes } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { createApp } from '../server/src/app.ts';
import type { App, AppParts } from '../server/src/app-parts.ts';
import { type Config, readConfig } from '../server/src/config/config.ts';
import { DAY } from '../server/src/kernel/clock.ts';
import { readPasswordBlocklist } from '../server/src/platform/crypto/password-blocklist.ts';
import type { Database } from '../server/src/platform/database/database.ts';
import { migrate } from '../server/src/platform/database/migrate.ts';
import { openConfiguredDatabase } from '../server/src/platform/database/open-configured.ts';
import type { OutgoingMail, SendOutcome } from '../server/src/platform/email/email-sender.ts';
import { createOutboxEmailSender } from '../server/src/platform/email/outbox-email-sender.ts';
import { createLogger } from '../server/src/platform/logging/logger.ts';
import { createOutboxSmsSender } from '../server/src/platform/sms/outbox-sms-sender.ts';
import type { OutgoingSms } from '../server/src/platform/sms/sms-sender.ts';

/** A server whose past can be acted out: its clock moves, and its mails can be read. */
export type Stage = App & {
  readonly config: Config;
  readonly database: Database;
  /** Where the embedded database is; gone after `close`. */
  readonly folder: string;
  /** Moves the clock: how many days before now it stands. Zero for good once the play is over. */
  daysAgo(days: number): void;
  /** Delivers what is owed; answers the newest mail to an address that says this. */
  mailTo(address: string, words: RegExp): Promise<OutgoingMail>;
  /** The same for a number: the text of the newest text message that says this. */
  textTo(number: string, words: RegExp): Promise<string>;
  close(): Promise<void>;
};

/** What the mail servers of these domains answer. */
const ANSWERS: Readonly<Record<string, SendOutcome>> = {
  'nowhere.example': { result: 'bounced', response: '550 5.1.1 <xiaoyan@nowhere.example>: no such user here' },
  'slowmail.example': { result: 'deferred', response: '451 4.7.1 Greylisting in action, please come back later' },
};

/** A database that is there and migrated already, for a test: settings as they stand beside it. */
export type OtherDatabase = { readonly databaseUrl: string };

function settingsOf({ PORT, HOST }: Environment, other?: OtherDatabase): Environment {
  if (!other) return { PORT, HOST };
  return {
    DATABASE_URL: other.databaseUrl,
    GATEHOUSE_URL: 'http://localhost:3000',
    GATEHOUSE_SECRET: randomBytes(32).toString('base64'),
    // The weakest that the settings take: a test hashes a lot.
    ARGON2_MEMORY_KIB: '12288',
    ARGON2_PASSES: '3',
  };
}

type Environment = Readonly<Record<string, string | undefined>>;

/** Opens a throw-away database and a server on it that does not listen yet. */
export async function setStage(environment: Environment, other?: OtherDatabase): Promise<Stage> {
  const folder = mkdtempSync(path.join(tmpdir(), 'gatehouse-demo-'));
  const config = readConfig({ ...settingsOf(environment, other), GATEHOUSE_DATA: folder, LOG_LEVEL: 'warn' });
  const logger = createLogger('warn');
  const opened = await openConfiguredDatabase(config, logger);
  await migrate(opened.database.pool);
  let offset = 0;
  const mails: OutgoingMail[] = [];
  const texts: OutgoingSms[] = [];
  const parts: AppParts = {
    config,
    database: opened.database,
    clock: { now: () => new Date(Date.now() - offset) },
    // What a play provokes on purpose is nothing to warn about.
    logger: createLogger('silent'),
    masterKeys: [randomBytes(32)],
    emailSender: {
      ...createOutboxEmailSender(),
      send: async (mail) => {
        mails.push(mail);
        const domain = mail.to.address.split('@')[1] ?? '';
        return ANSWERS[domain] ?? { result: 'sent', response: '250 2.0.0 kept in the outbox' };
      },
    },
    smsSender: {
      ...createOutboxSmsSender(),
      send: async (sms) => {
        texts.push(sms);
        return { result: 'sent', response: '' };
      },
    },
    outboxMode: true,
    smsOutboxMode: true,
    passwordBlocklist: readPasswordBlocklist(
      readFileSync(new URL('../server/data/common-passwords.bin', import.meta.url)),
    ),
    checkAnswers: false,
  };
  const app = await createApp(parts);
  return {
    ...app,
    config,
    database: opened.database,
    folder: opened.dataDirectory,
    daysAgo: (days) => {
      offset = days * DAY;
    },
    mailTo: async (address, words) => {
      await app.worker.runDue();
      const mail = mails.findLast(({ to, subject, text }) => to.address === address && words.test(subject + text));
      if (!mail) throw new Error(`No mail to ${address} says ${words}.`);
      return mail;
    },
    textTo: async (number, words) => {
      await app.worker.runDue();
      const found = texts.findLast(({ to, text }) => to === number && words.test(text));
      if (!found) throw new Error(`No text message to ${number} says ${words}.`);
      return found.text;
    },
    close: async () => {
      await app.http.close();
      await app.worker.stop();
      await opened.close();
      for (const place of [folder, opened.dataDirectory]) rmSync(place, { recursive: true, force: true });
    },
  };
}
