import { type Queryable, statement } from '../../platform/database/database.ts';
import { LIVE_STATES } from './domain/invitation.ts';

export type CountScope = 'inviter' | 'organization' | 'recipient';
export type Count = { scope: CountScope; used: number };

// Always in this order, whoever counts: of two that count on the same rows none can wait for the other for ever.
const COUNT = statement<Count>(`
  insert into invitation_counts (scope, key, day, used)
  select scope, key, ($4::timestamptz at time zone 'UTC')::date, 1
  from (values (1, 'inviter', $1::text), (2, 'organization', $2::text), (3, 'recipient', $3::text)) v (place, scope, key)
  where key is not null order by place
  on conflict (scope, key, day) do update set used = invitation_counts.used + 1
  returning scope, used`);

/** Counts one message on each key that is given, and holds those rows until the transaction ends. */
export async function countMessage(
  queryable: Queryable,
  keys: Readonly<Partial<Record<CountScope, string>>>,
  now: Date,
): Promise<Count[]> {
  return queryable.query(COUNT, [keys.inviter ?? null, keys.organization ?? null, keys.recipient ?? null, now]);
}

const OPEN = statement<{ ends: Date }>(`
  select greatest(expires_at, resumable_until) as ends from invitations
  where address_canonical = $1 and state = any($2) and greatest(expires_at, resumable_until) > $3
  order by ends limit 100`);

/** When each open invitation of an address ends, over all organizations, earliest first. */
export async function listOpenEnds(queryable: Queryable, canonical: string, now: Date): Promise<Date[]> {
  return (await queryable.query(OPEN, [canonical, LIVE_STATES, now])).map(({ ends }) => ends);
}

const SWEEP = statement<{ key: string }>(`
  delete from invitation_counts where (scope, key, day) in (
    select scope, key, day from invitation_counts where day < ($1::timestamptz at time zone 'UTC')::date - 1
    order by day limit 5000 for update skip locked)
  returning key`);

/** Forgets what was counted before yesterday, some of it at a time. */
export async function sweepCounts(queryable: Queryable, now: Date): Promise<void> {
  await queryable.query(SWEEP, [now]);
}
