import { createHash } from 'node:crypto';
import type { FastifyRequest } from 'fastify';
import { AppError } from '../../kernel/app-error.ts';
import { after, type Clock, DAY } from '../../kernel/clock.ts';
import type { Database } from '../database/database.ts';
import { claimKey, forgetKey, keepAnswer } from './idempotency-store.ts';

/** `Idempotency-Key`: the same key and body within a day is answered with the first answer, and has one effect. */
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
        .update(`${request.method} ${request.url}\n${JSON.stringify(request.body ?? null)}`)
        .digest();
      const now = clock.now();
      const claim = await claimKey(database, { accountId, key, hash, now, oldest: after(now, -DAY) });
      if (claim && !claim.mine) return replay(claim, hash);
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

function replay(claim: { hash: Buffer; status: number | null; body: unknown }, hash: Buffer): unknown {
  if (!claim.hash.equals(hash)) throw new AppError('IDEMPOTENCY-REUSED');
  if (claim.status === null) throw new AppError('CONFLICT');
  return claim.body;
}
