import type { Caller } from '../../kernel/actor.ts';
import { after } from '../../kernel/clock.ts';
import { hashToken, newToken } from '../../platform/crypto/tokens.ts';
import type { Transaction } from '../../platform/database/database.ts';
import { SESSION_LIFE } from './authenticate-session.ts';
import { insertSession } from './session-store.ts';

export type StartedSession = {
  /** For the cookie; only its hash is stored. */
  readonly token: string;
  readonly sessionId: string;
  /** Seconds. */
  readonly maxAge: number;
};

/** A new session with a new token: at every authentication (ASVS 7.2.4). */
export async function startSession(
  tx: Transaction,
  caller: Caller,
  session: { accountId: string; organizationId: string | null; methods: readonly string[] },
  now: Date,
): Promise<StartedSession> {
  const token = newToken();
  const row = {
    ...session,
    tokenHash: hashToken(token),
    expiresAt: after(now, SESSION_LIFE),
    ip: caller.ip,
    userAgent: caller.userAgent,
  };
  return { token, sessionId: await insertSession(tx, row, now), maxAge: SESSION_LIFE / 1000 };
}
