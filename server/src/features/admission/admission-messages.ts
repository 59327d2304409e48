import type { Locale } from '@gatehouse/contract/locales';
import type { Transaction } from '../../platform/database/database.ts';
import type { MessagingServices } from '../notifications/index.ts';

export type WelcomeMail = {
  readonly organizationId: string | null;
  readonly accountId: string;
  /** Canonical address. */
  readonly to: string;
  readonly locale: Locale;
  readonly senderName: string;
  readonly productName: string;
  /** The company that was created or joined; null where a member joined the inviting organization. */
  readonly companyName: string | null;
  /** Owners are told to bring their colleagues. */
  readonly isOwner: boolean;
  readonly support: string | null;
};

/** M06: somebody is in. */
export async function enqueueWelcomeMail(
  services: MessagingServices,
  tx: Transaction,
  mail: WelcomeMail,
): Promise<void> {
  await services.notifications.enqueueMessage(tx, {
    organizationId: mail.organizationId,
    channel: 'email',
    template: 'M06',
    locale: mail.locale,
    to: { address: mail.to, name: null },
    senderName: mail.senderName,
    replyTo: null,
    params: {
      companyName: mail.companyName,
      productName: mail.productName,
      openUrl: `${services.publicUrl}/portal`,
      signInAddress: `${services.publicUrl}/sign-in`,
      steps: mail.isOwner ? ['profile', 'invite', 'help'] : ['profile', 'help'],
      support: mail.support,
      docsUrl: null,
    },
    secrets: {},
    subject: { type: 'account', id: mail.accountId },
    usefulUntil: null,
  });
}
