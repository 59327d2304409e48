import type { Caller } from '../../kernel/actor.ts';
import { describeDevice } from '../../kernel/device.ts';
import type { Transaction } from '../../platform/database/database.ts';
import { findAccountLocale, listVerifiedAddresses } from '../accounts/index.ts';
import type { MessagingServices, SecurityNoticeKind } from '../notifications/index.ts';

type Notice = {
  readonly accountId: string;
  readonly kind: SecurityNoticeKind;
  readonly productName: string;
  readonly organizationId: string | null;
  /** At whose door it happened. */
  readonly door?: string | null;
  /** The address or number that it is about. */
  readonly address?: string;
};

/**
 * M08 to the account's primary e-mail address: security notices are never suppressed (ASVS 6.3.7). An account without one
 * gets none.
 */
export async function enqueueSecurityNotice(
  services: MessagingServices,
  tx: Transaction,
  caller: Caller,
  notice: Notice,
  now: Date,
): Promise<void> {
  const [primary] = await listVerifiedAddresses(tx, notice.accountId);
  if (!primary) return;
  // Done by somebody else, who has the number now: of them nothing is told.
  const isOthers = notice.kind === 'number-moved';
  await services.notifications.enqueueMessage(tx, {
    organizationId: notice.organizationId,
    door: notice.door ?? null,
    channel: 'email',
    template: 'M08',
    locale: isOthers ? ((await findAccountLocale(tx, notice.accountId)) ?? caller.locale) : caller.locale,
    to: { address: primary.canonical, name: null },
    senderName: notice.productName,
    replyTo: null,
    params: {
      kind: notice.kind,
      productName: notice.productName,
      device: isOthers ? null : describeDevice(caller.userAgent),
      ip: isOthers ? null : caller.ip,
      at: now.toISOString(),
      timeZone: null,
      address: notice.address ?? null,
      reviewUrl: `${services.publicUrl}/portal/devices`,
    },
    secrets: {},
    subject: { type: 'account', id: notice.accountId },
    usefulUntil: null,
  });
}
