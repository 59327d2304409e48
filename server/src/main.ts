import { readFileSync } from 'node:fs';
import { inspect } from 'node:util';
import { chooseEmailSender, chooseSmsSender, createApp } from './app.ts';
import { type Config, ConfigError, readConfig } from './config/config.ts';
import { loadMasterKeys } from './config/master-keys.ts';
import { prepareSetup } from './features/organizations/index.ts';
import { hashingApart } from './platform/crypto/hashing-apart.ts';
import { readPasswordBlocklist } from './platform/crypto/password-blocklist.ts';
import { followDatabaseClock } from './platform/database/database-clock.ts';
import { migrate } from './platform/database/migrate.ts';
import { type ConfiguredDatabase, openConfiguredDatabase } from './platform/database/open-configured.ts';
import { findUpward } from './platform/find-upward.ts';
import { reportTextFaults } from './platform/i18n/translate.ts';
import { createLogger, type Logger } from './platform/logging/logger.ts';

/** Requests in flight get this long after SIGTERM, in milliseconds. */
const STOP_LIMIT = 10_000;

/**
 * Runs the server until SIGTERM or SIGINT.
 * @throws Error in words, for the operator, when it cannot start; nothing is left running then
 */
export async function main(): Promise<void> {
  const config = readConfigOrExplain();
  if (!config) return;
  process.stdout.on('error', () => {}); // said by logProblem; nobody is kept from working by it
  const logger = createLogger(config.logLevel);
  reportTextFaults((fault) => logger.error({ fault }, 'text missing'));
  const opened = await openConfiguredDatabase(config, logger, { onLost: () => process.exit(1) });
  try {
    await serve(config, logger, opened);
  } catch (error) {
    await opened.close();
    throw error;
  }
}

async function serve(config: Config, logger: Logger, opened: ConfiguredDatabase): Promise<void> {
  const applied = await migrate(opened.database.pool);
  if (applied.length > 0) logger.info({ applied }, 'database migrated');
  const clock = await followDatabaseClock(opened.database.pool);
  const emailSender = chooseEmailSender(config, logger);
  const smsSender = chooseSmsSender(config, clock, logger);
  const hashing = hashingApart();
  const app = await createApp({
    config,
    logger,
    emailSender,
    smsSender,
    database: opened.database,
    hashing,
    clock,
    masterKeys: loadMasterKeys(config, opened.dataDirectory),
    outboxMode: config.smtpUrl === null,
    smsOutboxMode: config.smsGateways.length === 0,
    passwordBlocklist: readPasswordBlocklist(
      readFileSync(findUpward(import.meta.dirname, 'server/data/common-passwords.bin')),
    ),
    checkAnswers: false,
  });
  onStop(logger, async () => {
    await Promise.all([app.http.close(), app.worker.stop()]);
    hashing.close();
    await Promise.all([emailSender.close(), smsSender.close()]);
    clock.stop();
    await opened.close();
  });
  await app.http.listen({ host: config.host, port: config.port }).catch((error: Error) => {
    throw new Error(`HOST and PORT: ${error.message}.`, { cause: error });
  });
  app.worker.start();
  await announce(app.services, config, opened.description);
}

function readConfigOrExplain(): Config | null {
  try {
    return readConfig(process.env);
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error;
    process.stderr.write(`${error.message}\n`);
    process.exitCode = 1;
    return null;
  }
}

/** What somebody at a terminal needs to know, in words; the log itself is JSON. */
async function announce(
  services: Parameters<typeof prepareSetup>[0],
  config: Config,
  databaseDescription: string,
): Promise<void> {
  const token = await prepareSetup(services, config.setupToken);
  const lines = ['', `  Gatehouse is ready: ${config.publicUrl}`, `  Database: ${databaseDescription}`];
  const outbox = config.secure ? 'set SMTP_URL' : `read it at ${config.publicUrl}/outbox`;
  if (config.smtpUrl === null) lines.push(`  Mail: kept, not sent; ${outbox}`);
  if (token)
    lines.push('', '  There is no owner yet. Set it up, once, at:', `  ${config.publicUrl}/setup?token=${token}`);
  process.stdout.write(`${lines.join('\n')}\n\n`);
}

/** Stops gracefully, once, however many signals come; gives up after the limit. */
function onStop(logger: Logger, stop: () => Promise<void>): void {
  let stopping = false;
  const begin = (signal: string) => {
    if (stopping) return;
    stopping = true;
    logger.info({ signal }, 'stopping');
    setTimeout(() => {
      logger.error('did not stop in time');
      process.exit(1);
    }, STOP_LIMIT).unref();
    stop().then(
      () => process.exit(0),
      (error: unknown) => {
        logger.error({ err: error }, 'stopping failed');
        process.exit(1);
      },
    );
  };
  process.on('SIGTERM', () => begin('SIGTERM'));
  process.on('SIGINT', () => begin('SIGINT'));
}

/** A sentence that says what to mend is all that its reader needs; where it was thrown matters for our own mistakes only. */
function explain(error: unknown): never {
  const words = error instanceof Error && error.name === 'Error' ? error.message : inspect(error);
  process.stderr.write(`Gatehouse cannot start. ${words}\n`);
  process.exit(1);
}

if (process.argv[1] === import.meta.filename) await main().catch(explain);
