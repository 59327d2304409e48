import type { SecretBox } from '../../platform/crypto/secret-box.ts';
import type { Queryable } from '../../platform/database/database.ts';
import { sealContext } from './enqueue-message.ts';
import { listSealedSecrets } from './sealed-secrets-read-model.ts';

/** How many messages to look at: a wrong key fits none of them. */
const LOOKED_AT = 50;

/** Of the newest messages that have not left: how many there are, and how many no key opens. Reads no word of them. */
export async function countUnreadableSecrets(services: {
  readonly database: Queryable;
  readonly secretBox: Pick<SecretBox, 'open'>;
}): Promise<{ lookedAt: number; unreadable: number }> {
  const sealed = await listSealedSecrets(services.database, LOOKED_AT);
  const unreadable = sealed.filter(({ id, secrets }) => !opens(services.secretBox, secrets, sealContext(id)));
  return { lookedAt: sealed.length, unreadable: unreadable.length };
}

/** For a page that anybody may read: whether another process, or an earlier start, had other keys. Null while all is well. */
export async function keysProblem(services: Parameters<typeof countUnreadableSecrets>[0]): Promise<string | null> {
  const { lookedAt, unreadable } = await countUnreadableSecrets(services);
  if (unreadable === 0) return null;
  return `GATEHOUSE_SECRET opens ${lookedAt - unreadable} of ${lookedAt} messages that wait: every process needs the same keys`;
}

function opens(secretBox: Pick<SecretBox, 'open'>, sealed: Buffer, context: string): boolean {
  try {
    secretBox.open(sealed, context);
    return true;
  } catch {
    return false;
  }
}
