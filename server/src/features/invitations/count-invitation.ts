import { AppError } from '../../kernel/app-error.ts';
import { after, DAY } from '../../kernel/clock.ts';
import type { Transaction } from '../../platform/database/database.ts';
import type { Services } from '../../platform/services.ts';
import { dayIsFull } from './domain/send-at.ts';
import {
  type Count,
  type CountScope,
  countMessage,
  countMessages,
  findUsed,
  listCrowded,
  listOpenEnds,
  sweepCounts,
} from './invitation-count-store.ts';

/** security.md A22: invitations are no way to send messages to strangers. */
const MESSAGES_TO_ONE_ADDRESS = 10;
const OPEN_FOR_ONE_ADDRESS = 5;
/** One person may send this part of what their organization may. */
const SHARE_OF_ONE_PERSON = 100;

/**
 * Counts a new invitation, or one that moves to another address: on its inviter, its organization and its recipient,
 * who is counted over all organizations. Whoever counts on the same rows waits, so that of two at the limit one wins.
 * To be called last: the count is what all invitations of an organization wait for. `inviterId` is null where nobody in particular invites.
 * One that leaves later counts on the day on which it leaves, but now: whoever plans it is told, for at the time nobody would be.
 * @throws AppError INV-CAP {scope, limit, tryAgainAt}, REQUEST-INVALID for `sendAt` with SEND-DAY-FULL: the transaction, and with it the count, is undone.
 */
export async function countInvitation(
  services: Pick<Services, 'invitationsPerDay'>,
  tx: Transaction,
  sent: { organizationId: string; inviterId: string | null; recipients: readonly string[]; sendAt?: Date | null },
  now: Date,
): Promise<void> {
  const { organizationId: organization, inviterId, recipients, sendAt } = sent;
  const keys = { organization, recipients, ...(inviterId === null ? {} : { inviter: inviterId }) };
  // Asked together, answered one after the other: what is open is looked at once nobody else counts on the same rows.
  const [counts, ...open] = await Promise.all([
    countMessage(tx, keys, sendAt ?? now),
    ...recipients.map((recipient) => listOpenEnds(tx, recipient, now)),
  ]);
  refuseAbove(counts, services.invitationsPerDay, now, sendAt ? dayIsFull : fullToday);
  for (const ends of open) {
    const [first] = ends;
    if (first && ends.length > OPEN_FOR_ONE_ADDRESS) throw capped('open', OPEN_FOR_ONE_ADDRESS, first);
  }
  // The first of an organization's day clears away what nobody asks for any more.
  if (counts.some(({ scope, used }) => scope === 'organization' && used === 1)) await sweepCounts(tx, now);
}

/**
 * The same for many at once, whoever inserted them: they count on the organization and on each recipient, not on one
 * inviter. `sent`: the addresses of each; all differ. Answers which addresses are too many: where there are any, the transaction is to be undone.
 */
export async function countInvitations(
  services: Pick<Services, 'invitationsPerDay'>,
  tx: Transaction,
  organizationId: string,
  sent: readonly (readonly string[])[],
  now: Date,
): Promise<Map<string, AppError>> {
  const refused = new Map<string, AppError>();
  const recipients = sent.flat();
  const counts = await countMessages(tx, { organizationId, invitations: sent.length, recipients }, now);
  const total = counts.find(({ scope }) => scope === 'organization')?.used ?? 0;
  if (total === sent.length) await sweepCounts(tx, now);
  const most = limits(services.invitationsPerDay);
  for (const { scope, key, used } of counts) {
    if (scope === 'recipient' && used > most.recipient) refused.set(key, fullToday('recipient', most, now));
  }
  for (const { canonical, ends } of await listCrowded(tx, recipients, OPEN_FOR_ONE_ADDRESS, now)) {
    refused.set(canonical, capped('open', OPEN_FOR_ONE_ADDRESS, ends));
  }
  const within = sent.filter((addresses) => !addresses.some((address) => refused.has(address)));
  const over = Math.max(0, total - (sent.length - within.length) - most.organization);
  for (const address of within.slice(Math.max(0, within.length - over)).flat()) {
    refused.set(address, fullToday('organization', most, now));
  }
  return refused;
}

/** How many an organization may still send today: a look, no promise. `error`: what to answer to those above it. */
export async function findRoom(
  services: Pick<Services, 'database' | 'invitationsPerDay'>,
  organizationId: string,
  now: Date,
) {
  const most = limits(services.invitationsPerDay);
  const used = await findUsed(services.database, organizationId, now);
  return { left: Math.max(0, most.organization - used), error: fullToday('organization', most, now) };
}

/** Counts one more message to each invited address. @throws AppError INV-CAP {scope, limit, tryAgainAt} */
export async function countInvitationMessages(
  services: Pick<Services, 'invitationsPerDay'>,
  tx: Transaction,
  recipients: readonly string[],
  now: Date,
): Promise<void> {
  refuseAbove(await countMessage(tx, { recipients }, now), services.invitationsPerDay, now);
}

function refuseAbove(counts: readonly Count[], perDay: number, now: Date, errorOf: ErrorOf = fullToday): void {
  const most = limits(perDay);
  const full = counts.find(({ scope, used }) => used > most[scope]);
  if (full) throw errorOf(full.scope, most, now);
}

type ErrorOf = (scope: CountScope, most: Limits, now: Date) => AppError;

type Limits = Readonly<Record<CountScope, number>>;

function limits(perDay: number): Limits {
  return {
    inviter: Math.max(1, Math.floor(perDay / SHARE_OF_ONE_PERSON)),
    organization: perDay,
    recipient: MESSAGES_TO_ONE_ADDRESS,
  };
}

function fullToday(scope: CountScope, most: Limits, now: Date): AppError {
  return capped(scope, most[scope], tomorrow(now));
}

function capped(scope: string, limit: number, tryAgainAt: Date): AppError {
  return new AppError('INV-CAP', { scope, limit, tryAgainAt: tryAgainAt.toISOString() });
}

/** Days are those of UTC, as in `invitation_counts`. */
function tomorrow(now: Date): Date {
  return after(new Date(Math.floor(now.getTime() / DAY) * DAY), DAY);
}
