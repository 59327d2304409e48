import { AppError } from '../../../../kernel/app-error.ts';
import { after, MINUTE } from '../../../../kernel/clock.ts';
import type { Transaction } from '../../../../platform/database/database.ts';
import type { Services } from '../../../../platform/services.ts';
import {
  type Attempt,
  type CodeState,
  type CodeTarget,
  listCodes,
  TRIES_PER_CODE,
  tryCode,
} from './one-time-code-store.ts';
import { codeContext } from './send-code.ts';

/**
 * Uses one try; only a code that went to this very address can be right. `others`: further addresses of the same account,
 * whose wrong tries count with those of this one (security.md A13). No problem when the code is right: it is consumed with
 * this transaction. Otherwise the error to show, which must be thrown only after the commit, for the try must count: CODE-WRONG
 * {left}, CODE-EXPIRED, CODE-SUPERSEDED {time}, CODE-TOO-MANY {time}. `compared`: there was a live code, and this was a try at it.
 */
export async function checkCode(
  services: Pick<Services, 'secretBox'>,
  tx: Transaction,
  target: CodeTarget & { readonly others: readonly string[] },
  code: string,
  now: Date,
): Promise<{ readonly problem: AppError | null; readonly compared: boolean }> {
  const hashes = services.secretBox.keyedHashes(code, codeContext(target));
  const counted = [...new Set([target.destination, ...target.others])].sort();
  const attempt = await tryCode(tx, target, counted, hashes, now);
  if (attempt?.right) return { problem: null, compared: true };
  return { problem: problemOf(attempt, await listCodes(tx, target, hashes), now), compared: attempt !== null };
}

function problemOf(attempt: Attempt | null, codes: readonly CodeState[], now: Date): AppError {
  const newest = codes[0];
  if (!newest) return new AppError('CODE-EXPIRED');
  const older = codes.slice(1).some((row) => row.matches && row.supersededAt !== null);
  if (older) return new AppError('CODE-SUPERSEDED', { time: newest.createdAt.toISOString() });
  if (attempt && attempt.tries < TRIES_PER_CODE)
    return new AppError('CODE-WRONG', { left: TRIES_PER_CODE - attempt.tries });
  if (!attempt && newest.expiresAt <= now) return new AppError('CODE-EXPIRED');
  return new AppError('CODE-TOO-MANY', { time: after(newest.createdAt, 15 * MINUTE).toISOString() });
}
