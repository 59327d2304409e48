import type { Caller } from '../../kernel/actor.ts';
import { after } from '../../kernel/clock.ts';
import { hashToken } from '../../platform/crypto/tokens.ts';
import type { Transaction } from '../../platform/database/database.ts';
import { SESSION_LIFE } from './domain/session-life.ts';
import { findLiveSession, insertSession, rotateToken } from './session-store.ts';

export type StartedSession = {
  /** For the cookie; only its hash is stored. */
  readonly token: string;
  readonly sessionId: string;
  /** Seconds. */
  readonly maxAge: number;
};

export type SessionStart = {
  readonly accountId: string;
  readonly organizationId: string | null;
  readonly methods: readonly string[];
  /** When all that the account can be asked was proven; null: it was not. */
  readonly provenAt: Date | null;
};

/** A new session: at every authentication, with a token of its own (ASVS 7.2.4), of 32 bytes that nobody can guess. */
export async function startSession(
  tx: Transaction,
  caller: Caller,
  session: SessionStart,
  token: string,
  now: Date,
): Promise<StartedSession> {
  const row = {
    ...session,
    tokenHash: hashToken(token),
    expiresAt: after(now, SESSION_LIFE),
    ip: caller.ip,
    userAgent: caller.userAgent,
  };
  const sessionId = await insertSession(tx, row, now);
  return { token, sessionId, maxAge: SESSION_LIFE / 1000 };
}

/** The session that was started with this token, once more: for an answer that got lost. Null when it has ended. */
export async function repeatSession(tx: Transaction, token: string, now: Date): Promise<StartedSession | null> {
  const live = await findLiveSession(tx, hashToken(token), now);
  return live && { token, sessionId: live.sessionId, maxAge: SESSION_LIFE / 1000 };
}

type ConfirmedSession = {
  readonly sessionId: string;
  readonly accountId: string;
  readonly methods: readonly string[];
  /** By a code to the mailbox, and nothing else. */
  readonly byMail: boolean;
  /** When it was. */
  readonly provenAt: Date;
};

/**
 * The same session with another token, after its person proved anew who they are: the token before is worth nothing
 * from this moment (ASVS 7.2.4). Its end does not move. Null when it has ended.
 */
export async function confirmSession(
  tx: Transaction,
  session: ConfirmedSession,
  token: string,
  now: Date,
): Promise<StartedSession | null> {
  const { methods, byMail, provenAt } = session;
  const by = { tokenHash: hashToken(token), methods, byMail, provenAt };
  const expiresAt = await rotateToken(tx, session, by, now);
  if (!expiresAt) return null;
  const maxAge = Math.ceil((expiresAt.getTime() - now.getTime()) / 1000);
  return { token, sessionId: session.sessionId, maxAge };
}
