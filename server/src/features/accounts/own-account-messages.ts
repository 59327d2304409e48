import type { Transaction } from '../../platform/database/database.ts';
import type { MessagingServices } from '../notifications/index.ts';
import { findAccountLocale } from './account-store.ts';
import { listNoticeAddresses } from './notice-read-model.ts';
import { findSpeaker } from './speaker-read-model.ts';

type Told = {
  readonly accountId: string;
  readonly kind: 'data-ready' | 'deletion-asked' | 'deletion-stopped' | 'deleted';
  /** When what it is about ends, or happens. */
  readonly until: Date | null;
};

/** What becomes of somebody's data, or of their account: M23 and S13 to wherever its owner is told things. */
export async function tellOwner(
  services: MessagingServices,
  tx: Transaction,
  { accountId, kind, until }: Told,
): Promise<void> {
  const { door, productName, senderName } = await findSpeaker(tx, accountId);
  const common = {
    organizationId: null,
    door,
    locale: (await findAccountLocale(tx, accountId)) ?? 'en',
    senderName,
    replyTo: null,
    subject: { type: 'account', id: accountId },
    usefulUntil: null,
  } as const;
  const openUrl = `${services.publicUrl}/portal/data`;
  const byMail = { kind, productName, until: until?.toISOString() ?? null, openUrl };
  // Signing in is what keeps an account that is to be deleted: there is no other way back, and none is needed.
  const link = kind === 'data-ready' ? openUrl : `${services.publicUrl}/sign-in`;
  for (const { canonical, kind: channel } of await listNoticeAddresses(tx, accountId, services.clock.now())) {
    const to = { address: canonical, name: null };
    if (channel === 'email') {
      const content = { channel, template: 'M23', params: byMail, secrets: {} } as const;
      await services.notifications.enqueueMessage(tx, { ...common, ...content, to });
      continue;
    }
    const content = { channel: 'sms', template: 'S13', params: { productName, kind }, secrets: { link } } as const;
    await services.notifications.enqueueMessage(tx, { ...common, ...content, to });
  }
}
