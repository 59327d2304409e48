import type { Locale } from '@gatehouse/contract/locales';
import type { Config } from '../config/config.ts';
import { loadMasterKeys } from '../config/master-keys.ts';
import type { MessagingServices } from '../features/notifications/index.ts';
import { findOrganizationNamed, listActiveOrganizations } from '../features/organizations/index.ts';
import type { Caller, MembershipView } from '../kernel/actor.ts';
import { isAppError } from '../kernel/app-error.ts';
import { newId } from '../kernel/ids.ts';
import { followDatabaseClock } from '../platform/database/database-clock.ts';
import { findPendingMigrations } from '../platform/database/migrate.ts';
import type { ConfiguredDatabase } from '../platform/database/open-configured.ts';
import { readableParams } from '../platform/i18n/readable-params.ts';
import { translator } from '../platform/i18n/translate.ts';
import { type CommandContext, Misuse, quietLogger, withDatabase } from './command.ts';

/**
 * Runs `work` with the services that the server's routes have: the same use cases, on the database of the settings, beside a
 * running server or without one. Nothing is sent from here: what is owed leaves with the server.
 * @throws Error in words: a database of another release, or what a use case refuses
 */
export function withServices<T>(
  context: CommandContext,
  work: (services: MessagingServices, config: Config) => Promise<T>,
): Promise<T> {
  return withDatabase(context, async (opened, config) => {
    await refuseOtherRelease(opened);
    const { chooseEmailSender, chooseSmsSender, createServices } = await import('../app.ts');
    const logger = quietLogger(context);
    const emailSender = chooseEmailSender(config, logger);
    const clock = await followDatabaseClock(opened.database.pool);
    const smsSender = chooseSmsSender(config, clock, logger);
    const { services } = createServices({
      config,
      logger,
      emailSender,
      smsSender,
      database: opened.database,
      clock,
      masterKeys: loadMasterKeys(config, opened.dataDirectory),
      outboxMode: config.smtpUrl === null,
      smsOutboxMode: config.smsGateways.length === 0,
      passwordBlocklist: { has: () => false }, // nobody sets a password here
      checkAnswers: false,
    });
    try {
      return await work(services, config);
    } catch (error) {
      throw isAppError(error) ? new Error(wordsOf(error), { cause: error }) : error;
    } finally {
      clock.stop();
      await Promise.all([emailSender.close(), smsSender.close()]);
    }
  });
}

async function refuseOtherRelease({ database }: ConfiguredDatabase): Promise<void> {
  const pending = await findPendingMigrations(database.pool);
  if (pending.length > 0) throw new Error(`The database lacks ${pending.join(', ')}. Run: gatehouse migrate`);
}

/** Who works at the command line: whoever may, for they have the database. */
export function operator(locale: Locale = 'en'): Caller {
  return { actor: { type: 'operator' }, ip: '', userAgent: 'command line', requestId: newId('req'), locale };
}

/**
 * The operator's place in an organization: an owner's. Where none is named, in the only one.
 * @throws Error when there is no such organization, or it is closed; Misuse when none is named and there are several
 */
export async function operatorPlace(services: MessagingServices, named: string | null): Promise<MembershipView> {
  const found = await (named === null ? findOnly(services) : findOrganizationNamed(services.database, named));
  if (!found) throw new Error(`There is no organization "${named}".`);
  if (found.state !== 'active') throw new Error(`${found.name} is ${found.state}: nobody is let in there.`);
  return { organizationId: found.id, slug: found.slug, name: found.name, roles: ['owner'] };
}

const TOLD = 10;

async function findOnly({ database }: MessagingServices) {
  const active = await listActiveOrganizations(database, TOLD + 1);
  if (active.length === 1) return active[0];
  if (active.length === 0) throw new Error('There is no organization yet: set it up first.');
  const names = active.slice(0, TOLD).map(({ slug }) => slug);
  const more = active.length > TOLD ? ', ...' : '';
  throw new Misuse(`Say of which organization: --organization <slug>. There are ${names.join(', ')}${more}.`);
}

/** What a use case refuses, in words: the sentence, what to do about it, and each field. */
export function wordsOf(error: unknown): string {
  if (!isAppError(error)) return error instanceof Error ? error.message : String(error);
  const t = translator('en');
  const say = (code: string, params: typeof error.params) => (t.has(code) ? t(code, readableParams(t, params)) : '');
  const fields = error.fields.map(({ path, code, params }) => `  ${path}: ${say(code, params)}`);
  const sentence = fields.length > 0 ? 'This cannot be done as it was given:' : say(error.code, error.params);
  return [sentence, ...fields, say(`${error.code}.action`, error.params)].filter((line) => line !== '').join('\n');
}
