import { hashToken, normalizeTypedCode } from '../../platform/crypto/tokens.ts';
import type { Services } from '../../platform/services.ts';
import { TYPED_CODE_CONTEXT } from './invitation-messages.ts';
import { findIdByToken, findIdByTypedCode } from './invitation-store.ts';

/** What a person may paste: the whole link, its last part, or the typed code; the link of an SMS ends in that code. */
export type PresentedSecret = {
  readonly id: string;
  readonly dead: boolean;
  /** When the invitation moved to another address, where that is why. */
  readonly deadAt: Date | null;
  /** Of the invitation's addresses the one at which the secret was found live or dead. */
  readonly addressVersion: number;
  readonly by: 'link' | 'typed-code';
};

const TOKEN = /^[\w-]{43}$/;
const TYPED_CODE = /^[2-9A-HJKMNP-Z]{10}$/;

/** The link's last part, or what may be a typed code, out of whatever was pasted. */
function secretIn(presented: string): string {
  const trimmed = presented.trim();
  return /\/i\/([\w-]{10,43})/.exec(trimmed)?.[1] ?? trimmed;
}

/** True for what could be one of the short codes, which must not be guessed. */
export function isTypedCode(presented: string): boolean {
  return TYPED_CODE.test(normalizeTypedCode(secretIn(presented)));
}

/** The invitation that a link or a typed code opens; null when there is none. Reads only. */
export async function findPresentedInvitation(
  services: Pick<Services, 'database' | 'secretBox'>,
  presented: string,
): Promise<PresentedSecret | null> {
  const token = secretIn(presented);
  if (TOKEN.test(token)) {
    const found = await findIdByToken(services.database, hashToken(token));
    return found && { ...found, by: 'link' };
  }
  const code = normalizeTypedCode(token);
  if (!TYPED_CODE.test(code)) return null;
  const found = await findIdByTypedCode(services.database, services.secretBox.keyedHashes(code, TYPED_CODE_CONTEXT));
  return found && { ...found, by: 'typed-code' };
}
