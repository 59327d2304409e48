import type { SignedIn } from '../../kernel/actor.ts';
import { after, MINUTE } from '../../kernel/clock.ts';
import { hashToken } from '../../platform/crypto/tokens.ts';
import type { Services } from '../../platform/services.ts';
import { findLiveSession, touchSession } from './session-store.ts';

/** The live session of a token, or null. One statement; `last_seen_at` is moved at most once a minute, beside it. */
export async function authenticateSession(
  services: Pick<Services, 'database' | 'clock' | 'logger'>,
  token: string,
): Promise<SignedIn | null> {
  const now = services.clock.now();
  const session = await findLiveSession(services.database, hashToken(token), now);
  if (session && now.getTime() - session.lastSeenAt.getTime() > MINUTE) {
    touchSession(services.database, session.sessionId, now).catch((error: unknown) => {
      services.logger.warn({ err: error }, 'session not touched');
    });
  }
  return session;
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

/** How requests find their session, and whether its person proved it lately. */
export function sessionReader(services: Pick<Services, 'database' | 'clock' | 'logger'>) {
  return {
    authenticate: (token: string) => authenticateSession(services, token),
    isFresh: (session: SignedIn, wanted: 'fresh' | 'strong') => isProofFresh(session, services.clock.now(), wanted),
  };
}
