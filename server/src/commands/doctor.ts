import { access, constants, stat } from 'node:fs/promises';
import { type Config, ConfigError, readConfig } from '../config/config.ts';
import { findMasterKeys, masterKeyFile } from '../config/master-keys.ts';
import { countHeldMessages, countUnreadableSecrets } from '../features/notifications/index.ts';
import { systemClock } from '../kernel/clock.ts';
import { createSecretBox } from '../platform/crypto/secret-box.ts';
import { databaseTime, serverVersion } from '../platform/database/database-facts.ts';
import { findPendingMigrations } from '../platform/database/migrate.ts';
import { type ConfiguredDatabase, openConfiguredDatabase } from '../platform/database/open-configured.ts';
import { type Command, type CommandContext, quietLogger, type Report } from './command.ts';

/** One finding. `message` says what is so and, where something is wrong, what to do about it. */
export type Finding = { readonly check: string; readonly ok: boolean; readonly message: string };

export const doctor: Command = {
  summary: 'Look at settings, database, mail, SMS, clock, keys and data folder, and say what to mend',
  async run(context) {
    try {
      return report(await examine(context, readConfig(context.environment)));
    } catch (error) {
      if (!(error instanceof ConfigError)) throw error;
      return report(error.mistakes.map((mistake) => wrong('settings', mistake)));
    }
  },
};

function report(findings: readonly Finding[]): Report {
  const ok = findings.every((finding) => finding.ok);
  const lines = findings.map((finding) => `${finding.ok ? 'ok   ' : 'WRONG'}  ${finding.check}: ${finding.message}`);
  const end = ok ? 'Nothing to mend.' : 'Mend what is marked WRONG, then run this again.';
  return { ok, text: [...lines, '', end].join('\n'), json: { ok, findings } };
}

const fine = (check: string, message: string): Finding => ({ check, ok: true, message });
const wrong = (check: string, message: string): Finding => ({ check, ok: false, message });

async function examine(context: CommandContext, config: Config): Promise<Finding[]> {
  return [
    checkSettings(config),
    ...(await checkDatabase(context, config)),
    await checkMail(context, config),
    await checkSms(context, config),
  ];
}

function checkSettings(config: Config): Finding {
  const { hostname } = new URL(config.publicUrl);
  const ownMachine = hostname === 'localhost' || hostname.endsWith('.localhost') || /^(127\.|\[::1\])/.test(hostname);
  if (config.secure || ownMachine) return fine('settings', `all can be read; links lead to ${config.publicUrl}`);
  return wrong(
    'settings',
    `GATEHOUSE_URL is ${config.publicUrl}: over plain http, passwords can be read on the way. Set an https address.`,
  );
}

/** Everything that needs the database; where it cannot be opened, that alone. */
async function checkDatabase(context: CommandContext, config: Config): Promise<Finding[]> {
  let opened: ConfiguredDatabase;
  try {
    opened = await openConfiguredDatabase(config, quietLogger(context), { join: true });
  } catch (error) {
    return [wrong('database', (error as Error).message)];
  }
  try {
    const pending = await findPendingMigrations(opened.database.pool);
    return [
      fine('database', `${opened.description}, version ${await serverVersion(opened.database.pool)}`),
      checkMigrations(pending),
      await checkClock(opened),
      await checkKeys(config, opened, pending.length === 0),
      ...(pending.length === 0 ? await checkHeld(opened) : []),
      ...(await checkDataFolder(config, opened.dataDirectory)),
    ];
  } finally {
    await opened.close();
  }
}

function checkMigrations(pending: readonly string[]): Finding {
  if (pending.length === 0) return fine('migrations', 'all are applied');
  return wrong('migrations', `${pending.join(', ')} not applied. Run: gatehouse migrate`);
}

/** After a restore somebody has to say what becomes of the messages that waited. */
async function checkHeld({ database }: ConfiguredDatabase): Promise<Finding[]> {
  const { count, since } = await countHeldMessages({ database }, null);
  if (count === 0) return [];
  const at = since?.toISOString().slice(0, 10);
  const what = `${count} are held since the restore of ${at}. Run: gatehouse messages release, or: gatehouse messages discard`;
  return [wrong('held messages', what)];
}

/** How far two clocks may be apart, in milliseconds. Time is the database's: what ends is right, but logs of machines disagree. */
const CLOCK_TOLERANCE = 5000;

async function checkClock({ database }: ConfiguredDatabase): Promise<Finding> {
  const before = Date.now();
  const there = (await databaseTime(database.pool)).getTime();
  return clockFinding(there - (before + Date.now()) / 2);
}

/** @param difference of the database's clock from ours, in milliseconds */
export function clockFinding(difference: number): Finding {
  const seconds = Math.round(Math.abs(difference) / 1000);
  if (Math.abs(difference) <= CLOCK_TOLERANCE) return fine('clock', 'agrees with the database');
  return wrong(
    'clock',
    `differs from the database's by ${seconds} seconds: what is shown on this machine and what people read differ. Set both by NTP.`,
  );
}

async function checkKeys(config: Config, opened: ConfiguredDatabase, migrated: boolean): Promise<Finding> {
  const name = config.masterKeys.length > 0 ? 'GATEHOUSE_SECRET' : masterKeyFile(opened.dataDirectory);
  try {
    const keys = findMasterKeys(config, opened.dataDirectory);
    if (!migrated) return fine('keys', `${name}: nothing is kept under them yet`);
    const secretBox = keys.length > 0 ? createSecretBox(keys) : NO_KEY;
    const { lookedAt, unreadable } = await countUnreadableSecrets({ database: opened.database, secretBox });
    if (unreadable > 0) {
      return wrong(
        'keys',
        `${name} opens ${lookedAt - unreadable} of ${lookedAt} messages that wait: those others were sealed with another ` +
          'key. Put that key back (GATEHOUSE_SECRET takes a list, newest first), the same for every process.',
      );
    }
    if (keys.length === 0) return fine('keys', `${name} is made at the first start`);
    return fine('keys', `${name} opens every message that waits (${lookedAt})`);
  } catch (error) {
    return wrong('keys', (error as Error).message);
  }
}

/** A key that is gone opens as much as a wrong one. */
const NO_KEY = {
  open(): never {
    throw new Error('There is no key.');
  },
};

async function checkDataFolder(config: Config, dataDirectory: string): Promise<Finding[]> {
  if (config.databaseUrl !== null) return [];
  try {
    await access(dataDirectory, constants.R_OK | constants.W_OK | constants.X_OK);
  } catch {
    return [
      wrong('data folder', `${dataDirectory} cannot be written by this user. Change its owner, or GATEHOUSE_DATA.`),
    ];
  }
  const file = masterKeyFile(dataDirectory);
  const mode = await stat(file).then(
    (key) => key.mode & 0o777,
    () => 0,
  );
  if ((mode & 0o077) === 0) return [fine('data folder', dataDirectory)];
  return [wrong('data folder', `${file} can be read by others (mode ${mode.toString(8)}). Run: chmod 600 '${file}'`)];
}

async function checkSms(context: CommandContext, config: Config): Promise<Finding> {
  if (config.smsGateways.length === 0) return fine('sms', 'SMS_URL is not set: text messages are kept, none leaves');
  const { chooseSmsSender } = await import('../app.ts');
  const sender = chooseSmsSender(config, systemClock, quietLogger(context));
  try {
    const trouble = await sender.check();
    if (trouble === null) return fine('sms', `every gateway can be reached (${config.smsGateways.length})`);
    return wrong('sms', `${trouble}. Look at SMS_URL.`);
  } finally {
    await sender.close();
  }
}

async function checkMail(context: CommandContext, config: Config): Promise<Finding> {
  if (config.smtpUrl === null && config.secure) {
    return wrong(
      'mail',
      'SMTP_URL is not set: no message leaves, and there is no /outbox on an https address. Set it.',
    );
  }
  if (config.smtpUrl === null) return fine('mail', 'SMTP_URL is not set: messages are kept and shown at /outbox');
  const { chooseEmailSender } = await import('../app.ts');
  const sender = chooseEmailSender(config, quietLogger(context));
  try {
    const trouble = await sender.check();
    const { host } = new URL(config.smtpUrl);
    if (trouble === null) return fine('mail', `${host} takes mail from ${config.mailFrom}`);
    return wrong('mail', `${host} does not take mail: ${trouble}. Look at SMTP_URL.`);
  } finally {
    await sender.close();
  }
}
