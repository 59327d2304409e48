import { command, type Queryable, statement } from '../../platform/database/database.ts';

/** Between two messages that waited for a channel, so that what was dammed up does not burst out. */
const SPACING = "interval '50 milliseconds'";

/** Given up as soon as its turn comes, whatever others do. */
function isWorthless(message: string, now: string): string {
  return `(${message}.useful_until is not null and ${message}.useful_until <= ${now}::timestamptz)`;
}

/** Somebody waits for it, but not for ever. */
function isUrgent(message: string, now: string): string {
  return `(${message}.useful_until is not null and ${message}.useful_until > ${now}::timestamptz)`;
}

/** Told with the collation of the index `jobs_message`, without which it is not used. */
function jobOf(job: string, message: string): string {
  return `${job}.kind = 'deliver-message' and (${job}.payload->>'messageId') collate "C" = ${message}.id`;
}

/**
 * Earlier messages to the same person, by the same way, that go first: all that are due, but not one that was tried a
 * moment ago and put off, for a server may have a reason against that one alone. Nobody waits for mail by the thousand.
 * `$2` is now.
 */
const EARLIER = `
  from messages m join messages o on o.to_address = m.to_address and o.channel = m.channel and o.id < m.id
    and o.state in ('queued', 'sending')
    and (o.state = 'sending' or o.attempts = 0 or o.updated_at < $2::timestamptz - interval '20 seconds')
  join jobs j on ${jobOf('j', 'o')} and j.run_at <> 'infinity'
  join jobs mine on ${jobOf('mine', 'm')} and j.lane <= mine.lane
  where m.id = $1 and m.state = 'queued' and not ${isWorthless('m', '$2')} and not ${isWorthless('o', '$2')}`;

/** For the statement that begins an attempt: false while an earlier one goes first. */
export const IS_NEXT = `not exists (select ${EARLIER})`;

export type Turn = {
  /** The message itself still waits. */
  readonly isQueued: boolean;
  /** One of the earlier ones is being sent now. */
  readonly isBusy: boolean;
};

const CALL = statement<Turn>(`
  with earlier as (select j.id, o.state = 'sending' or j.leased_until > clock_timestamp() as busy ${EARLIER}),
  called as (
    update jobs set run_at = created_at - interval '1 second' from earlier
    where jobs.id = earlier.id and run_at >= created_at and lease is null)
  select exists(select from messages where id = $1 and state = 'queued') as "isQueued",
    coalesce((select bool_or(busy) from earlier), false) as "isBusy"`);

/** Makes the earlier messages to the same person due, before all that was owed later, and tells how they stand. */
export async function callEarlier(queryable: Queryable, messageId: string, now: Date): Promise<Turn> {
  const [row] = await queryable.query(CALL, [messageId, now]);
  return row ?? { isQueued: false, isBusy: false };
}

const RELEASE = command(`
  with waiting as (
    select j.id, row_number() over (order by ${isUrgent('m', '$3')} desc, m.id) as place
    from messages m join jobs j on ${jobOf('j', 'm')}
    where m.state = 'queued' and m.channel = $1 and m.updated_at >= $2
      and j.run_at <> 'infinity' and j.lease is null)
  update jobs set run_at = $3::timestamptz + waiting.place * ${SPACING} from waiting where jobs.id = waiting.id`);

/**
 * What has waited for a channel since then becomes due one after the other: first what is soon worth nothing, then in the order in
 * which it was owed.
 */
export async function releaseDammed(
  queryable: Queryable,
  channel: 'email' | 'sms',
  since: Date,
  now: Date,
): Promise<void> {
  await queryable.query(RELEASE, [channel, since, now]);
}
