import type { SignedIn } from '../../kernel/actor.ts';
import { after, MINUTE } from '../../kernel/clock.ts';
import { hashToken } from '../../platform/crypto/tokens.ts';
import { gathered } from '../../platform/database/gathered.ts';
import type { Services } from '../../platform/services.ts';
import { findLiveSession, findLiveSessions, type LiveSession, touchSession } from './session-store.ts';

type Needed = Pick<Services, 'database' | 'clock' | 'logger'>;

/** The live session of a token, or null. */
export async function authenticateSession(services: Needed, token: string): Promise<SignedIn | null> {
  const now = services.clock.now();
  return findLiveSession(services.database, hashToken(token), now);
}

/** How long a proof counts as fresh before something that matters (ASVS 7.5.1). */
export const PROOF_LIFE = 15 * MINUTE;

/** Whether the person of a session proved it lately; `strong`: by more than a code to their mailbox. */
export function isProofFresh(
  { provenAt, mailProvenAt }: SignedIn,
  now: Date,
  wanted: 'fresh' | 'strong' = 'fresh',
): boolean {
  const proofs = wanted === 'strong' ? [provenAt] : [provenAt, mailProvenAt];
  return proofs.some((at) => at !== null && after(at, PROOF_LIFE) > now);
}

/**
 * How requests find their session, and whether its person proved it lately. Those that arrive together are read by one
 * statement; `last_seen_at` is moved at most once a minute, beside it.
 */
export function sessionReader(services: Needed) {
  const find = gathered((hashes: readonly Buffer[]) =>
    findLiveSessions(services.database, hashes, services.clock.now()),
  );
  return {
    authenticate: async (token: string): Promise<SignedIn | null> => {
      const session = await find(hashToken(token));
      if (session) touchNowAndThen(services, session);
      return session;
    },
    isFresh: (session: SignedIn, wanted: 'fresh' | 'strong') => isProofFresh(session, services.clock.now(), wanted),
  };
}

function touchNowAndThen({ database, clock, logger }: Needed, { sessionId, lastSeenAt }: LiveSession): void {
  const now = clock.now();
  if (now.getTime() - lastSeenAt.getTime() <= MINUTE) return;
  touchSession(database, sessionId, now).catch((error: unknown) => logger.warn({ err: error }, 'session not touched'));
}
