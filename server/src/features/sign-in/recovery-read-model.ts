import type { RecoveryState } from '@gatehouse/contract/recoveries';
import type { Role } from '@gatehouse/contract/roles';
import { type Queryable, statement } from '../../platform/database/database.ts';
import { bindsSql } from '../organizations/index.ts';

export type RecoveryRow = {
  id: string;
  accountId: string;
  memberId: string;
  name: string;
  address: string;
  roles: Role[];
  state: RecoveryState;
  note: string;
  ip: string;
  userAgent: string;
  provenBy: string[];
  knownBrowser: boolean;
  addressChanged: boolean;
  askedAt: Date;
  readyAt: Date;
  expiresAt: Date;
  decidedAt: Date | null;
  decidedBy: string | null;
  reason: string | null;
  /** Somebody of the organization may decide; else whoever runs the installation does. */
  decidable: boolean;
};

const COLUMNS = ` r.id, r.account_id as "accountId", m.id as "memberId", a.name, m.roles, r.note, r.ip,
    case when r.state in ('waiting', 'approved') and r.expires_at <= $5 then 'expired' else r.state end as state,
    r.user_agent as "userAgent", r.proven_by as "provenBy", r.asked_at as "askedAt", r.ready_at as "readyAt",
    r.expires_at as "expiresAt", r.decided_at as "decidedAt", d.name as "decidedBy", r.reason, ${decidableSql('r.organization_id', 'r.account_id')} as decidable,
    coalesce((select i.shown from identifiers i where i.account_id = a.id and i.verified_at is not null
      and i.kind in ('email', 'phone') order by i.kind, i.is_primary desc, i.id limit 1), '') as address,
    exists (select from devices v where v.account_id = a.id and v.user_agent = r.user_agent
      and v.created_at < r.asked_at) as "knownBrowser",
    exists (select from identifier_changes c where c.account_id = a.id and c.state = 'done'
      and c.done_at > r.asked_at - interval '7 days') as "addressChanged"
`;

const FROM = `
  from recovery_requests r join accounts a on a.id = r.account_id
  join memberships m on m.account_id = r.account_id and m.organization_id = r.organization_id
  left join accounts d on d.id = r.decided_by`;

const LIST = statement<RecoveryRow>(`
  select ${COLUMNS} ${FROM}
  where r.organization_id = $1 and ($2::text is null or r.id < $2)
    and ($4::text is null or $4 = case when r.state in ('waiting', 'approved') and r.expires_at <= $5 then 'expired' else r.state end)
  order by r.id desc limit $3`);

/** Requests of an organization, newest first, from before the id `before`. */
export async function listRecoveries(
  queryable: Queryable,
  organizationId: string,
  page: { readonly before: string | null; readonly limit: number; readonly state: RecoveryState | null },
  now: Date,
): Promise<RecoveryRow[]> {
  return queryable.query(LIST, [organizationId, page.before, page.limit, page.state, now]);
}

/**
 * Whether anybody of an organization may decide about a member: the twin of `mayDecide`, in SQL. The arguments are expressions:
 * ids of the organization and of the member's account.
 */
export function decidableSql(organization: string, account: string): string {
  return `exists (select from memberships by_m join accounts by_a on by_a.id = by_m.account_id and by_a.state = 'active'
    join organizations by_o on by_o.id = by_m.organization_id and by_o.state = 'active'
    where by_m.organization_id = ${organization} and by_m.state = 'active' and by_m.account_id <> ${account}
      and by_m.roles && array['owner', 'administrator'] and ('owner' = any (by_m.roles) or not exists (
        select from memberships of_m where of_m.organization_id = ${organization} and of_m.account_id = ${account}
          and of_m.state = 'active' and of_m.roles && array['owner', 'administrator'])))`;
}

const AT_HOME = statement<{ decidable: boolean }>(`
  select ${decidableSql('home.organization_id', 'home.account_id')} as decidable
  from (select m.organization_id, m.account_id from memberships m
    join organizations o on o.id = m.organization_id and ${bindsSql('o')}
    where m.account_id = $1 and m.state = 'active' order by m.id limit 1) home`);

/** Whether anybody of the organization that decides about an account may; else whoever runs the installation does. */
export async function isDecidable(queryable: Queryable, accountId: string): Promise<boolean> {
  return (await queryable.query(AT_HOME, [accountId]))[0]?.decidable ?? false;
}

export type WaitingRecovery = RecoveryRow & {
  readonly organization: string;
};

const WAITING = statement<WaitingRecovery>(`
  select ${COLUMNS.replaceAll('$5', '$1')}, o.name as organization
  ${FROM} join organizations o on o.id = r.organization_id
  where r.state = 'waiting' and r.expires_at > $1 order by r.id limit 1000`);

/** What waits for a decision, in all organizations, oldest first. */
export async function listWaitingRecoveries(queryable: Queryable, now: Date): Promise<WaitingRecovery[]> {
  return queryable.query(WAITING, [now]);
}
