import { newRecoveryCode, normalizeTypedCode } from '../../../../platform/crypto/tokens.ts';
import type { FactorContext, TypedFactor } from '../factor.ts';
import { lockCredentials } from '../passkey/passkey-store.ts';
import { consumeRecoveryCode, replaceRecoveryCodes } from './recovery-code-store.ts';

/** Codes of one set. */
const COUNT = 10;

function contextOf(accountId: string): string {
  return `recovery-code:${accountId}`;
}

/** Ten new codes of 79 bits (NIST SP 800-63B-4 s. 4.2.1.2 asks for 64), to be shown once: only their hashes are kept. */
export async function makeRecoveryCodes({ services, tx, accountId, now }: FactorContext): Promise<string[]> {
  const codes = Array.from({ length: COUNT }, newRecoveryCode);
  const hashes = codes.map((code) => services.secretBox.keyedHash(normalizeTypedCode(code), contextOf(accountId)));
  // Of two sets that are made at once the later one takes the place of the other.
  await lockCredentials(tx, accountId);
  await replaceRecoveryCodes(tx, accountId, hashes, now);
  return codes;
}

/** Each works once; the others of the set go on working (ASVS 6.5.1). */
export const recoveryCodeFactor: TypedFactor = {
  check: async ({ services, tx, accountId, now }, typed) => {
    const hashes = services.secretBox.keyedHashes(normalizeTypedCode(typed), contextOf(accountId));
    return (await consumeRecoveryCode(tx, accountId, hashes, now)) !== null;
  },
};
