/** What of an organization's limit is taken. */
export type Seats = {
  /** How many members there may be; null: as many as come. */
  readonly limit: number | null;
  /** Members, suspended ones among them. */
  readonly members: number;
  /** People who can still come in by an invitation, and are no members: each once, however many addresses they were invited by. */
  readonly invitations: number;
};

/** Whether nobody can come in any more. `count_members` is the twin in SQL. */
export function isFull({ limit, members }: Pick<Seats, 'limit' | 'members'>): boolean {
  return limit !== null && members >= limit;
}

/** How many more may be invited, so that each of them finds a place; null: as many as one likes. */
export function seatsLeft({ limit, members, invitations }: Seats): number | null {
  return limit === null ? null : Math.max(0, limit - members - invitations);
}

/** How many are invited for whom there is no place. */
export function seatsOver({ limit, members, invitations }: Seats): number {
  return limit === null ? 0 : Math.max(0, members + invitations - limit);
}
