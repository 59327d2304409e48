import type { Transaction } from '../../platform/database/database.ts';
import type { ClosingNotice, MessagingServices } from '../notifications/index.ts';
import { findOrganization, listApprovers } from '../organizations/index.ts';
import { findDueAt } from './closing-store.ts';

type Told = { readonly organizationId: string; readonly kind: ClosingNotice; readonly reason: string | null };

/** M27 to every owner and administrator who can be written to, each in their language. */
export async function tellAdministrators(
  services: MessagingServices,
  tx: Transaction,
  { organizationId, kind, reason }: Told,
): Promise<void> {
  const organization = await findOrganization(tx, organizationId);
  if (!organization) return;
  const { name: organizationName, productName, locale } = organization;
  const dueAt = await findDueAt(tx, organizationId);
  for (const person of await listApprovers(tx, organizationId, ['owner', 'administrator'])) {
    await services.notifications.enqueueMessage(tx, {
      organizationId,
      channel: 'email',
      template: 'M27',
      locale: person.locale ?? locale,
      to: { address: person.address, name: person.name },
      senderName: organizationName,
      replyTo: null,
      params: {
        kind,
        organizationName,
        productName,
        reason,
        dueAt: dueAt?.toISOString() ?? null,
        openUrl: `${services.publicUrl}/portal`,
      },
      secrets: {},
      subject: { type: 'organization', id: organizationId },
      usefulUntil: null,
    });
  }
}
