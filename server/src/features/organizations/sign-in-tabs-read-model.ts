import { type Queryable, statement } from '../../platform/database/database.ts';

const TABS = statement<{ tabs: boolean }>(`
  select coalesce((policies->>'signInTabs')::boolean, false) as tabs from organizations
  where (id = $1 or slug = $1) and state = 'active'`);

/** Whether the door of an organization, by its id or slug, shows password and text message as two tabs. */
export async function hasSignInTabs(queryable: Queryable, organization: string): Promise<boolean> {
  return (await queryable.query(TABS, [organization]))[0]?.tabs ?? false;
}
