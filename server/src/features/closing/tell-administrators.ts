import type { Transaction } from '../../platform/database/database.ts';
import type { ClosingNotice, MessagingServices } from '../notifications/index.ts';
import { findOrganization, listApprovers, listApproversByText } from '../organizations/index.ts';
import { findDueAt } from './closing-store.ts';

type Told = { readonly organizationId: string; readonly kind: ClosingNotice; readonly reason: string | null };

const ROLES = ['owner', 'administrator'];

/** M27 to every owner and administrator who can be written to, S15 to those who have nothing but a phone; each in their language. */
export async function tellAdministrators(
  services: MessagingServices,
  tx: Transaction,
  { organizationId, kind, reason }: Told,
): Promise<void> {
  const organization = await findOrganization(tx, organizationId);
  if (!organization) return;
  const { name: organizationName, productName, locale } = organization;
  const dueAt = (await findDueAt(tx, organizationId))?.toISOString() ?? null;
  const openUrl = `${services.publicUrl}/portal`;
  const common = {
    organizationId,
    senderName: organizationName,
    replyTo: null,
    subject: { type: 'organization', id: organizationId },
    usefulUntil: null,
  } as const;
  for (const person of await listApprovers(tx, organizationId, ROLES)) {
    await services.notifications.enqueueMessage(tx, {
      ...common,
      channel: 'email',
      template: 'M27',
      locale: person.locale ?? locale,
      to: { address: person.address, name: person.name },
      params: { kind, organizationName, productName, reason, dueAt, openUrl },
      secrets: {},
    });
  }
  for (const person of await listApproversByText(tx, organizationId, ROLES)) {
    await services.notifications.enqueueMessage(tx, {
      ...common,
      channel: 'sms',
      template: 'S15',
      locale: person.locale ?? locale,
      to: { address: person.address, name: null },
      params: { kind, organizationName, productName, dueAt },
      secrets: { link: openUrl },
    });
  }
}
