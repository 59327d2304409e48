import { newId } from '../../kernel/ids.ts';
import { command, type Queryable } from '../../platform/database/database.ts';

export type NewSignInEvent = {
  accountId: string | null;
  identifier: string;
  method: string;
  methods: readonly string[] | null;
  result: 'success' | 'failure';
  reason: string | null;
  ip: string;
  userAgent: string;
};

// One row for every organization of the person, so that each log is one index scan; one of nobody's where there is none.
const INSERT = command(`
  insert into sign_in_events (id, organization_id, account_id, identifier, at, method, methods, result, reason, ip, user_agent)
  select $1 || to_char(row_number() over (), 'FM000'), place.organization_id, $2, $3, $4, $5, $6, $7, $8, $9, $10
  from (select null::text as account_id) nobody
  left join memberships place on place.account_id = $2 and place.state <> 'removed'`);

export async function insertSignInEvent(queryable: Queryable, event: NewSignInEvent, now: Date): Promise<void> {
  const { accountId, identifier, method, methods, result, reason, ip, userAgent } = event;
  const id = newId('sie', now);
  const values = [id, accountId, identifier, now, method, methods, result, reason, ip, userAgent];
  await queryable.query(INSERT, values);
}
