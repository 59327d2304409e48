import { AppError } from '../../kernel/app-error.ts';
import type { Transaction } from '../../platform/database/database.ts';
import { isFull, type Seats, seatsOver } from './domain/seats.ts';
import { countMembersWith, findSeats, hasRoom, lockLimit } from './seat-store.ts';

/**
 * Whether the account finds a place in the organization, as long as this transaction lasts: of two who come for the last
 * one the second waits, and finds none. To be asked in the transaction that inserts the membership, before it, and after
 * the invitation was locked (`count_members` sees to it that nobody forgets).
 */
export async function findSeat(tx: Transaction, organizationId: string, accountId: string): Promise<boolean> {
  const limit = await lockLimit(tx, organizationId);
  if (limit === null) return true;
  const { members, isMember } = await countMembersWith(tx, organizationId, accountId);
  return isMember || !isFull({ limit, members });
}

/** How many of those who are invited now have no place: to be asked after their invitations were written. */
export async function countOver(
  tx: Transaction,
  organizationId: string,
  now: Date,
): Promise<{ readonly over: number; readonly error: AppError }> {
  const isLimited = (await lockLimit(tx, organizationId)) !== null;
  const isTight = isLimited && !(await hasRoom(tx, organizationId, now));
  const counted = isTight ? await findSeats(tx, organizationId, now) : null;
  const seats = counted ?? { limit: null, members: 0, invitations: 0 };
  return { over: seatsOver(seats), error: seatsFull('inviter', seats) };
}

/** `who` is told what they can do about it; `list`: whoever looks at a row of an import. */
export function seatsFull(who: 'inviter' | 'approver' | 'list', { limit, members, invitations }: Seats): AppError {
  return new AppError('SEATS-FULL', { who, limit: limit ?? 0, members, invitations });
}
