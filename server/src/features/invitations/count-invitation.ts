import { AppError } from '../../kernel/app-error.ts';
import { after, DAY } from '../../kernel/clock.ts';
import type { Transaction } from '../../platform/database/database.ts';
import type { Services } from '../../platform/services.ts';
import { type Count, countMessage, listOpenEnds, sweepCounts } from './invitation-count-store.ts';

/** security.md A22: invitations are no way to send mail to strangers. */
const MAILS_TO_ONE_ADDRESS = 10;
const OPEN_FOR_ONE_ADDRESS = 5;
/** One person may send this part of what their organization may. */
const SHARE_OF_ONE_PERSON = 10;

/**
 * Counts a new invitation, or one that moves to another address: on its inviter, its organization and its recipient,
 * who is counted over all organizations. Whoever counts on the same rows waits, so that of two at the limit one wins.
 * To be called last: the count is what all invitations of an organization wait for. `inviterId` is null where an administrator's import sends many at once: that counts on the organization alone.
 * @throws AppError INV-CAP {scope, limit, tryAgainAt}: the transaction, and with it the count, is undone.
 */
export async function countInvitation(
  services: Pick<Services, 'invitationsPerDay'>,
  tx: Transaction,
  sent: { organizationId: string; inviterId: string | null; canonical: string },
  now: Date,
): Promise<void> {
  const { organizationId: organization, inviterId, canonical: recipient } = sent;
  const keys = { organization, recipient, ...(inviterId === null ? {} : { inviter: inviterId }) };
  const counts = await countMessage(tx, keys, now);
  refuseAbove(counts, services.invitationsPerDay, now);
  // The first of an organization's day clears away what nobody asks for any more.
  if (counts.some(({ scope, used }) => scope === 'organization' && used === 1)) await sweepCounts(tx, now);
  const ends = await listOpenEnds(tx, recipient, now);
  const [first] = ends;
  if (first && ends.length > OPEN_FOR_ONE_ADDRESS) throw capped('open', OPEN_FOR_ONE_ADDRESS, first);
}

/** Counts one more message to an invited address. @throws AppError INV-CAP {scope, limit, tryAgainAt} */
export async function countInvitationMail(
  services: Pick<Services, 'invitationsPerDay'>,
  tx: Transaction,
  canonical: string,
  now: Date,
): Promise<void> {
  refuseAbove(await countMessage(tx, { recipient: canonical }, now), services.invitationsPerDay, now);
}

function refuseAbove(counts: readonly Count[], perDay: number, now: Date): void {
  const limits = {
    inviter: Math.max(1, Math.floor(perDay / SHARE_OF_ONE_PERSON)),
    organization: perDay,
    recipient: MAILS_TO_ONE_ADDRESS,
  };
  const full = counts.find(({ scope, used }) => used > limits[scope]);
  if (full) throw capped(full.scope, limits[full.scope], tomorrow(now));
}

function capped(scope: string, limit: number, tryAgainAt: Date): AppError {
  return new AppError('INV-CAP', { scope, limit, tryAgainAt: tryAgainAt.toISOString() });
}

/** Days are those of UTC, as in `invitation_counts`. */
function tomorrow(now: Date): Date {
  return after(new Date(Math.floor(now.getTime() / DAY) * DAY), DAY);
}
