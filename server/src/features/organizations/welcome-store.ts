import type { WelcomeLink } from '@gatehouse/contract/organizations';
import { command, type Queryable, statement } from '../../platform/database/database.ts';

export type WelcomeRow = {
  id: string;
  name: string;
  slug: string;
  hostName: string | null;
  hostProductName: string | null;
  hostContact: string | null;
  links: WelcomeLink[] | null;
  done: string[] | null;
  hidden: boolean;
};

// The host is whoever invited the company; without one the organization is its own host.
const GET = statement<WelcomeRow>(`
  select o.id, o.name, o.slug, h.name as "hostName", h.product_name as "hostProductName",
    nullif(h.support_contact, '') as "hostContact", h.welcome_links as links, p.done,
    p.hidden_at is not null as hidden
  from organizations o
  join memberships m on m.organization_id = o.id and m.account_id = $1 and m.state = 'active'
  left join lateral (
    select supplier_id from customer_companies where company_id = o.id order by created_at limit 1) c on true
  join organizations h on h.id = coalesce(c.supplier_id, o.id)
  left join welcome_progress p on p.account_id = $1 and p.organization_id = o.id
  where (o.id = $2 or o.slug = $2) and o.state = 'active'`);

/** The welcome page of a member's organization (by id or slug); null when the account is no member of it. */
export async function findWelcome(
  queryable: Queryable,
  accountId: string,
  organization: string,
): Promise<WelcomeRow | null> {
  const [row] = await queryable.query(GET, [accountId, organization]);
  return row ?? null;
}

const PROGRESS = command(`
  insert into welcome_progress as p (account_id, organization_id, done, hidden_at)
  values ($1, $2, coalesce($3::text[], '{}'), $4)
  on conflict (account_id, organization_id) do update set
    done = (select coalesce(array_agg(distinct item), '{}') from unnest(p.done || excluded.done) item),
    hidden_at = coalesce(excluded.hidden_at, p.hidden_at)`);

export async function recordProgress(
  queryable: Queryable,
  accountId: string,
  organizationId: string,
  progress: { done: readonly string[]; hiddenAt: Date | null },
): Promise<void> {
  await queryable.query(PROGRESS, [accountId, organizationId, progress.done, progress.hiddenAt]);
}
