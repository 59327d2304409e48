import { type Queryable, statement } from '../../platform/database/database.ts';
import type { MailNews, MailStanding } from './domain/mail-event.ts';
import type { Channel, SubjectType } from './message-store.ts';

export type ReportedMail = MailStanding & {
  readonly id: string;
  readonly channel: Channel;
  readonly toAddress: string;
  readonly subjectType: SubjectType | null;
  readonly subjectId: string | null;
};

const LOCK = statement<ReportedMail>(`
  select id, channel, state, to_address as "toAddress", subject_type as "subjectType", subject_id as "subjectId",
    (select max(at) from mail_events e where e.message_id = messages.id and kind in ('delivered', 'complained'))
      as "deliveredAt",
    (select max(at) from mail_events e where e.message_id = messages.id and kind = 'bounced') as "bouncedAt"
  from messages where id = $1 and channel = 'email' for update`);

/** The mail of an event, alone with it until the end of the transaction; null: there is none. */
export async function lockReportedMail(queryable: Queryable, id: string): Promise<ReportedMail | null> {
  return (await queryable.query(LOCK, [id]))[0] ?? null;
}

const INSERT = statement<{ id: string }>(`
  insert into mail_events (id, message_id, kind, at, received_at) values ($1, $2, $3, $4, $5)
  on conflict (id) do nothing returning id`);

/** False: this event was taken before. */
export async function insertMailEvent(
  queryable: Queryable,
  event: { id: string; messageId: string; news: MailNews; at: Date },
  now: Date,
): Promise<boolean> {
  return (await queryable.query(INSERT, [event.id, event.messageId, event.news, event.at, now])).length === 1;
}

const SETTLE = statement<{ id: string }>(`
  update messages set state = coalesce($2, state), response = coalesce($3, response),
    updated_at = case when $2::text is null then updated_at else $4 end,
    secrets = case when $2::text is null then secrets end
  where id = $1 returning id`);

/** `state` null: only the words are new. */
export async function settleByEvent(
  queryable: Queryable,
  id: string,
  end: { state: 'delivered' | 'bounced' | null; response: string | null; at: Date },
): Promise<void> {
  await queryable.query(SETTLE, [id, end.state, end.response, end.at]);
}
