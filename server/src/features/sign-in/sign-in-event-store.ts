import { newId } from '../../kernel/ids.ts';
import { command, type Queryable, statement } from '../../platform/database/database.ts';

export type NewSignInEvent = {
  accountId: string | null;
  identifier: string;
  method: string;
  result: 'success' | 'failure';
  reason: string | null;
  ip: string;
  userAgent: string;
};

// One row for every organization of the person, so that each log is one index scan; one of nobody's where there is none.
const INSERT = command(`
  insert into sign_in_events (id, organization_id, account_id, identifier, at, method, result, reason, ip, user_agent)
  select $1 || to_char(row_number() over (), 'FM000'), place.organization_id, $2, $3, $4, $5, $6, $7, $8, $9
  from (select null::text as account_id) nobody
  left join memberships place on place.account_id = $2 and place.state <> 'removed'`);

export async function insertSignInEvent(queryable: Queryable, event: NewSignInEvent, now: Date): Promise<void> {
  const { accountId, identifier, method, result, reason, ip, userAgent } = event;
  await queryable.query(INSERT, [newId('sie', now), accountId, identifier, now, method, result, reason, ip, userAgent]);
}

export type SignInEventRow = {
  id: string;
  at: Date;
  identifier: string;
  name: string | null;
  method: string;
  result: 'success' | 'failure';
  reason: string | null;
  ip: string;
  userAgent: string;
};

const LIST = statement<SignInEventRow>(`
  select e.id, e.at, e.identifier, a.name, e.method, e.result, e.reason, e.ip, e.user_agent as "userAgent"
  from (
    select * from sign_in_events
    where organization_id = $1 and ($2::text is null or id < $2) and ($4::text is null or lower(identifier) like $4 escape '\\')
      and ($5::text is null or result = $5)
    order by id desc limit $3) e
  left join accounts a on a.id = e.account_id order by e.id desc`);

export async function listSignInEvents(
  queryable: Queryable,
  organizationId: string,
  page: { before: string | null; limit: number; pattern: string | null; result: string | null },
): Promise<SignInEventRow[]> {
  return queryable.query(LIST, [organizationId, page.before, page.limit, page.pattern, page.result]);
}
