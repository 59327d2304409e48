import type { Transaction } from '../../platform/database/database.ts';
import type { ClosingNotice, MessagingServices } from '../notifications/index.ts';
import { findOrganization, tellMembers } from '../organizations/index.ts';
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
  const named = { kind, organizationName, productName, dueAt };
  await tellMembers(services, tx, {
    organizationId,
    roles: ROLES,
    locale,
    senderName: organizationName,
    subject: { type: 'organization', id: organizationId },
    mail: { channel: 'email', template: 'M27', params: { ...named, reason, openUrl }, secrets: {} },
    text: { channel: 'sms', template: 'S15', params: named, secrets: { link: openUrl } },
  });
}
