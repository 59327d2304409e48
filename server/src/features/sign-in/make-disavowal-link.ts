import { after, DAY, SECOND } from '../../kernel/clock.ts';
import { hashToken, newToken } from '../../platform/crypto/tokens.ts';
import type { Transaction } from '../../platform/database/database.ts';
import type { Services } from '../../platform/services.ts';
import { kindOfAddress } from '../accounts/index.ts';
import { insertDisavowal } from './disavowal-store.ts';
import { newNoticeSecret, noticeHashes } from './notice-secret.ts';

/** For how long "This wasn't me" can be pressed. */
const LINK_LIFE = 7 * DAY;

type LinkServices = Pick<Services, 'publicUrl' | 'secretBox'>;

/**
 * A link "This wasn't me" for a notice about an account: opened it shows a page, pressed there it secures the account. For the
 * `secrets` of a message to one of the account's proven addresses, and for nothing else. Works once, for seven days. To a
 * number it is short, so that it fits one text message in every script.
 */
export async function makeDisavowalLink(
  services: LinkServices,
  tx: Transaction,
  of: { readonly accountId: string; readonly kind: string; readonly toldTo: string },
  now: Date,
): Promise<string> {
  const { path, tokenHash } = kindOfAddress(of.toldTo) === 'phone' ? shortLink(services) : longLink();
  // A second before: what is noted in the same transaction is of the same instant.
  const since = after(now, -SECOND);
  await insertDisavowal(tx, { ...of, tokenHash, since, expiresAt: after(now, LINK_LIFE) });
  return `${services.publicUrl}${path}`;
}

function longLink() {
  const token = newToken();
  return { path: `/not-me/${token}`, tokenHash: hashToken(token) };
}

function shortLink(services: LinkServices) {
  const { secret, hash } = newNoticeSecret(services);
  return { path: `/n/${secret}`, tokenHash: hash };
}

/** What a presented link could be kept as, long or short. */
export function disavowalHashes(services: Pick<Services, 'secretBox'>, token: string): Buffer[] {
  return [hashToken(token), ...noticeHashes(services, token)];
}
