import { type Queryable, statement } from '../../platform/database/database.ts';

/** What a reset of a password looks at. */
export type ResetFacts = {
  name: string;
  email: string | null;
  emailCanonical: string | null;
  phone: string | null;
  phoneCanonical: string | null;
  hasPassword: boolean;
  dueSince: Date | null;
  /** They have a place in another organization, which trusts the same account. */
  shared: boolean;
  devicesHere: number;
  devices: number;
  /** The last message there did not arrive. */
  emailFailed: boolean;
  phoneFailed: boolean;
};

const primary = (kind: 'email' | 'phone', column: 'shown' | 'canonical') => `
  (select i.${column} from identifiers i where i.account_id = a.id and i.kind = '${kind}' and i.verified_at is not null
    order by i.is_primary desc, i.id limit 1)`;
/** Whether the newest message to it that was tried, of this organization or of none, did not arrive. What was held back was not tried. */
const failed = (kind: 'email' | 'phone') => {
  const newest = (whose: string) => `
    (select m.id, m.state from messages m where ${whose} and m.to_address = ${primary(kind, 'canonical')}
      and (m.state in ('sent', 'delivered', 'bounced') or (m.state = 'abandoned' and m.response <> ''))
      order by m.id desc limit 1)`;
  return `coalesce((select x.state in ('bounced', 'abandoned') from (${newest('m.organization_id = $2')}
    union all ${newest('m.organization_id is null')}) x order by x.id desc limit 1), false)`;
};
const LIVE = 's.account_id = a.id and s.ended_at is null and s.expires_at > $3';

const FACTS = statement<ResetFacts>(`
  select a.name, ${primary('email', 'shown')} as email, ${primary('email', 'canonical')} as "emailCanonical",
    ${primary('phone', 'shown')} as phone, ${primary('phone', 'canonical')} as "phoneCanonical",
    exists (select from passwords p where p.account_id = a.id) as "hasPassword", a.password_due_at as "dueSince",
    exists (select from memberships m join organizations o on o.id = m.organization_id and o.state <> 'deleted'
      where m.account_id = a.id and m.organization_id <> $2 and m.state <> 'removed') as shared,
    (select count(*)::int from sessions s where ${LIVE} and (s.organization_id = $2 or s.organization_id is null)) as "devicesHere",
    (select count(*)::int from sessions s where ${LIVE}) as devices,
    ${failed('email')} as "emailFailed", ${failed('phone')} as "phoneFailed"
  from accounts a where a.id = $1 and a.state = 'active'`);

/** Null for an account that is not in use. */
export async function findResetFacts(
  queryable: Queryable,
  accountId: string,
  organizationId: string,
  now: Date,
): Promise<ResetFacts | null> {
  return (await queryable.query(FACTS, [accountId, organizationId, now]))[0] ?? null;
}
