import type { ErrorCode } from '@gatehouse/contract/errors';
import type { Caller } from '../../kernel/actor.ts';
import type { Queryable } from '../../platform/database/database.ts';
import type { Services } from '../../platform/services.ts';
import { insertSignInEvent } from './sign-in-event-store.ts';

export type SignInAttempt = {
  readonly accountId: string | null;
  /** As typed, cut to 254 characters: it may be anything. */
  readonly identifier: string;
  readonly method: string;
  /** All of them, where there was more than one: `method` is the first. */
  readonly methods?: readonly string[];
  /** Null: it succeeded. */
  readonly reason: ErrorCode | null;
};

/** One line of the sign-in log, with its reason. */
export async function recordSignIn(
  services: Pick<Services, 'metrics'>,
  queryable: Queryable,
  caller: Caller,
  attempt: SignInAttempt,
  now: Date,
): Promise<void> {
  const result = attempt.reason === null ? 'success' : 'failure';
  services.metrics.count('gatehouse_sign_ins_total', { method: attempt.method, result });
  const { ip, userAgent } = caller;
  const identifier = attempt.identifier.slice(0, 254);
  const all = [...new Set(attempt.methods)];
  const methods = all.length > 1 ? all : null;
  await insertSignInEvent(queryable, { ...attempt, methods, identifier, result, ip, userAgent }, now);
}
