import type { Transaction } from '../../platform/database/database.ts';
import type { MessagingServices } from '../notifications/index.ts';
import type { RunEnd } from './import-read-model.ts';

/** M15, or S18 where there is nothing but a phone, to whoever began the run: what became of it, and where its report is. */
export async function enqueueImportDone(
  services: MessagingServices,
  tx: Transaction,
  id: string,
  { address, channel, name, locale, organizationId, slug, organizationName, productName, added, counts }: RunEnd,
): Promise<void> {
  const told = { organizationName, productName, created: counts.created ?? 0, failed: counts.failed ?? 0 };
  const what = added ? 'added' : 'invited';
  const reportUrl = `${services.publicUrl}/console/${slug}/imports/${id}`;
  const mail = {
    channel: 'email',
    template: 'M15',
    params: { ...told, what, skipped: counts.skipped ?? 0, reportUrl },
    secrets: {},
  } as const;
  const text = {
    channel: 'sms',
    template: 'S18',
    params: told,
    secrets: { link: `${services.publicUrl}/console/imports` },
  } as const;
  await services.notifications.enqueueMessage(tx, {
    ...(channel === 'email' ? mail : text),
    organizationId,
    locale,
    to: { address, name: channel === 'email' ? name : null },
    senderName: organizationName,
    replyTo: null,
    subject: null,
    usefulUntil: null,
  });
}
