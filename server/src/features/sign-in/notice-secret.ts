import type { SecretBox } from '../../platform/crypto/secret-box.ts';
import { newTypedCode, normalizeTypedCode } from '../../platform/crypto/tokens.ts';

const CONTEXT = 'notice-link';

/**
 * The secret of a link that takes something back: ten characters (49 bits), so that it fits one text message in every script.
 * Tries are counted by network where it is presented; it is kept as a keyed hash.
 */
export function newNoticeSecret({ secretBox }: { readonly secretBox: SecretBox }) {
  const secret = normalizeTypedCode(newTypedCode());
  return { secret, hash: secretBox.keyedHash(secret, CONTEXT) };
}

/** What the secret could be kept as, under every key. */
export function noticeHashes({ secretBox }: { readonly secretBox: SecretBox }, presented: string): Buffer[] {
  return secretBox.keyedHashes(normalizeTypedCode(presented), CONTEXT);
}
