import type { Locale } from '@gatehouse/contract/locales';
import type { Caller } from '../../kernel/actor.ts';
import { describeDevice } from '../../kernel/device.ts';
import type { Transaction } from '../../platform/database/database.ts';
import { findAccountLocale, listNoticeAddresses } from '../accounts/index.ts';
import type { MessagingServices, SecurityNoticeKind } from '../notifications/index.ts';
import { makeDisavowalLink } from './make-disavowal-link.ts';

type Notice = {
  readonly accountId: string;
  readonly kind: SecurityNoticeKind;
  readonly productName: string;
  readonly organizationId: string | null;
  /** At whose door it happened. */
  readonly door?: string | null;
  /** The address or number that it is about. */
  readonly address?: string;
  /** What happened went to the number by text message itself: there it is not told twice. */
  readonly isTexted?: boolean;
};

/** Done by somebody else, or by nobody that is known: of them nothing is told. */
const OF_OTHERS = new Set<SecurityNoticeKind>(['number-moved', 'password-reset']);
/** There is nothing to disown. */
const FINAL = new Set<SecurityNoticeKind>(['number-moved', 'account-secured', 'password-reset']);
/**
 * M08 to the mailboxes of the account and S14 to its numbers, in its language, wherever its owner is told things
 * (`listNoticeAddresses`): security notices are never suppressed (ASVS 6.3.7). Each has its own link "This wasn't me".
 */
export async function enqueueSecurityNotice(
  services: MessagingServices,
  tx: Transaction,
  caller: Caller,
  notice: Notice,
  now: Date,
): Promise<void> {
  const { accountId, kind } = notice;
  const locale = (await findAccountLocale(tx, accountId)) ?? caller.locale;
  for (const { canonical, kind: channel } of await listNoticeAddresses(tx, accountId, now)) {
    if (channel === 'phone' && notice.isTexted) continue;
    const of = { accountId, kind, toldTo: canonical };
    const notMe = FINAL.has(kind) ? null : await makeDisavowalLink(services, tx, of, now);
    const to = { address: canonical, locale, notMe };
    await (channel === 'email'
      ? enqueueMail(services, tx, caller, notice, to, now)
      : enqueueText(services, tx, notice, to));
  }
}

type To = { readonly address: string; readonly locale: Locale; readonly notMe: string | null };

function commonOf({ accountId, organizationId, door, productName }: Notice, { address, locale }: To) {
  return {
    organizationId,
    door: door ?? null,
    locale,
    to: { address, name: null },
    senderName: productName,
    replyTo: null,
    subject: { type: 'account', id: accountId },
    usefulUntil: null,
  } as const;
}

/** Where there is nothing to disown, the link leads to where the person goes on. */
async function enqueueText(services: MessagingServices, tx: Transaction, notice: Notice, to: To): Promise<void> {
  const { kind, productName } = notice;
  await services.notifications.enqueueMessage(tx, {
    ...commonOf(notice, to),
    channel: 'sms',
    template: 'S14',
    params: { kind, productName },
    secrets: { link: to.notMe ?? `${services.publicUrl}/sign-in` },
  });
}

/** "Taipei, TW"; null where nothing is known of it. */
function placeIn({ places }: Pick<MessagingServices, 'places'>, ip: string, locale: Locale): string | null {
  const { city, country } = places.find(ip, locale) ?? { city: null, country: null };
  return [city, country].filter((part) => part !== null).join(', ') || null;
}

async function enqueueMail(
  services: MessagingServices,
  tx: Transaction,
  caller: Caller,
  notice: Notice,
  to: To,
  now: Date,
): Promise<void> {
  const isOthers = OF_OTHERS.has(notice.kind);
  await services.notifications.enqueueMessage(tx, {
    ...commonOf(notice, to),
    channel: 'email',
    template: 'M08',
    params: {
      kind: notice.kind,
      productName: notice.productName,
      device: isOthers ? null : describeDevice(caller.userAgent),
      ip: isOthers ? null : caller.ip,
      place: isOthers ? null : placeIn(services, caller.ip, to.locale),
      at: now.toISOString(),
      timeZone: null,
      address: notice.address ?? null,
      reviewUrl: `${services.publicUrl}/portal/devices`,
    },
    secrets: { notMe: to.notMe },
  });
}
