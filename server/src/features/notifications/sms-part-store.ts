import { command, type Queryable, statement } from '../../platform/database/database.ts';
import type { SmsReceipt, SmsReference } from '../../platform/sms/sms-sender.ts';

/** How long a receipt of a message that is not known yet is kept. */
const EARLY = "interval '1 day'";

const INSERT = command(`
  insert into sms_parts (message_id, part, reference, at)
  select $1, part, reference, $3 from unnest($2::text[]) with ordinality as given (reference, part)
  on conflict (message_id, part) do update set reference = excluded.reference, state = null, response = null, at = excluded.at`);

// What had come before, under any spelling; then it is done with.
const CLAIM_EARLY = statement<{ state: SmsReceipt['state'] }>(`
  with early as (delete from early_receipts where references_spelt && $3::text[] returning state, response)
  update sms_parts set state = early.state, response = early.response, at = $4 from early
  where message_id = $1 and part = $2 and sms_parts.state is null returning early.state as state`);

// Of record and receipt at the same moment, one waits for the other: each would miss what the other has not committed.
const LOCK = command(`
  select pg_advisory_xact_lock(hashtextextended(spelling, 0))
  from (select distinct unnest($1::text[]) as spelling order by 1) as sorted`);

/** Notes what the gateway calls the parts of a message, and what it has said of them already. */
export async function insertSmsParts(
  queryable: Queryable,
  messageId: string,
  references: readonly SmsReference[],
  at: Date,
): Promise<void> {
  await queryable.query(LOCK, [references.flatMap(({ spellings }) => spellings)]);
  await queryable.query(INSERT, [messageId, references.map(({ spellings }) => spellings[0] ?? null), at]);
  for (const [index, { spellings }] of references.entries()) {
    if (spellings.length > 0) await queryable.query(CLAIM_EARLY, [messageId, index + 1, spellings, at]);
  }
}

// Under the first spelling, or under another one if the number is the message's: chance alone makes two ids alike, once
// as a decimal and once as a hexadecimal number. Numbers are compared by their end, for gateways write them in many ways.
const RECEIVE = statement<{ messageId: string }>(`
  with found as (
    select p.message_id, p.part from sms_parts p join messages m on m.id = p.message_id
    where p.reference = any($1::text[])
      and (p.reference = $1[1] or ($2 <> '' and right(m.to_address, 7) = right($2, 7)))
    order by p.reference = $1[1] desc, p.at desc limit 1)
  update sms_parts set state = coalesce(state, $3), response = coalesce(response, $4), at = $5 from found
  where sms_parts.message_id = found.message_id and sms_parts.part = found.part
  returning sms_parts.message_id as "messageId"`);

const KEEP_EARLY = command(`
  with old as (delete from early_receipts where at < $5::timestamptz - ${EARLY})
  insert into early_receipts (references_spelt, from_number, state, response, at) values ($1, $2, $3, $4, $5)`);

/** Notes a receipt of a part; answers its message, null while there is none of that name. */
export async function receiveSmsPart(queryable: Queryable, receipt: SmsReceipt, at: Date): Promise<string | null> {
  const values = [receipt.reference.spellings, receipt.from, receipt.state, receipt.response || null, at];
  await queryable.query(LOCK, [receipt.reference.spellings]);
  const [found] = await queryable.query(RECEIVE, values);
  if (!found) await queryable.query(KEEP_EARLY, values);
  return found?.messageId ?? null;
}

const OUTCOME = statement<{ state: SmsReceipt['state'] | null; response: string | null }>(`
  select case when count(*) = count(state) filter (where state = 'delivered') then 'delivered'
      else (array_agg(state order by part) filter (where state <> 'delivered'))[1] end as state,
    (array_agg(response order by part) filter (where state is not null and state <> 'delivered'))[1] as response
  from sms_parts where message_id = $1 having count(*) > 0`);

/** What became of a whole message: delivered with its last part, failed with the first that fails; null: not known yet. */
export async function outcomeOfParts(
  queryable: Queryable,
  messageId: string,
): Promise<{ state: SmsReceipt['state']; response: string | null } | null> {
  const [outcome] = await queryable.query(OUTCOME, [messageId]);
  return outcome?.state ? { state: outcome.state, response: outcome.response } : null;
}
