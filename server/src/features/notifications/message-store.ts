import type { BrandLook } from '@gatehouse/contract/brand-look';
import type { Locale } from '@gatehouse/contract/locales';
import type { Queryable } from '../../platform/database/database.ts';
import { command, owingWork, statement } from '../../platform/database/database.ts';
import { IS_NEXT } from './message-order-store.ts';
import type { OwnTexts } from './message-text-store.ts';
import type { MessageTemplate } from './messages/render-message.ts';
import type { SmsTemplateName } from './messages/sms-templates.ts';

/** How a message travels. */
export type Channel = 'email' | 'sms';

export type MessageState = 'queued' | 'sending' | 'sent' | 'delivered' | 'bounced' | 'abandoned';

/** What a message is about: whoever owns that hears what became of it. */
export type SubjectType = 'invitation' | 'code' | 'account' | 'organization';

/** A message as it is kept. `secrets` is sealed; null once the message has left. */
export type Message = {
  readonly id: string;
  readonly organizationId: string | null;
  /** At whose door a message of no organization was owed. */
  readonly doorOrganizationId?: string | null;
  readonly channel: Channel;
  readonly template: MessageTemplate | SmsTemplateName;
  readonly locale: Locale;
  readonly toAddress: string;
  readonly toName: string | null;
  readonly senderName: string;
  readonly replyTo: string | null;
  readonly params: { readonly productName: string };
  readonly secrets: Buffer | null;
  readonly subjectType: SubjectType | null;
  readonly subjectId: string | null;
  readonly state: MessageState;
  readonly attempts: number;
  readonly response: string | null;
  readonly usefulUntil: Date | null;
  /** Of a text message: how many gateways are passed over before the first is asked. */
  readonly firstGateway: number;
  readonly createdAt: Date;
  /** How it speaks; null before there is any organization. */
  readonly voice: Voice | null;
  /** PNG of the logo that mails carry. */
  readonly logo: Buffer | null;
};

/** Of whom a message is, as it stands when it leaves. */
export type Voice = {
  /** The language that was chosen where it is offered, else the organization's own. */
  readonly locale: Locale;
  readonly productName: string;
  readonly organizationName: string;
  /** Who is to stand as the sender; null: whoever the message names. */
  readonly senderName: string | null;
  /** Colours, corner and logo of mails; null: the house's. */
  readonly mail: BrandLook['mail'] | null;
  /** Words of its own in this language; null where it has none. */
  readonly ownTexts: OwnTexts | null;
};

const COLUMNS = `
  messages.id, messages.organization_id as "organizationId", channel, template, locale, to_address as "toAddress", to_name as "toName", sender_name as "senderName",
  reply_to as "replyTo", params, secrets, subject_type as "subjectType", subject_id as "subjectId", messages.state,
  attempts, response, useful_until as "usefulUntil", first_gateway as "firstGateway", created_at as "createdAt",
  door_organization_id as "doorOrganizationId", (select voice from message_voices v where v.id = messages.id) as voice,
  (select f.bytes from message_voices v join brand_files f on f.name = v.logo where v.id = messages.id limit 1) as logo`;

// The one place where a slice writes a job itself: message and job in one statement, for the price of one.
const INSERT = owingWork(
  command(`
  with job as (
    insert into jobs (id, kind, payload, run_at, created_at)
    values ($1, $2, jsonb_build_object('messageId', $3::text), $15, $15)
  )
  insert into messages (id, organization_id, channel, template, locale, to_address, to_name, sender_name, reply_to,
    params, secrets, subject_type, subject_id, useful_until, created_at, updated_at, door_organization_id,
    first_gateway)
  values ($3, $4, $17, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $16, $15, $15, $18, $19)`),
);

export type MessageRow = Omit<Message, 'state' | 'attempts' | 'response' | 'voice' | 'logo'> & {
  readonly organizationId: string | null;
};

/** Writes a message and the job that delivers it. */
export async function insertMessage(
  queryable: Queryable,
  job: { readonly id: string; readonly kind: string },
  message: MessageRow,
): Promise<void> {
  await queryable.query(INSERT, [
    job.id,
    job.kind,
    message.id,
    message.organizationId,
    message.template,
    message.locale,
    message.toAddress,
    message.toName,
    message.senderName,
    message.replyTo,
    JSON.stringify(message.params),
    message.secrets,
    message.subjectType,
    message.subjectId,
    message.createdAt,
    message.usefulUntil,
    message.channel,
    message.doorOrganizationId ?? null,
    message.firstGateway,
  ]);
}

// As INSERT, for many of one organization that nobody waits for at a screen.
const INSERT_MANY = owingWork(
  command(`
  with given as (
    select * from unnest($5::text[], $6::text[], $7::text[], $8::text[], $9::text[], $10::text[], $11::text[], $12::text[],
      $13::text[], $14::text[], $15::bytea[], $16::text[], $17::text[])
      as g (id, job_id, channel, template, locale, to_address, to_name, sender_name, reply_to, params, secrets,
        subject_type, subject_id)),
  job as (
    insert into jobs (id, kind, payload, run_at, created_at, lane)
    select job_id, $1, jsonb_build_object('messageId', id), $3, $3, $2 from given
  )
  insert into messages (id, organization_id, channel, template, locale, to_address, to_name, sender_name, reply_to,
    params, secrets, subject_type, subject_id, created_at, updated_at)
  select id, $4, channel, template, locale, to_address, to_name, sender_name, reply_to, params::jsonb, secrets,
    subject_type, subject_id, $3, $3 from given`),
);

/** Writes messages that stay useful, and the jobs that deliver them. */
export async function insertMessages(
  queryable: Queryable,
  of: { readonly kind: string; readonly lane: number; readonly organizationId: string | null; readonly at: Date },
  messages: readonly (MessageRow & { readonly jobId: string })[],
): Promise<void> {
  await queryable.query(INSERT_MANY, [
    of.kind,
    of.lane,
    of.at,
    of.organizationId,
    messages.map(({ id }) => id),
    messages.map(({ jobId }) => jobId),
    messages.map(({ channel }) => channel),
    messages.map(({ template }) => template),
    messages.map(({ locale }) => locale),
    messages.map(({ toAddress }) => toAddress),
    messages.map(({ toName }) => toName),
    messages.map(({ senderName }) => senderName),
    messages.map(({ replyTo }) => replyTo),
    messages.map(({ params }) => JSON.stringify(params)),
    messages.map(({ secrets }) => secrets),
    messages.map(({ subjectType }) => subjectType),
    messages.map(({ subjectId }) => subjectId),
  ]);
}

const WITHDRAW = command(`
  update messages set state = 'abandoned', secrets = null, updated_at = $3
  where subject_type = $1 and subject_id = any($2) and state = 'queued'`);

/** Messages about these subjects that have not left are not sent any more; one that is being sent goes on. */
export async function abandonMessages(
  tx: Queryable,
  subjectType: SubjectType,
  subjectIds: readonly string[],
  at: Date,
): Promise<void> {
  await tx.query(WITHDRAW, [subjectType, subjectIds, at]);
}

const CLAIM = statement<Message & { readonly interrupted: boolean }>(`
  update messages set state = 'sending', attempts = attempts + 1, updated_at = $2
  from (select id, state from messages where id = $1 and state in ('queued', 'sending') for update) as before
  where messages.id = before.id and ${IS_NEXT}
  returning ${COLUMNS}, before.state = 'sending' as interrupted`);

/**
 * Begins an attempt; null when the message has left already, or an earlier one to the same person goes first. `interrupted`: an earlier attempt never came to its end,
 * so that this one may repeat it.
 */
export async function claimMessage(queryable: Queryable, id: string, now: Date) {
  return (await queryable.query(CLAIM, [id, now]))[0] ?? null;
}

const FIND = statement<Message>(`select ${COLUMNS} from messages where id = $1`);

export async function findMessage(queryable: Queryable, id: string): Promise<Message | null> {
  return (await queryable.query(FIND, [id]))[0] ?? null;
}

const SETTLE = statement<{ id: string }>(`
  update messages set state = $2, response = coalesce($3, response), updated_at = $4,
    secrets = case when $5 then secrets end
  where id = $1 and state = 'sending'
  returning id`);

/** Ends an attempt; false when there was none to end. Without `keepSecrets` they are gone for good. */
export async function settleMessage(
  queryable: Queryable,
  id: string,
  end: { state: MessageState; response: string | null; at: Date; keepSecrets: boolean },
): Promise<boolean> {
  const values = [id, end.state, end.response, end.at, end.keepSecrets];
  return (await queryable.query(SETTLE, values)).length > 0;
}

const RECEIVE = statement<Pick<Message, 'id' | 'channel' | 'toAddress' | 'subjectType' | 'subjectId'>>(`
  update messages set state = $2, response = coalesce($3, response), updated_at = $4, secrets = null
  where id = $1 and channel = 'sms' and state in ('sending', 'sent')
  returning id, channel, to_address as "toAddress", subject_type as "subjectType", subject_id as "subjectId"`);

/** Moves a text message on by its receipt, which may be faster than our own record; null when there is none to move. */
export async function settleByReceipt(
  queryable: Queryable,
  id: string,
  end: { state: 'delivered' | 'bounced'; response: string | null; at: Date },
) {
  return (await queryable.query(RECEIVE, [id, end.state, end.response, end.at]))[0] ?? null;
}

const NEWEST = statement<{ newest: boolean }>(`
  select not exists (select from messages later where later.subject_type = m.subject_type
    and later.subject_id = m.subject_id and later.channel = m.channel and later.id > m.id) as newest
  from messages m where m.id = $1`);

/** False when its subject has a later message that travels the same way. */
export async function isNewestAbout(queryable: Queryable, messageId: string): Promise<boolean> {
  return (await queryable.query(NEWEST, [messageId]))[0]?.newest ?? false;
}

/** What became of one message, for whoever its subject belongs to. `response`: the other side's own words. */
export type Delivery = {
  readonly messageId: string;
  readonly subjectId: string;
  readonly channel: Channel;
  readonly to: string;
  readonly state: MessageState;
  readonly response: string | null;
  readonly attempts: number;
  readonly createdAt: Date;
  /** When `state` became what it is. */
  readonly at: Date;
};

const DELIVERIES = statement<Delivery>(`
  select id as "messageId", subject_id as "subjectId", channel, to_address as "to", state, response, attempts,
    created_at as "createdAt", updated_at as at
  from messages where subject_type = $1 and subject_id = any($2) order by id`);

/** The messages about the given subjects, oldest first. */
export function deliveriesOf(
  queryable: Queryable,
  subjectType: SubjectType,
  subjectIds: readonly string[],
): Promise<Delivery[]> {
  return queryable.query(DELIVERIES, [subjectType, subjectIds]);
}

const STATE = statement<{ state: MessageState; response: string | null }>(
  'select state, response from messages where id = $1',
);

/** Where one message is now; null when there is none of that id. */
export async function deliveryStateOf(queryable: Queryable, messageId: string) {
  return (await queryable.query(STATE, [messageId]))[0] ?? null;
}

const RECENT = statement<Message>(`
  select ${COLUMNS} from messages where channel = any($1) order by id desc limit $2`);

/** The newest messages of this installation that travel so, newest first. */
export function recentMessages(queryable: Queryable, channels: readonly Channel[], limit: number): Promise<Message[]> {
  return queryable.query(RECENT, [channels, limit]);
}
