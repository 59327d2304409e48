import { type Queryable, statement } from '../../platform/database/database.ts';
import { LIVE_STATES } from './domain/invitation.ts';

export type CountScope = 'inviter' | 'organization' | 'recipient';
export type Count = { scope: CountScope; used: number };

// Always in this order, whoever counts: of two that count on the same rows none can wait for the other for ever.
const COUNT = statement<Count>(`
  insert into invitation_counts (scope, key, day, used)
  select scope, key, ($4::timestamptz at time zone 'UTC')::date, 1
  from (values (1, 'inviter', $1::text), (2, 'organization', $2::text)
    union all select 3, 'recipient', r from unnest($3::text[]) r) v (place, scope, key)
  where key is not null order by place, key
  on conflict (scope, key, day) do update set used = invitation_counts.used + 1
  returning scope, used`);

/** Counts one message on each key that is given, and holds those rows until the transaction ends. */
export async function countMessage(
  queryable: Queryable,
  keys: { readonly inviter?: string; readonly organization?: string; readonly recipients: readonly string[] },
  now: Date,
): Promise<Count[]> {
  return queryable.query(COUNT, [keys.inviter ?? null, keys.organization ?? null, keys.recipients, now]);
}

const OPEN = statement<{ ends: Date }>(`
  select greatest(expires_at, resumable_until) as ends from invitations
  where (address_canonical = $1 or phone = $1) and state = any($2) and greatest(expires_at, resumable_until) > $3
  order by ends limit 100`);

/** When each open invitation of an address or number ends, over all organizations, earliest first. */
export async function listOpenEnds(queryable: Queryable, canonical: string, now: Date): Promise<Date[]> {
  return (await queryable.query(OPEN, [canonical, LIVE_STATES, now])).map(({ ends }) => ends);
}

// The organization's row first, then the recipients' in the order of their addresses, as in COUNT.
const COUNT_MANY = statement<Count & { key: string }>(`
  with organization as (
    insert into invitation_counts (scope, key, day, used)
    values ('organization', $1, ($3::timestamptz at time zone 'UTC')::date, $4)
    on conflict (scope, key, day) do update set used = invitation_counts.used + excluded.used
    returning scope, key, used),
  recipients as (
    insert into invitation_counts (scope, key, day, used)
    select 'recipient', key, ($3::timestamptz at time zone 'UTC')::date, 1 from unnest($2::text[]) as key
    where (select count(*) from organization) > 0 order by key
    on conflict (scope, key, day) do update set used = invitation_counts.used + 1
    returning scope, key, used)
  select scope, key, used from organization union all select scope, key, used from recipients`);

/** Counts one message to each of `recipients`, which differ, and all invitations on the organization; holds those rows. */
export async function countMessages(
  tx: Queryable,
  of: { readonly organizationId: string; readonly invitations: number; readonly recipients: readonly string[] },
  now: Date,
): Promise<(Count & { key: string })[]> {
  return tx.query(COUNT_MANY, [of.organizationId, of.recipients, now, of.invitations]);
}

const USED = statement<{ used: number }>(`
  select used from invitation_counts
  where scope = 'organization' and key = $1 and day = ($2::timestamptz at time zone 'UTC')::date`);

/** What an organization has sent today, as far as it is committed. */
export async function findUsed(queryable: Queryable, organizationId: string, now: Date): Promise<number> {
  return (await queryable.query(USED, [organizationId, now]))[0]?.used ?? 0;
}

const CROWDED = statement<{ canonical: string; ends: Date }>(`
  select canonical, min(ends) as ends from (
    select address_canonical as canonical, greatest(expires_at, resumable_until) as ends from invitations
    where address_canonical = any($1) and state = any($2)
    union all
    select phone, greatest(expires_at, resumable_until) from invitations
    where phone = any($1) and phone <> address_canonical and state = any($2)) open
  where ends > $3 group by canonical having count(*) > $4`);

/** Those of `canonicals` that have more than `most` open invitations over all organizations, with the end of the first. */
export async function listCrowded(
  queryable: Queryable,
  canonicals: readonly string[],
  most: number,
  now: Date,
): Promise<{ canonical: string; ends: Date }[]> {
  return queryable.query(CROWDED, [canonicals, LIVE_STATES, now, most]);
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
