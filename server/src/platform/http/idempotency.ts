import { createHash } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import type { FastifyRequest } from 'fastify';
import { AppError } from '../../kernel/app-error.ts';
import { after, type Clock, DAY } from '../../kernel/clock.ts';
import type { Database } from '../database/database.ts';
import { type Claim, claimKey, forgetKey, keepAnswer } from './idempotency-store.ts';

/**
 * `Idempotency-Key`: the same key and body within a day is answered with the first answer, and has one effect. Who comes
 * while the first still works waits for its answer, five seconds at most.
 */
export type Idempotency = {
  once(request: FastifyRequest, accountId: string, status: number, act: () => Promise<unknown>): Promise<unknown>;
};

export function createIdempotency(database: Database, clock: Clock): Idempotency {
  return {
    once: async (request, accountId, status, act) => {
      const key = request.headers['idempotency-key'];
      if (key === undefined) return act();
      if (typeof key !== 'string' || !/^[\x21-\x7e]{1,200}$/.test(key)) throw new AppError('REQUEST-MALFORMED');
      const hash = createHash('sha256')
        .update(`${request.method} ${request.url}\n`)
        .update(Buffer.isBuffer(request.body) ? request.body : JSON.stringify(request.body ?? null))
        .digest();
      const claim = await claimOrWait(database, clock, { accountId, key, hash });
      if (!claim.mine) return claim.body;
      try {
        const answer = await act();
        await keepAnswer(database, { accountId, key, status, body: answer });
        return answer;
      } catch (error) {
        await forgetKey(database, accountId, key);
        throw error;
      }
    },
  };
}

const LOOKS = 100;
const BETWEEN_LOOKS = 50; // milliseconds

/** @throws AppError IDEMPOTENCY-REUSED; CONFLICT when the first one takes too long */
async function claimOrWait(
  database: Database,
  clock: Clock,
  wanted: { accountId: string; key: string; hash: Buffer },
): Promise<Claim> {
  for (let look = 1; look <= LOOKS; look++) {
    const now = clock.now();
    const claim = await claimKey(database, { ...wanted, now, oldest: after(now, -DAY) });
    if (!claim.hash.equals(wanted.hash)) throw new AppError('IDEMPOTENCY-REUSED');
    if (claim.mine || claim.status !== null) return claim;
    await pause(BETWEEN_LOOKS);
  }
  throw new AppError('CONFLICT');
}
