import { after, MINUTE } from '../../kernel/clock.ts';
import type { Transaction } from '../../platform/database/database.ts';
import type { RecurringJob } from '../../platform/jobs/jobs.ts';
import type { MessagingServices } from '../notifications/index.ts';
import {
  announceRequests,
  claimDigest,
  findOrganization,
  listDueDigests,
  type OrganizationRow,
  organizationAbilities,
  tellMembers,
} from '../organizations/index.ts';

/** Whoever decides gets one mail in this time at most, however much is asked. */
const EVERY = 10 * MINUTE;
const BATCH = 100;
/** As many as a mail names. */
const NAMED = 10;

/** M09, or S17 to whoever has nothing but a phone: tells owners and administrators what new waits for their decision. Looks every half minute. */
export function tellApprovers(services: MessagingServices): RecurringJob {
  return { everyMilliseconds: MINUTE / 2, run: () => sendDigests(services) };
}

async function sendDigests(services: MessagingServices): Promise<void> {
  for (let more = true; more; ) {
    const since = after(services.clock.now(), -EVERY);
    const due = await listDueDigests(services.database, since, BATCH);
    for (const organizationId of due) await sendDigest(services, organizationId);
    more = due.length >= BATCH;
  }
}

/** The claim, the marks and the mails in one transaction: a crash loses none, and of two processes one sends. */
async function sendDigest(services: MessagingServices, organizationId: string): Promise<void> {
  const now = services.clock.now();
  await services.database.transaction(async (tx) => {
    if (!(await claimDigest(tx, organizationId, { now, since: after(now, -EVERY) }))) return;
    const requests = await announceRequests(tx, organizationId);
    const organization = await findOrganization(tx, organizationId);
    if (!organization || requests.length === 0) return;
    await tell(services, tx, organization, requests);
  });
}

async function tell(
  services: MessagingServices,
  tx: Transaction,
  organization: OrganizationRow,
  requests: Awaited<ReturnType<typeof announceRequests>>,
): Promise<void> {
  const { id, name: organizationName, productName, slug } = organization;
  await tellMembers(services, tx, {
    organizationId: id,
    roles: organizationAbilities['companies.decide'],
    locale: organization.locale,
    senderName: organizationName,
    mail: {
      channel: 'email',
      template: 'M09',
      params: {
        organizationName,
        productName,
        items: requests.slice(0, NAMED),
        more: Math.max(0, requests.length - NAMED),
        reviewUrl: `${services.publicUrl}/console/${slug}/queue`,
      },
      secrets: {},
    },
    text: {
      channel: 'sms',
      template: 'S17',
      params: { organizationName, productName, count: requests.length },
      secrets: { link: `${services.publicUrl}/console/queue` },
    },
  });
}
