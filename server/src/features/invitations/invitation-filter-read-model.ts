import type { DeliveryResult, InvitationFilters } from '@gatehouse/contract/invitation-filters';
import type { InvitationState } from '@gatehouse/contract/invitations';
import { after, DAY, MINUTE } from '../../kernel/clock.ts';
import { type Put, type WordSearch, wordsSql } from '../../platform/database/pages.ts';
import { LIVE_STATES } from './domain/invitation.ts';
import { deliverySql, END, heldSql, LIVE, mayBeHeldSql } from './invitation-stop-read-model.ts';

/** What is looked for, and what a number must hold; null where it cannot be one. */
type Words = { readonly search: WordSearch; readonly digits: string | null };

/** What narrows a list of invitations. */
export type Narrowing = Omit<InvitationFilters, 'q'> & { readonly words?: Words | undefined };

const STOPPED = 15 * MINUTE;

type Conditions = {
  readonly [F in keyof Narrowing]-?: (value: NonNullable<Narrowing[F]>, put: Put, now: Date, all: Narrowing) => string;
};

/** Each filter as a condition on the invitation `i` of organization `$1`. */
const CONDITIONS: Conditions = {
  state: statesSql,
  added: (added, put) => `i.added = ${put(added)}`,
  suppressed: (suppressed) => `${suppressed ? '' : 'not '}(i.id in ${UNWANTED} and i.state in ${LIVE_OR_EXPIRED})`,
  scheduled: (scheduled) =>
    `i.send_at is ${scheduled ? 'not null' : 'null'}${scheduled ? ` and i.state in ${LIVE}` : ''}`,
  kind: (kind, put) => `i.kind = ${put(kind)}`,
  stop: (stops, put, now) => {
    const at = `${put(now)}::timestamptz`;
    return `${mayBeHeldSql(stops, at)} and ${heldSql('i', at)} = any(${put(stops)})`;
  },
  delivery: resultSql,
  channel: (channel, put) => {
    if (channel === 'sms') return `i.id in (${MESSAGES} and m.channel = 'sms')`;
    return `exists (select from messages m where m.subject_type = 'invitation' and m.subject_id = i.id
      and m.channel = ${put(channel)})`;
  },
  ends: (days, put, now) => `i.state in ${LIVE} and ${END} > ${put(now)} and ${END} <= ${put(after(now, days * DAY))}`,
  lapsed: (days, put, now) => `i.state in ${LIVE} and i.state in ('queued', 'sent', 'delivered')
    and ${END} <= ${put(now)} and ${END} > ${put(after(now, -days * DAY))}`,
  by: (account, put) => `i.created_by = ${put(account)}`,
  from: (at, put) => `i.created_at >= ${put(at)}`,
  to: (at, put) => `i.created_at < ${put(at)}`,
  // The same words as the index `invitations_search`.
  words: ({ search, digits }, put) => {
    const text = wordsSql(`(i.address_canonical || ' ' || lower(coalesce(i.name, '')))`, search, put);
    return digits === null ? text : `(${text} or i.phone like ${put(digits)})`;
  },
};
// Few want nothing more: theirs are looked up by their addresses.
const UNWANTED = `(
  select x.id from suppressions s join invitations x on x.address_canonical = s.address_canonical and x.organization_id = $1
    where s.organization_id = $1
  union all
  select x.id from suppressions s join invitations x on x.phone = s.address_canonical and x.organization_id = $1
    where s.organization_id = $1)`;
const LIVE_OR_EXPIRED = `('${[...LIVE_STATES, 'expired'].join("', '")}')`;

const FILTERS = Object.keys(CONDITIONS) as (keyof Narrowing)[];

/** The conditions of all filters that are set. */
export function conditionsOf(filters: Narrowing, put: Put, now: Date): string[] {
  return FILTERS.flatMap((name) => {
    const value = filters[name];
    const condition = CONDITIONS[name] as (value: unknown, put: Put, now: Date, all: Narrowing) => string;
    return value === undefined ? [] : [condition(value, put, now, filters)];
  });
}

// What the row says of a live state holds only while there is time left.
function statesSql(states: readonly InvitationState[], put: Put, now: Date): string {
  const live = states.filter((state) => (LIVE_STATES as readonly string[]).includes(state));
  const ends = states.filter((state) => !live.includes(state) && state !== 'expired');
  const is = (some: readonly string[]) => (some.length === 1 ? `= ${put(some[0])}` : `= any(${put(some)})`);
  const parts = [
    ...(live.length > 0 ? [`(i.state ${is(live)} and i.state in ${LIVE} and ${END} > ${put(now)})`] : []),
    ...(ends.length > 0 ? [`i.state ${is(ends)}`] : []),
    ...(states.includes('expired') ? [`i.state = 'expired' or (i.state in ${LIVE} and ${END} <= ${put(now)})`] : []),
  ];
  return `(${parts.join(' or ')})`;
}

const MESSAGES = `select m.subject_id from messages m where m.organization_id = $1 and m.subject_type = 'invitation'`;

const MESSAGE_STATES: Record<DeliveryResult, string> = {
  waiting: `('queued', 'sending')`,
  stopped: `('queued', 'sending')`,
  sent: `('sent')`,
  delivered: `('delivered')`,
  bounced: `('bounced')`,
  abandoned: `('abandoned')`,
};

// Few messages are in trouble: theirs are found from an index of their own, and only then looked at one by one.
function resultSql(result: DeliveryResult, put: Put, now: Date, { channel }: Narrowing): string {
  const states = MESSAGE_STATES[result];
  const is = `${deliverySql('i.id', channel ? put(channel) : null)} in ${states}`;
  if (result === 'sent' || result === 'delivered') return is;
  const long = result === 'stopped' ? `and m.created_at <= ${put(after(now, -STOPPED))}` : '';
  return `i.id in (${MESSAGES} and m.state in ${states} ${long}) and ${is}`;
}
