import { after, DAY, HOUR, MINUTE } from '../../kernel/clock.ts';
import type { RecurringJob } from '../../platform/jobs/jobs.ts';
import type { MessagingServices } from '../notifications/index.ts';
import { findHouse, tellMembers } from '../organizations/index.ts';
import { claimAlert } from './alert-store.ts';
import { countCodes } from './code-ratio-read-model.ts';
import { type Collapse, collapsesOf } from './domain/code-ratio.ts';

/** The log says it once in this time, the owners are written to once in that, however long it goes on. */
const LOGGED_EVERY = HOUR;
const MAILED_EVERY = DAY;
/** As many as a mail names. */
const NAMED = 10;

/** Looks every minute whether codes by text message are still typed (security.md A36). */
export function watchCodes(services: MessagingServices): RecurringJob {
  return { everyMilliseconds: MINUTE, run: () => warnOfCollapse(services) };
}

/** For the metrics: in how many countries they are not. */
export async function reportCodes(services: Pick<MessagingServices, 'database' | 'clock' | 'metrics'>): Promise<void> {
  const counts = await countCodes(services, null);
  const sum = (of: 'sent' | 'verified') => counts.reduce((total, { hour }) => total + hour[of], 0);
  services.metrics.setGauge('gatehouse_sms_codes_sent_hour', sum('sent'));
  services.metrics.setGauge('gatehouse_sms_codes_verified_hour', sum('verified'));
  services.metrics.setGauge('gatehouse_sms_code_alerts', collapsesOf(counts, 'installation').length);
}

async function warnOfCollapse(services: MessagingServices): Promise<void> {
  const { database, clock, logger } = services;
  const counts = await countCodes(services, null);
  const everywhere = collapsesOf(counts, 'installation');
  const byOrganization = collapsesOf(counts, 'organization');
  if (everywhere.length + byOrganization.length === 0) return;
  const now = clock.now();
  if (await claimAlert(database, 'sms-codes-log', { now, since: after(now, -LOGGED_EVERY) })) {
    logger.warn({ everywhere, byOrganization }, 'codes by text message are sent, and hardly any is typed');
  }
  // What is spread over many organizations shows in the whole only, what hides in the whole in one of them.
  const told = everywhere.length > 0 ? everywhere : byOrganization;
  await tellOwners(services, told.slice(0, NAMED), now);
}

/** M18, or S20 to whoever has nothing but a phone. The claim and the messages in one transaction: a crash loses none, and of two processes one sends. */
async function tellOwners(services: MessagingServices, collapses: readonly Collapse[], now: Date): Promise<void> {
  await services.database.transaction(async (tx) => {
    if (!(await claimAlert(tx, 'sms-codes-mail', { now, since: after(now, -MAILED_EVERY) }))) return;
    const house = await findHouse(tx);
    if (!house) return;
    const { id, productName, slug, locale } = house;
    await tellMembers(services, tx, {
      organizationId: id,
      roles: ['owner'],
      locale,
      senderName: productName,
      mail: {
        channel: 'email',
        template: 'M18',
        params: {
          productName,
          countries: collapses.map(({ country, window, sent, verified }) => ({ country, window, sent, verified })),
          logUrl: `${services.publicUrl}/console/${slug}/sign-in-log`,
        },
        secrets: {},
      },
      text: {
        channel: 'sms',
        template: 'S20',
        params: { productName },
        secrets: { link: `${services.publicUrl}/console/sign-in-log` },
      },
    });
  });
}
