import type { Transaction } from '../../platform/database/database.ts';
import type { MessagingServices } from '../notifications/index.ts';
import type { RunEnd } from './import-read-model.ts';

/** M15, to whoever began the run: what became of it, and where its report is. */
export async function enqueueImportDone(
  services: MessagingServices,
  tx: Transaction,
  id: string,
  { address, name, locale, organizationId, slug, organizationName, productName, added, counts }: RunEnd,
): Promise<void> {
  await services.notifications.enqueueMessage(tx, {
    organizationId,
    channel: 'email',
    template: 'M15',
    locale,
    to: { address, name },
    senderName: organizationName,
    replyTo: null,
    params: {
      organizationName,
      productName,
      what: added ? 'added' : 'invited',
      created: counts.created ?? 0,
      skipped: counts.skipped ?? 0,
      failed: counts.failed ?? 0,
      reportUrl: `${services.publicUrl}/console/${slug}/imports/${id}`,
    },
    secrets: {},
    subject: null,
    usefulUntil: null,
  });
}
