import { command, type Queryable, statement } from '../../platform/database/database.ts';

export type NewHandOver = {
  readonly invitationId: string;
  /** The version of the address until now. */
  readonly fromVersion: number;
  readonly accountId: string;
  readonly byName: string;
  readonly toShown: string;
  readonly note: string | null;
};

const INSERT = command(`
  insert into invitation_hand_overs (invitation_id, from_version, at, account_id, by_name, to_shown, note)
  values ($1, $2, $3, $4, $5, $6, $7)`);

export async function insertHandOver(tx: Queryable, handOver: NewHandOver, now: Date): Promise<void> {
  const { invitationId, fromVersion, accountId, byName, toShown, note } = handOver;
  await tx.query(INSERT, [invitationId, fromVersion, now, accountId, byName, toShown, note ?? '']);
}

const COUNT = statement<{ count: number }>(`
  select count(*)::int as count from invitation_hand_overs where invitation_id = $1`);

/** How often an invitation was handed over. */
export async function countHandOvers(queryable: Queryable, invitationId: string): Promise<number> {
  const [row] = await queryable.query(COUNT, [invitationId]);
  return row?.count ?? 0;
}

const FIND = statement<{ to: string; at: Date }>(`
  select to_shown as "to", at from invitation_hand_overs where invitation_id = $1 and at = $2`);

/** To whom it was handed over when a link died; null when it died of something else. */
export async function findHandOver(
  queryable: Queryable,
  invitationId: string,
  deadAt: Date,
): Promise<{ to: string; at: Date } | null> {
  const [row] = await queryable.query(FIND, [invitationId, deadAt]);
  return row ?? null;
}
