import type { InvitationState, RequirementName } from '@gatehouse/contract/invitations';
import type { AttentionKind } from '@gatehouse/contract/overview';
import { type Queryable, statement } from '../../platform/database/database.ts';
import { WAITING_RECOVERIES } from '../admission/index.ts';
import { deliverySql, heldSql, STOP_COLUMNS, STOP_JOINS } from '../invitations/index.ts';
import { fullSql } from '../organizations/index.ts';

const LIVE = `('queued', 'sent', 'delivered', 'bounced', 'opened', 'proving', 'proven', 'consented')`;
const END = 'greatest(expires_at, resumable_until)';

export type AttentionRow = { kind: Exclude<AttentionKind, 'codes-unverified'>; count: number; oldestAt: Date | null };

// Each part is one range of one partial index. $3: a day ahead, $4: the window, $5: since when mail counts as stopped.
const ATTENTION = statement<AttentionRow>(`
  select 'bounced' as kind, count(*)::int as count, min(created_at) as "oldestAt" from invitations
    where organization_id = $1 and state = 'bounced' and ${END} > $2
  union all select 'mail-stopped', count(distinct m.subject_id)::int, min(m.created_at) from messages m
    where m.organization_id = $1 and m.subject_type = 'invitation' and m.state in ('queued', 'sending')
      and m.created_at <= $5 and ${deliverySql('m.subject_id')} in ('queued', 'sending')
  union all select 'alerts', count(*)::int, min(opened_at) from alerts where organization_id = $1 and state = 'open'
  union all select 'seats-full', count(*)::int, min(i.created_at) from invitations i
    join organizations o on o.id = i.organization_id and o.member_limit is not null and ${fullSql('o')}
    where i.organization_id = $1 and i.kind = 'member' and i.state in ${LIVE} and i.state <> 'bounced' and ${END} > $2
  union all ${WAITING_RECOVERIES}
  union all select 'waiting-people', count(*)::int, min(requested_at) from join_requests
    where organization_id = $1 and state = 'requested'
  union all select 'waiting-companies', count(*)::int, min(requested_at) from company_approvals
    where supplier_id = $1 and state = 'waiting'
  union all select 'ends-soon', count(*)::int, min(${END}) from invitations
    where organization_id = $1 and state in ${LIVE} and ${END} > $2 and ${END} <= $3
  union all select 'expired-unopened', count(*)::int, min(${END}) from invitations
    where organization_id = $1 and state in ${LIVE} and ${END} <= $2 and ${END} > $4
      and state in ('queued', 'sent', 'delivered')`);

export type Moments = { now: Date; soon: Date; since: Date; stopped: Date };

export function countAttention(queryable: Queryable, organizationId: string, at: Moments): Promise<AttentionRow[]> {
  return queryable.query(ATTENTION, [organizationId, at.now, at.soon, at.since, at.stopped]);
}

export type FunnelRow = {
  /** 0: invited only; 5: in. */
  reached: number;
  held: RequirementName | null;
  count: number;
};

// How far each came: by its state while it is live, by its timeline once it has ended, for the end hides the way.
const REACHED = `
  case
    when state = 'accepted' then 5
    when state = 'consented' or said @> array['terms-accepted'] then 4
    when state = 'proven' or said && array['address-verified', 'address-added'] then 3
    when state in ('opened', 'proving') or said && array['accept-pressed', 'code-sent'] then 2
    when state in ('queued', 'sent', 'delivered') then case when mail in ('sent', 'delivered') then 1 else 0 end
    when state <> 'bounced' and said && array['sent', 'delivered'] and not said @> array['bounced'] then 1
    else 0
  end`;

const FUNNEL = statement<FunnelRow>(`
  with known as materialized (
    select i.*, ${STOP_COLUMNS},
      case when i.state in ('declined', 'revoked', 'superseded', 'expired') then array(
        select e.event from invitation_events e where e.invitation_id = i.id) else '{}' end as said
    from invitations i ${STOP_JOINS}
    where i.organization_id = $1 and i.created_at > $2 and i.created_at <= $3)
  select ${REACHED} as reached, ${heldSql('known', '$3::timestamptz')} as held, count(*)::int as count
  from known group by 1, 2`);

export function countFunnel(queryable: Queryable, organizationId: string, at: Moments): Promise<FunnelRow[]> {
  return queryable.query(FUNNEL, [organizationId, at.since, at.now]);
}

export type MedianRow = { step: number; seconds: number };

// The events of each invitation are looked up by its key: joined, the whole timeline of everybody would be read.
const MEDIANS = statement<MedianRow>(`
  select s.step, percentile_cont(0.5) within group (order by s.seconds) as seconds
  from invitations i cross join lateral (
    select step, extract(epoch from min(e.at) - i.created_at)::float8 as seconds
    from invitation_events e
    join (values ('sent', 1), ('delivered', 1), ('accept-pressed', 2), ('address-verified', 3), ('address-added', 3),
      ('terms-accepted', 4), ('accepted', 5)) step_of (event, step) on step_of.event = e.event
    where e.invitation_id = i.id group by step) s
  where i.organization_id = $1 and i.created_at > $2 and i.created_at <= $3
  group by s.step`);

/** Half of those who came to a step needed no longer than this since they were invited. */
export function listMedians(queryable: Queryable, organizationId: string, at: Moments): Promise<MedianRow[]> {
  return queryable.query(MEDIANS, [organizationId, at.since, at.now]);
}

export type WeekRow = { week: string; state: InvitationState; count: number };

const WEEKS = statement<WeekRow>(`
  select to_char(date_trunc('week', created_at at time zone 'UTC'), 'YYYY-MM-DD') as week,
    case when state in ${LIVE} and ${END} <= $3 then 'expired' else state end as state, count(*)::int as count
  from invitations where organization_id = $1 and created_at >= $2 and created_at <= $3 group by 1, 2`);

export function countWeeks(queryable: Queryable, organizationId: string, from: Date, now: Date): Promise<WeekRow[]> {
  return queryable.query(WEEKS, [organizationId, from, now]);
}

export type DeliveryRow = {
  channel: 'email' | 'sms';
  waiting: number;
  sent: number;
  bounced: number;
  abandoned: number;
};

const DELIVERY = statement<DeliveryRow>(`
  select channel, count(*) filter (where state in ('queued', 'sending'))::int as waiting,
    count(*) filter (where state in ('sent', 'delivered'))::int as sent,
    count(*) filter (where state = 'bounced')::int as bounced,
    count(*) filter (where state = 'abandoned')::int as abandoned
  from messages where organization_id = $1 and created_at > $2 and created_at <= $3 group by channel order by channel`);

export function countDelivery(queryable: Queryable, organizationId: string, at: Moments): Promise<DeliveryRow[]> {
  return queryable.query(DELIVERY, [organizationId, at.since, at.now]);
}

export type SignInDayRow = { day: string; success: number; failure: number };

const SIGN_INS = statement<SignInDayRow>(`
  select to_char(at at time zone 'UTC', 'YYYY-MM-DD') as day,
    count(*) filter (where result = 'success')::int as success,
    count(*) filter (where result = 'failure')::int as failure
  from sign_in_events where organization_id = $1 and at >= $2 and at <= $3 group by 1`);

export function countSignIns(
  queryable: Queryable,
  organizationId: string,
  from: Date,
  now: Date,
): Promise<SignInDayRow[]> {
  return queryable.query(SIGN_INS, [organizationId, from, now]);
}
