import { command, owingWork, type Queryable, statement } from '../../platform/database/database.ts';
import type { Channel, SubjectType } from './message-store.ts';

// What is useful for a while only is a code, and the codes of a backup are dead.
const HOLD = statement<{ held: number }>(`
  with dead as (
    update messages set state = 'abandoned', secrets = null, updated_at = $1
    where state in ('queued', 'sending') and useful_until is not null),
  held as (
    update messages set held_at = $1
    where state in ('queued', 'sending') and useful_until is null returning id)
  select count(*)::int as held from held`);

/** Holds every message that has not left; answers how many. Codes are given up. */
export async function holdWaiting(queryable: Queryable, now: Date): Promise<number> {
  return (await queryable.query(HOLD, [now]))[0]?.held ?? 0;
}

export type HeldRow = { organizationId: string | null; count: number; since: Date };

const COUNT = statement<HeldRow>(`
  select organization_id as "organizationId", count(*)::int as count, min(held_at) as since
  from messages where held_at is not null and ($1::text is null or organization_id = $1)
  group by organization_id order by organization_id`);

/** Held messages by organization, of one or (null) of all. */
export function countHeld(queryable: Queryable, organizationId: string | null): Promise<HeldRow[]> {
  return queryable.query(COUNT, [organizationId]);
}

const RELEASE = statement<{ id: string }>(`
  update messages set held_at = null
  where held_at is not null and ($1::text is null or organization_id = $1) returning id`);
const WAKE = owingWork(
  command(`
  update jobs set run_at = $2 from unnest($1::text[]) as released (id)
  where jobs.run_at = 'infinity' and jobs.payload->>'messageId' = released.id`),
);

/** Lets held messages leave; answers how many. */
export async function releaseHeld(queryable: Queryable, organizationId: string | null, now: Date): Promise<number> {
  const ids = (await queryable.query(RELEASE, [organizationId])).map(({ id }) => id);
  await queryable.query(WAKE, [ids, now]);
  return ids.length;
}

export type DiscardedRow = {
  id: string;
  channel: Channel;
  toAddress: string;
  subjectType: SubjectType | null;
  subjectId: string | null;
};

// Their jobs wake up, find nothing to send, and end.
const DISCARD = statement<DiscardedRow>(`
  update messages set held_at = null, state = 'abandoned', secrets = null, updated_at = $2
  where held_at is not null and state in ('queued', 'sending') and ($1::text is null or organization_id = $1)
  returning id, channel, to_address as "toAddress", subject_type as "subjectType", subject_id as "subjectId"`);

/** Gives held messages up: they never leave. */
export async function discardHeld(
  queryable: Queryable,
  organizationId: string | null,
  now: Date,
): Promise<DiscardedRow[]> {
  const rows = await queryable.query(DISCARD, [organizationId, now]);
  await queryable.query(WAKE, [rows.map(({ id }) => id), now]);
  return rows;
}
