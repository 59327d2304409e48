import type { Queryable } from '../database/database.ts';
import { command, owingWork, statement } from '../database/database.ts';

/** A job as its handler sees it. `attempts` counts this run too. */
export type Job = {
  readonly id: string;
  readonly kind: string;
  readonly payload: unknown;
  readonly attempts: number;
};

/** A job that this process may run, until its lease ends or is taken away. */
export type LeasedJob = Job & { readonly lease: string; readonly lane: number };

/** Who waits for a job: somebody at a screen, somebody who comes back to it, or nobody in particular (mail by the thousand). */
export const LANES = { first: 0, background: 1, bulk: 2 } as const;
export type Lane = keyof typeof LANES;

const INSERT = owingWork(
  command(`insert into jobs (id, kind, payload, run_at, created_at, lane) values ($1, $2, $3, $4, $5, $6)`),
);

/** Writes a job. It exists once the transaction of `queryable` has been committed. */
export async function insertJob(
  queryable: Queryable,
  job: { id: string; kind: string; payload: unknown; runAt: Date; createdAt: Date; lane: Lane },
): Promise<void> {
  const values = [job.id, job.kind, JSON.stringify(job.payload), job.runAt, job.createdAt, LANES[job.lane]];
  await queryable.query(INSERT, values);
}

const ENSURE = command(`
  insert into jobs (id, kind, payload, run_at, created_at)
  select 'job_recurring_' || kind, kind, '{}', $2, $2 from unnest($1::text[]) as kind on conflict (id) do nothing`);

const FORGET = command(`
  delete from jobs where kind <> all ($1) and run_at < $2::timestamptz - interval '30 days' and leased_until is null`);

/** Removes jobs that no release has known for 30 days: what is of a kind of this one is done within seconds. */
export async function forgetUnknownJobs(queryable: Queryable, kinds: readonly string[], now: Date): Promise<void> {
  await queryable.query(FORGET, [kinds, now]);
}

/** Writes the one job of each recurring kind, where it is not there yet. */
export async function ensureJobs(queryable: Queryable, kinds: readonly string[], now: Date): Promise<void> {
  await queryable.query(ENSURE, [kinds, now]);
}

// Due by the application's clock, free by the database's: a process whose clock is wrong, or that was frozen, can
// neither keep a lease nor take one early. Kinds that this release does not know stay for the release that does.
// What somebody waits for at a screen is taken first, and what nobody does only as far as places are left for it.
const dueOf = (lane: number, most: string) => `
    select id from jobs
    where lane = ${lane} and run_at <= $1 and kind = any($2)
      and (leased_until is null or leased_until < clock_timestamp())
    order by run_at limit greatest(0, ${most}) for update skip locked`;

const LEASE = statement<LeasedJob>(`
  with first as (${dueOf(LANES.first, '$3')}
  ), background as (${dueOf(LANES.background, 'least($5, $6 - (select count(*) from first))')}
  ), bulk as (${dueOf(LANES.bulk, 'least($5, $6 - (select count(*) from first)) - (select count(*) from background)')}
  ), due as (select id from first union all select id from background union all select id from bulk)
  update jobs set
    lease = gen_random_uuid(),
    leased_until = clock_timestamp() + $4 * interval '1 millisecond',
    attempts = attempts + 1
  from due
  where jobs.id = due.id
  returning jobs.id, kind, payload, attempts, lease, lane`);

/** How many jobs to take: of those that people wait for, of all others, and of both together. */
export type Places = { readonly first: number; readonly others: number; readonly all: number };

/** Leases jobs of the given kinds that are due at `now` and that nobody holds, as many as there are places. */
export function leaseDueJobs(
  queryable: Queryable,
  wanted: { now: Date; kinds: readonly string[]; places: Places; leaseMilliseconds: number },
): Promise<LeasedJob[]> {
  const { now, kinds, places, leaseMilliseconds } = wanted;
  const first = Math.min(places.first, places.all);
  return queryable.query(LEASE, [now, kinds, first, leaseMilliseconds, places.others, places.all]);
}

const EXTEND = statement<{ id: string }>(`
  update jobs set leased_until = clock_timestamp() + $3 * interval '1 millisecond'
  where id = $1 and lease = $2
  returning id`);

/** Renews the lease; false when somebody else has taken the job. */
export async function extendLease(queryable: Queryable, job: LeasedJob, leaseMilliseconds: number): Promise<boolean> {
  return (await queryable.query(EXTEND, [job.id, job.lease, leaseMilliseconds])).length > 0;
}

const FINISH = statement<{ id: string }>('delete from jobs where id = $1 and lease = $2 returning id');

/** Ends the job; false, and nothing is done, when the lease is lost. */
export async function finishJob(queryable: Queryable, job: LeasedJob): Promise<boolean> {
  return (await queryable.query(FINISH, [job.id, job.lease])).length > 0;
}

const RESCHEDULE = statement<{ id: string }>(`
  update jobs set run_at = $3, payload = $4, last_error = $5, lease = null, leased_until = null
  where id = $1 and lease = $2
  returning id`);

/** Gives the job back, to run again at `runAt`; false, and nothing is done, when the lease is lost. */
export async function rescheduleJob(
  queryable: Queryable,
  job: LeasedJob,
  next: { runAt: Date; payload: unknown; lastError: string | null },
): Promise<boolean> {
  const values = [job.id, job.lease, next.runAt, JSON.stringify(next.payload), next.lastError];
  return (await queryable.query(RESCHEDULE, values)).length > 0;
}

const HOLD = command(`
  update jobs set lease = null, leased_until = null,
    run_at = case when id like 'job_recurring_%' then run_at else 'infinity' end`);

/** After a restore: nobody holds a lease any more, and nothing is done until `wakeJobs`, but what recurs. */
export async function holdJobs(queryable: Queryable): Promise<void> {
  await queryable.query(HOLD);
}

const WAKE = owingWork(command(`update jobs set run_at = $1 where run_at = 'infinity'`));

export async function wakeJobs(queryable: Queryable, now: Date): Promise<void> {
  await queryable.query(WAKE, [now]);
}

const RELEASE = command(`
  update jobs set lease = null, leased_until = null
  from unnest($1::text[], $2::uuid[]) as held (id, lease)
  where jobs.id = held.id and jobs.lease = held.lease`);

/** Gives jobs back at once. Whoever still runs one of them has lost it. */
export async function releaseJobs(queryable: Queryable, jobs: readonly LeasedJob[]): Promise<void> {
  await queryable.query(RELEASE, [jobs.map((job) => job.id), jobs.map((job) => job.lease)]);
}
