import { after, DAY, SECOND } from '../../kernel/clock.ts';
import { hashToken, newToken } from '../../platform/crypto/tokens.ts';
import type { Transaction } from '../../platform/database/database.ts';
import type { Services } from '../../platform/services.ts';
import { insertDisavowal } from './disavowal-store.ts';

/** For how long "This wasn't me" can be pressed. */
const LINK_LIFE = 7 * DAY;

/**
 * A link "This wasn't me" for a notice about an account: opened it shows a page, pressed there it secures the account. For the
 * `secrets` of a message to one of the account's proven addresses, and for nothing else. Works once, for seven days.
 */
export async function makeDisavowalLink(
  services: Pick<Services, 'publicUrl'>,
  tx: Transaction,
  of: { readonly accountId: string; readonly kind: string; readonly toldTo: string },
  now: Date,
): Promise<string> {
  const token = newToken();
  // A second before: what is noted in the same transaction is of the same instant.
  const since = after(now, -SECOND);
  await insertDisavowal(tx, { ...of, tokenHash: hashToken(token), since, expiresAt: after(now, LINK_LIFE) });
  return `${services.publicUrl}/not-me/${token}`;
}
