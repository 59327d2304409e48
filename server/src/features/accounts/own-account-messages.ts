import type { Transaction } from '../../platform/database/database.ts';
import type { MessagingServices } from '../notifications/index.ts';
import { findAccountLocale, listVerifiedAddresses } from './account-store.ts';

type Told = {
  readonly accountId: string;
  readonly kind: 'data-ready' | 'deletion-asked' | 'deletion-stopped' | 'deleted';
  /** When what it is about ends, or happens. */
  readonly until: Date | null;
};

/** M23 to every e-mail address of the account: what becomes of its data, or of itself. One without an address gets none. */
export async function tellOwner(
  services: MessagingServices,
  tx: Transaction,
  { accountId, kind, until }: Told,
): Promise<void> {
  const locale = (await findAccountLocale(tx, accountId)) ?? 'en';
  for (const { canonical } of await listVerifiedAddresses(tx, accountId)) {
    await services.notifications.enqueueMessage(tx, {
      organizationId: null,
      channel: 'email',
      template: 'M23',
      locale,
      to: { address: canonical, name: null },
      senderName: 'Gatehouse',
      replyTo: null,
      params: {
        kind,
        productName: 'Gatehouse',
        until: until?.toISOString() ?? null,
        openUrl: `${services.publicUrl}/portal/data`,
      },
      secrets: {},
      subject: { type: 'account', id: accountId },
      usefulUntil: null,
    });
  }
}
