import { writeFile } from 'node:fs/promises';
import { dictionary } from '@zxcvbn-ts/language-common';
import { isRepeated, passwordCore } from '../contract/src/password-rules.ts';
import { writePasswordBlocklist } from '../server/src/platform/crypto/password-blocklist.ts';

/*
 * Writes server/data/common-passwords.bin: the passwords of @zxcvbn-ts/language-common (MIT), which were gathered from
 * public breaches and are in lower case. Run it with tsx after an update of that package; see docs/decisions/0005.
 */

const SHORTEST_ALLOWED = 8; // no organization may allow less (contract/src/organizations.ts)

/** Each word once: `dragon` stands for `dragon1` and `123dragon` too. Without what the other rules refuse anyway. */
export function commonPasswords(): string[] {
  const words = new Set(dictionary['passwords-common'].map((password) => passwordCore(password) ?? password));
  return [...words].filter(
    (word) => passwordCore(word) !== null || (word.length >= SHORTEST_ALLOWED && !isRepeated(word)),
  );
}

if (import.meta.main) {
  const target = new URL('../server/data/common-passwords.bin', import.meta.url);
  const words = commonPasswords();
  const bytes = writePasswordBlocklist(words);
  await writeFile(target, bytes);
  console.log(`${words.length} passwords, ${bytes.length} bytes`);
}
