import { AppError, isAppError } from '../../kernel/app-error.ts';
import { after, MINUTE } from '../../kernel/clock.ts';
import { hashToken } from '../../platform/crypto/tokens.ts';
import type { Services } from '../../platform/services.ts';
import { findProvenFlow } from './flow-store.ts';
import { getFlowSituation } from './load-situation.ts';

/** Whoever uses the browser later is not led to a page that somebody else has left open. */
const LEADS_BACK = 15 * MINUTE;

/**
 * Why a browser without a session is refused: somebody in it has proven who they are and must set a password before anything
 * else answers (ASVS 6.4.1). Null where that is not why. `token`: the cookie that its flows are bound to.
 */
export async function heldByPassword(
  services: Pick<Services, 'database' | 'clock'>,
  token: string,
): Promise<AppError | null> {
  const now = services.clock.now();
  const clientHash = hashToken(token);
  const flow = await findProvenFlow(services.database, clientHash, now, after(now, -LEADS_BACK));
  if (flow === null) return null;
  try {
    const { next, row } = await getFlowSituation(services.database, flow, { clientHash, session: null }, now);
    // Whoever is only invited is nobody's member yet: that they are not signed in is all there is to say.
    if (row.invitationId !== null && !row.added) return null;
    return next.name === 'set-password' ? new AppError('PASSWORD-NEEDED', { flow }) : null;
  } catch (error) {
    if (isAppError(error, 'FLOW-NOT-FOUND', 'FLOW-EXPIRED')) return null;
    throw error;
  }
}
