import type { Locale } from '@gatehouse/contract/locales';
import type { Caller } from '../../kernel/actor.ts';
import { describeDevice } from '../../kernel/device.ts';
import type { Transaction } from '../../platform/database/database.ts';
import { findAccountLocale, listVerifiedAddresses } from '../accounts/index.ts';
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
};

/** Done by somebody else, or by nobody that is known: of them nothing is told. */
const OF_OTHERS = new Set<SecurityNoticeKind>(['number-moved', 'password-reset']);
/** There is nothing to disown. */
const FINAL = new Set<SecurityNoticeKind>(['number-moved', 'account-secured', 'password-reset']);
/** Addresses of one account that are written to. */
const MOST = 5;

/**
 * M08 to the proven e-mail addresses of the account, in its language: security notices are never suppressed (ASVS 6.3.7). An
 * account without one gets none. Each has its own link "This wasn't me".
 */
export async function enqueueSecurityNotice(
  services: MessagingServices,
  tx: Transaction,
  caller: Caller,
  notice: Notice,
  now: Date,
): Promise<void> {
  const { accountId, kind } = notice;
  const addresses = await listVerifiedAddresses(tx, accountId);
  const locale = (await findAccountLocale(tx, accountId)) ?? caller.locale;
  for (const { canonical } of addresses.slice(0, MOST)) {
    const of = { accountId, kind, toldTo: canonical };
    const notMe = FINAL.has(kind) ? null : await makeDisavowalLink(services, tx, of, now);
    await enqueueOne(services, tx, caller, notice, { address: canonical, locale, notMe }, now);
  }
}

/** "Taipei, TW"; null where nothing is known of it. */
function placeIn({ places }: Pick<MessagingServices, 'places'>, ip: string, locale: Locale): string | null {
  const { city, country } = places.find(ip, locale) ?? { city: null, country: null };
  return [city, country].filter((part) => part !== null).join(', ') || null;
}

async function enqueueOne(
  services: MessagingServices,
  tx: Transaction,
  caller: Caller,
  notice: Notice,
  to: { readonly address: string; readonly locale: Locale; readonly notMe: string | null },
  now: Date,
): Promise<void> {
  const isOthers = OF_OTHERS.has(notice.kind);
  await services.notifications.enqueueMessage(tx, {
    organizationId: notice.organizationId,
    door: notice.door ?? null,
    channel: 'email',
    template: 'M08',
    locale: to.locale,
    to: { address: to.address, name: null },
    senderName: notice.productName,
    replyTo: null,
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
    subject: { type: 'account', id: notice.accountId },
    usefulUntil: null,
  });
}
