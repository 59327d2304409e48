import { firstIdAt } from '../../kernel/ids.ts';
import { networkOf } from '../../kernel/network.ts';
import { type Queryable, statement } from '../../platform/database/database.ts';
import type { Act, Attempt } from './domain/alert-rules.ts';

/** Failures looked at together: an attack has more of them in its window, and is seen by these. */
const MOST = 5000;

// $2: the organization that runs the installation; what nobody has is tried at its door.
const FAILURES = statement<Omit<Attempt, 'network'> & { ip: string }>(`
  select coalesce(organization_id, $2) as "organizationId", account_id as "accountId", identifier, ip, at
  from sign_in_events where result = 'failure' and id >= $1 order by id desc limit ${MOST}`);

/** Failed tries since `since`, newest first. */
export async function listFailures(queryable: Queryable, since: Date, houseId: string): Promise<Attempt[]> {
  const rows = await queryable.query(FAILURES, [firstIdAt('sie', since), houseId]);
  return rows.map(({ ip, ...row }) => ({ ...row, network: networkOf(ip) }));
}

// What concerns an account and no organization is told in each of its organizations. A link that somebody asked for themselves,
// or for whatever address they typed, is nobody's reset; of a reset its link or its code is told of where there is one.
const ACTS = statement<Act>(`
  select coalesce(e.organization_id, m.organization_id, case when e.subject_type <> 'account' then $3 end) as "organizationId",
    e.action, coalesce(place.account_id, e.subject_id) as "subjectId", e.at,
    case when e.actor_id is distinct from e.subject_id then a.name end as by,
    coalesce((e.change->>'attempts')::int, 1) as count
  from audit_events e
  left join memberships m on e.organization_id is null and e.subject_type = 'account' and m.account_id = e.subject_id
    and m.state = 'active'
  left join memberships place on e.subject_type = 'membership' and place.id = e.subject_id
  left join accounts a on a.id = e.actor_id
  where e.action = any($1) and e.at > $2
    and (e.action <> 'account.password-link-sent' or e.actor_type <> 'anonymous')
    and (e.action <> 'membership.password-reset' or e.change->>'way' = 'temporary')
  order by e.at desc limit ${MOST}`);

/** Acts of these names since `since`, for every organization that they concern. */
export async function listActs(
  queryable: Queryable,
  actions: readonly string[],
  since: Date,
  houseId: string,
): Promise<Act[]> {
  const rows = await queryable.query(ACTS, [actions, since, houseId]);
  return rows.filter(({ organizationId }) => organizationId !== null);
}

export type MoveRow = {
  organizationId: string;
  accountId: string;
  fromIp: string;
  fromAt: Date;
  toIp: string;
  toAt: Date;
};

const MOVES = statement<MoveRow>(`
  select e.organization_id as "organizationId", e.account_id as "accountId", p.ip as "fromIp", p.at as "fromAt",
    e.ip as "toIp", e.at as "toAt"
  from sign_in_events e cross join lateral (
    select ip, at from sign_in_events p
    where p.account_id = e.account_id and p.at < e.at and p.at > e.at - interval '12 hours' and p.result = 'success'
    order by p.at desc limit 1) p
  where e.id >= $1 and e.result = 'success' and e.organization_id is not null and p.ip <> e.ip
  limit ${MOST}`);

/** Sign-ins since `since` from another address than the one before them. */
export function listMoves(queryable: Queryable, since: Date): Promise<MoveRow[]> {
  return queryable.query(MOVES, [firstIdAt('sie', since)]);
}
