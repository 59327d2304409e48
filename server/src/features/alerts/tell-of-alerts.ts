import { after, HOUR } from '../../kernel/clock.ts';
import type { Transaction } from '../../platform/database/database.ts';
import type { MessagingServices } from '../notifications/index.ts';
import { policiesOf, tellMembers } from '../organizations/index.ts';
import { type AlertRow, claimDigest, type DueDigest, findAlert, listDueDigests } from './alert-store.ts';

/** Of one rule an organization hears once in this time, however much there is. */
const EVERY = HOUR;
/** As many as a mail names. */
const NAMED = 10;

const AUDIENCE = {
  owners: ['owner'],
  administrators: ['owner', 'administrator'],
  nobody: [],
} as const;

/** M24 to those whom the organization chose, S21 to who of them has nothing but a phone: the claim and the messages in one transaction, so that none is lost or twice. */
export async function tellOfAlerts(services: MessagingServices, now: Date): Promise<void> {
  const since = after(now, -EVERY);
  const due = await listDueDigests(services.database, since);
  for (const digest of due) {
    await services.database.transaction((tx) => tell(services, tx, digest, { now, since }));
  }
}

async function tell(
  services: MessagingServices,
  tx: Transaction,
  digest: DueDigest,
  at: { now: Date; since: Date },
): Promise<void> {
  const ids = await claimDigest(tx, digest, at);
  const { alertMails } = policiesOf(digest.audience === null ? {} : { alertMails: digest.audience as 'owners' });
  const roles = AUDIENCE[alertMails];
  if (ids.length === 0 || roles.length === 0) return;
  const rows: AlertRow[] = [];
  for (const id of ids.slice(0, NAMED)) {
    const row = await findAlert(tx, digest.organizationId, id);
    if (row) rows.push(row);
  }
  const { rule, name: organizationName, productName } = digest;
  await tellMembers(services, tx, {
    organizationId: digest.organizationId,
    roles,
    locale: digest.locale,
    senderName: productName,
    mail: {
      channel: 'email',
      template: 'M24',
      params: {
        rule,
        organizationName,
        productName,
        items: rows.map(({ subjectType, subjectId, name, address, count, lastAt }) => ({
          subject: subjectType === 'network' ? subjectId : (address ?? name ?? digest.name),
          count,
          at: lastAt.toISOString(),
        })),
        more: Math.max(0, ids.length - rows.length),
        alertsUrl: `${services.publicUrl}/console/${digest.slug}/sign-in-log`,
      },
      secrets: {},
    },
    text: {
      channel: 'sms',
      template: 'S21',
      params: { rule, organizationName, productName, count: ids.length },
      secrets: { link: `${services.publicUrl}/console/sign-in-log` },
    },
  });
}
