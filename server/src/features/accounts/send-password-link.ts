import type { Locale } from '@gatehouse/contract/locales';
import type { Caller } from '../../kernel/actor.ts';
import { after, MINUTE } from '../../kernel/clock.ts';
import { newId } from '../../kernel/ids.ts';
import { hashToken, newToken, newTypedCode, normalizeTypedCode } from '../../platform/crypto/tokens.ts';
import type { Transaction } from '../../platform/database/database.ts';
import { recordAuditEvent } from '../audit/index.ts';
import type { MessagingServices, NewMessage } from '../notifications/index.ts';
import type { AddressRow } from './account-store.ts';
import { type Address, kindOfAddress } from './domain/address.ts';
import { isLinkLive, PASSWORD_LINK_LIFE } from './domain/password-link.ts';
import { findPasswordLink, insertPasswordLink, type PasswordLinkRow } from './password-link-store.ts';

export type PasswordLinkRequest = {
  readonly accountId: string;
  /** A proven address of the account: the link goes there and nowhere else. */
  readonly to: AddressRow;
  readonly locale: Locale;
  readonly productName: string;
  /** At whose door it was asked for. */
  readonly door: string | null;
  /** Whoever began it for them; null: they asked for it. */
  readonly begunBy: {
    readonly accountId: string;
    readonly name: string;
    readonly organizationId: string;
    readonly organizationName: string;
  } | null;
  /** What it was asked with, in words; nulls where somebody else began it. */
  readonly device: string | null;
  readonly ip: string | null;
};

/**
 * Sends a link to set a new password: M07 by mail, S03 by text message. Links that were sent before stay good until one is
 * used. Answers the id of the message.
 */
export async function sendPasswordLink(
  services: MessagingServices,
  tx: Transaction,
  caller: Caller,
  request: PasswordLinkRequest,
  now: Date,
): Promise<string> {
  const { accountId, to, begunBy } = request;
  const kind = kindOfAddress(to.canonical);
  const { secret, secretHash } = mint(services, kind);
  const expiresAt = after(now, PASSWORD_LINK_LIFE[kind]);
  const of = { organizationId: begunBy?.organizationId ?? null, begunBy: begunBy?.accountId ?? null };
  const link = { id: newId('pwl', now), accountId, secretHash, sentTo: to.canonical, ...of, expiresAt };
  await insertPasswordLink(tx, link, now);
  const subject = { type: 'account', id: accountId };
  const change = { channel: kind === 'email' ? 'email' : 'sms' };
  const action = 'account.password-link-sent';
  await recordAuditEvent(tx, caller, now, { organizationId: null, action, subject, change });
  const message = messageOf(request, `${services.publicUrl}/r/${secret}`, expiresAt);
  return services.notifications.enqueueMessage(tx, message);
}

/** A mail has room for 32 random bytes; a text message for 49 bits, which are counted where they are presented. */
function mint(services: Pick<MessagingServices, 'secretBox'>, kind: Address['kind']) {
  if (kind === 'email') {
    const secret = newToken();
    return { secret, secretHash: hashToken(secret) };
  }
  const secret = normalizeTypedCode(newTypedCode());
  return { secret, secretHash: services.secretBox.keyedHash(secret, SHORT_CONTEXT) };
}

const SHORT_CONTEXT = 'password-link';

function messageOf(request: PasswordLinkRequest, link: string, expiresAt: Date): NewMessage {
  const { accountId, to, locale, productName, begunBy, door, device, ip } = request;
  const common = {
    organizationId: begunBy?.organizationId ?? null,
    door,
    locale,
    to: { address: to.canonical, name: null },
    senderName: begunBy?.organizationName ?? productName,
    replyTo: null,
    subject: { type: 'account', id: accountId },
    usefulUntil: expiresAt,
    secrets: { link },
  } as const;
  const kind = kindOfAddress(to.canonical);
  const minutes = PASSWORD_LINK_LIFE[kind] / MINUTE;
  const by = begunBy ? 'administrator' : 'person';
  if (kind === 'phone') {
    const organizationName = begunBy?.organizationName ?? productName;
    return { ...common, channel: 'sms', template: 'S03', params: { organizationName, productName, minutes, by } };
  }
  const params = {
    by,
    productName,
    organizationName: begunBy?.organizationName ?? null,
    administratorName: begunBy?.name ?? null,
    address: to.shown,
    minutes,
    device,
    ip,
  } as const;
  return { ...common, channel: 'email', template: 'M07', params };
}

const TOKEN = /^[\w-]{43}$/;
const SHORT = /^[2-9A-HJKMNP-Z]{10}$/;

/** True for what could be the short code of a text message, which must not be guessed. */
export function isShortLink(presented: string): boolean {
  return SHORT.test(normalizeTypedCode(presented));
}

/** The link that a secret is of, and whether it can be pressed; null when there is none. Reads only. */
export async function findPresentedLink(
  services: Pick<MessagingServices, 'database' | 'secretBox'>,
  presented: string,
  now: Date,
): Promise<(PasswordLinkRow & { readonly isLive: boolean }) | null> {
  const hashes = TOKEN.test(presented)
    ? [hashToken(presented)]
    : isShortLink(presented)
      ? services.secretBox.keyedHashes(normalizeTypedCode(presented), SHORT_CONTEXT)
      : [];
  const found = hashes.length > 0 ? await findPasswordLink(services.database, hashes) : null;
  return found && { ...found, isLive: isLinkLive(found, now) };
}
