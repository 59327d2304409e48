import type { FastifyInstance } from 'fastify';
import type { Config } from './config/config.ts';
import type { MessagingServices } from './features/notifications/index.ts';
import type { Clock } from './kernel/clock.ts';
import type { Hashing } from './platform/crypto/hashing.ts';
import type { Database } from './platform/database/database.ts';
import type { EmailSender } from './platform/email/email-sender.ts';
import type { Worker } from './platform/jobs/jobs.ts';
import type { Logger } from './platform/logging/logger.ts';
import type { SmsSender } from './platform/sms/sms-sender.ts';

/** What differs between a real process and a test. */
export type AppParts = {
  readonly config: Config;
  readonly database: Database;
  readonly clock: Clock;
  readonly logger: Logger;
  readonly masterKeys: readonly Buffer[];
  readonly emailSender: EmailSender;
  readonly smsSender: SmsSender;
  /** Nothing really leaves: mail is kept and shown at /outbox. */
  readonly outboxMode: boolean;
  /** The same for text messages. */
  readonly smsOutboxMode: boolean;
  /** Where passwords are hashed; in threads of this process where nothing is said. */
  readonly hashing?: Hashing;
  readonly passwordBlocklist: { has(lowerCased: string): boolean };
  /** Answers are parsed by their contract: on in tests. */
  readonly checkAnswers: boolean;
};

export type App = { readonly http: FastifyInstance; readonly worker: Worker; readonly services: MessagingServices };
