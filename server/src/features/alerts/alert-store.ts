import type { Alert, AlertRule } from '@gatehouse/contract/alerts';
import type { Locale } from '@gatehouse/contract/locales';
import { newId } from '../../kernel/ids.ts';
import { type Queryable, statement, type Transaction } from '../../platform/database/database.ts';
import type { Finding } from './domain/alert-rules.ts';

// One that was looked at since is not opened anew by what had been before.
const RAISE = statement<{ id: string; opened: boolean }>(`
  insert into alerts as a (id, organization_id, rule, subject_type, subject_id, count, first_at, last_at, evidence, opened_at)
  select $1, $2, $3, $4, $5, $6, $7, $8, $9, $10
  where not exists (select from alerts s where s.organization_id = $2 and s.rule = $3 and s.subject_id = $5
    and s.state = 'acknowledged' and s.acknowledged_at > $10::timestamptz - interval '2 hours' and s.acknowledged_at >= $8)
    and exists (select from organizations o where o.id = $2 and o.state <> 'deleted')
  on conflict (organization_id, rule, subject_id) where state = 'open' do update set
    count = greatest(a.count, excluded.count), last_at = excluded.last_at, evidence = excluded.evidence
    where a.last_at < excluded.last_at
  returning id, xmax = 0 as opened`);

/** Opens an alert, or brings the open one up to date; answers its id and whether it is new, null where nothing is. */
export async function raiseAlert(
  queryable: Queryable,
  finding: Finding,
  now: Date,
): Promise<{ id: string; opened: boolean } | null> {
  const { organizationId, rule, subject, count, firstAt, lastAt, evidence } = finding;
  const values = [
    organizationId,
    rule,
    subject.type,
    subject.id,
    count,
    firstAt,
    lastAt,
    JSON.stringify(evidence),
    now,
  ];
  const [row] = await queryable.query(RAISE, [newId('alt', now), ...values]);
  return row ?? null;
}

export type Settled = { organizationId: string; rule: AlertRule; subjectId: string; until: Date };

const SETTLED = statement<Settled>(`
  select organization_id as "organizationId", rule, subject_id as "subjectId", max(acknowledged_at) as until
  from alerts where state = 'acknowledged' and acknowledged_at > $1 group by 1, 2, 3`);

/** What was looked at since `since`. */
export function listSettled(queryable: Queryable, since: Date): Promise<Settled[]> {
  return queryable.query(SETTLED, [since]);
}

export type AlertRow = {
  id: string;
  rule: AlertRule;
  state: Alert['state'];
  subjectType: Alert['subject']['type'];
  subjectId: string;
  name: string | null;
  address: string | null;
  memberId: string | null;
  count: number;
  firstAt: Date;
  lastAt: Date;
  evidence: Alert['evidence'];
  openedAt: Date;
  acknowledgedAt: Date | null;
  acknowledgedBy: string | null;
  note: string;
};

const VIEW = `
  a.id, a.rule, a.state, a.subject_type as "subjectType", a.subject_id as "subjectId", p.name, a.count,
  a.first_at as "firstAt", a.last_at as "lastAt", a.evidence, a.opened_at as "openedAt",
  a.acknowledged_at as "acknowledgedAt", w.name as "acknowledgedBy", a.note,
  (select m.id from memberships m where m.organization_id = a.organization_id and m.account_id = p.id
    and m.state <> 'removed') as "memberId",
  (select i.shown from identifiers i where i.account_id = p.id and i.verified_at is not null
    order by i.is_primary desc, i.id limit 1) as address`;
const JOINS = `
  left join accounts p on a.subject_type = 'account' and p.id = a.subject_id
  left join accounts w on w.id = a.acknowledged_by`;

const LIST = statement<AlertRow>(`
  select ${VIEW} from (
    select * from alerts where organization_id = $1 and ($2::text is null or state = $2) and ($3::text is null or id < $3)
    order by id desc limit $4) a ${JOINS} order by a.id desc`);

/** Newest first. */
export function listAlerts(
  queryable: Queryable,
  organizationId: string,
  { state, before, limit }: { state: Alert['state'] | null; before: string | null; limit: number },
): Promise<AlertRow[]> {
  return queryable.query(LIST, [organizationId, state, before, limit]);
}

const ONE = statement<AlertRow>(`select ${VIEW} from alerts a ${JOINS} where a.organization_id = $1 and a.id = $2`);

export async function findAlert(queryable: Queryable, organizationId: string, id: string): Promise<AlertRow | null> {
  return (await queryable.query(ONE, [organizationId, id]))[0] ?? null;
}

const ACKNOWLEDGE = statement<{ id: string }>(`
  update alerts set state = 'acknowledged', acknowledged_at = $3, acknowledged_by = $4, note = $5
  where organization_id = $1 and id = $2 and state = 'open' returning id`);

/** True for one caller, however many press at once. */
export async function acknowledge(
  tx: Transaction,
  of: { organizationId: string; id: string; by: string; note: string },
  now: Date,
): Promise<boolean> {
  return (await tx.query(ACKNOWLEDGE, [of.organizationId, of.id, now, of.by, of.note])).length === 1;
}

export type DueDigest = {
  organizationId: string;
  rule: AlertRule;
  slug: string;
  name: string;
  productName: string;
  locale: Locale;
  audience: string | null;
};

const DUE = statement<DueDigest>(`
  select a.organization_id as "organizationId", a.rule, o.slug, o.name, o.product_name as "productName", o.locale,
    o.policies->>'alertMails' as audience
  from (select distinct organization_id, rule from alerts where state = 'open' and mailed_at is null) a
  join organizations o on o.id = a.organization_id and o.state = 'active'
  left join alert_digests d on d.organization_id = a.organization_id and d.rule = a.rule
  where d.mailed_at is null or d.mailed_at <= $1`);

/** Rules of organizations with something that no mail has told of, and about which none was sent since `since`. */
export function listDueDigests(queryable: Queryable, since: Date): Promise<DueDigest[]> {
  return queryable.query(DUE, [since]);
}

const CLAIM = statement<{ rule: string }>(`
  insert into alert_digests as d (organization_id, rule, mailed_at) values ($1, $2, $3)
  on conflict (organization_id, rule) do update set mailed_at = excluded.mailed_at where d.mailed_at <= $4
  returning rule`);
const MARK = statement<{ id: string }>(`
  update alerts set mailed_at = $3 where organization_id = $1 and rule = $2 and state = 'open' and mailed_at is null
  returning id`);

/** The ids of what is to be told, for one caller; then for none until `since` has passed the time of this one. */
export async function claimDigest(
  tx: Transaction,
  of: { organizationId: string; rule: AlertRule },
  { now, since }: { now: Date; since: Date },
): Promise<string[]> {
  const claimed = await tx.query(CLAIM, [of.organizationId, of.rule, now, since]);
  if (claimed.length === 0) return [];
  return (await tx.query(MARK, [of.organizationId, of.rule, now])).map(({ id }) => id);
}

const COUNT = statement<{ open: number }>(`select count(*)::int as open from alerts where state = 'open'`);

export async function countOpenAlerts(queryable: Queryable): Promise<number> {
  return (await queryable.query(COUNT))[0]?.open ?? 0;
}
