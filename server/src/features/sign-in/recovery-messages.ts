import type { Caller } from '../../kernel/actor.ts';
import { describeDevice } from '../../kernel/device.ts';
import type { Transaction } from '../../platform/database/database.ts';
import { findAccountLocale, kindOfAddress, listVerifiedIdentifiers } from '../accounts/index.ts';
import type { MessagingServices } from '../notifications/index.ts';
import { listApprovers } from '../organizations/index.ts';

type Told = {
  readonly accountId: string;
  readonly kind: 'asked' | 'approved' | 'rejected' | 'done';
  readonly organization: { readonly id: string; readonly name: string; readonly productName: string };
  /** When it takes effect. */
  readonly readyAt: Date;
  readonly reason: string | null;
  /** Where it is stopped, or where the person goes on. */
  readonly link: string;
};

/** M25 to every address and S12 to every number of the account: on all channels at once (security.md A37). */
export async function tellOfRecovery(
  services: MessagingServices,
  tx: Transaction,
  caller: Caller,
  { accountId, kind, organization, readyAt, reason, link }: Told,
): Promise<void> {
  const locale = (await findAccountLocale(tx, accountId)) ?? caller.locale;
  const { name: organizationName, productName } = organization;
  for (const { canonical } of await listVerifiedIdentifiers(tx, accountId)) {
    const common = {
      organizationId: null,
      door: organization.id,
      locale,
      to: { address: canonical, name: null },
      senderName: organizationName,
      replyTo: null,
      subject: { type: 'account', id: accountId },
      usefulUntil: null,
      secrets: { link },
    } as const;
    if (kindOfAddress(canonical) === 'phone') {
      const params = { productName, kind };
      await services.notifications.enqueueMessage(tx, { ...common, channel: 'sms', template: 'S12', params });
      continue;
    }
    const isTheirs = kind === 'asked';
    const params = {
      kind,
      organizationName,
      productName,
      reason,
      device: isTheirs ? describeDevice(caller.userAgent) : null,
      ip: isTheirs ? caller.ip : null,
      readyAt: readyAt.toISOString(),
    };
    await services.notifications.enqueueMessage(tx, { ...common, channel: 'email', template: 'M25', params });
  }
}

/** M26: those who decide are told that somebody waits for it. */
export async function tellDeciders(
  services: MessagingServices,
  tx: Transaction,
  of: { readonly id: string; readonly name: string; readonly productName: string; readonly slug: string },
  person: { readonly accountId: string; readonly name: string },
): Promise<void> {
  for (const { accountId, address, name, locale } of await listApprovers(tx, of.id, ['owner', 'administrator'])) {
    if (accountId === person.accountId) continue;
    await services.notifications.enqueueMessage(tx, {
      organizationId: of.id,
      channel: 'email',
      template: 'M26',
      locale: locale ?? 'en',
      to: { address, name: name || null },
      senderName: of.name,
      replyTo: null,
      params: {
        name: person.name,
        organizationName: of.name,
        productName: of.productName,
        reviewUrl: `${services.publicUrl}/console/${of.slug}/queue`,
      },
      secrets: {},
      subject: { type: 'account', id: accountId },
      usefulUntil: null,
    });
  }
}
