import type { ViewList } from '@gatehouse/contract/saved-views';
import { newId } from '../../kernel/ids.ts';
import { command, type Queryable, statement, type Transaction } from '../../platform/database/database.ts';

export type ViewRow = {
  readonly id: string;
  readonly list: ViewList;
  readonly name: string;
  readonly search: Readonly<Record<string, string>>;
  readonly shared: boolean;
  readonly ownerId: string;
  readonly ownerName: string;
  readonly isDefault: boolean;
  readonly updatedAt: Date;
};

// What `$2` sees: their own and the shared ones.
const VIEW = `
  select v.id, v.list, v.name, v.search, v.shared, v.owner_id as "ownerId", a.name as "ownerName",
    v.updated_at as "updatedAt", exists (select from default_views d where d.view_id = v.id and d.account_id = $2) as "isDefault"
  from saved_views v join accounts a on a.id = v.owner_id
  where v.organization_id = $1 and (v.shared or v.owner_id = $2)`;

const LIST = statement<ViewRow>(`${VIEW} and v.list = any($3) order by v.shared, v.name_key, v.id`);
const ONE = statement<ViewRow>(`${VIEW} and v.id = $3`);

/** Those of these lists that the account sees: its own first, by name. */
export function listViews(
  queryable: Queryable,
  organizationId: string,
  accountId: string,
  lists: readonly ViewList[],
): Promise<ViewRow[]> {
  return queryable.query(LIST, [organizationId, accountId, lists]);
}

/** Null for one that the account does not see. */
export async function findView(
  queryable: Queryable,
  organizationId: string,
  accountId: string,
  id: string,
): Promise<ViewRow | null> {
  return (await queryable.query(ONE, [organizationId, accountId, id]))[0] ?? null;
}

/** Where views are counted and named together: somebody's own of a list, or those that are shared. */
export type Shelf = {
  readonly organizationId: string;
  readonly list: ViewList;
  readonly ownerId: string;
  readonly shared: boolean;
};

const LOCK = command('select pg_advisory_xact_lock(hashtextextended($1, 0))');
const COUNT = statement<{ count: number; named: boolean }>(`
  select count(*)::int as count, coalesce(bool_or(name_key = $5), false) as named from saved_views
  where organization_id = $1 and list = $2 and shared = $3 and (shared or owner_id = $4) and id <> $6`);

/** How many others stand there, and whether one has the name. Nobody else puts one there until the transaction ends. */
export async function lockShelf(
  tx: Transaction,
  { organizationId, list, ownerId, shared }: Shelf,
  nameKey: string,
  except: string,
): Promise<{ count: number; named: boolean }> {
  await tx.query(LOCK, [['views', organizationId, list, shared ? '' : ownerId].join()]);
  const [row] = await tx.query(COUNT, [organizationId, list, shared, ownerId, nameKey, except]);
  return row ?? { count: 0, named: false };
}

export type NewView = Shelf & {
  readonly name: string;
  readonly nameKey: string;
  readonly search: Readonly<Record<string, string>>;
};

const INSERT = command(`
  insert into saved_views (id, organization_id, list, owner_id, shared, name, name_key, search, created_at, updated_at)
  values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $9)`);

/** Into a place that {@link lockShelf} found free. Answers its id. */
export async function insertView(tx: Transaction, view: NewView, now: Date): Promise<string> {
  const id = newId('viw', now);
  const { organizationId, list, ownerId, shared, name, nameKey, search } = view;
  await tx.query(INSERT, [id, organizationId, list, ownerId, shared, name, nameKey, search, now]);
  return id;
}

const UPDATE = command(`
  update saved_views set name = $3, name_key = $4, search = $5, shared = $6, updated_at = $7
  where organization_id = $1 and id = $2`);

/** To a place that {@link lockShelf} found free. */
export async function updateView(tx: Transaction, id: string, view: NewView, now: Date): Promise<void> {
  const { organizationId, name, nameKey, search, shared } = view;
  await tx.query(UPDATE, [organizationId, id, name, nameKey, search, shared, now]);
}

const DELETE = statement<{ id: string }>('delete from saved_views where organization_id = $1 and id = $2 returning id');

/** False when it was gone already. */
export async function deleteView(tx: Transaction, organizationId: string, id: string): Promise<boolean> {
  return (await tx.query(DELETE, [organizationId, id])).length === 1;
}

const SET_DEFAULT = command(`
  insert into default_views (organization_id, account_id, list, view_id) values ($1, $2, $3, $4)
  on conflict (organization_id, account_id, list) do update set view_id = excluded.view_id`);
const CLEAR_DEFAULT = command(
  'delete from default_views where organization_id = $1 and account_id = $2 and list = $3 and view_id = $4',
);

/** The list opens with it for the account, or no more. */
export async function setDefault(
  tx: Transaction,
  isDefault: boolean,
  { organizationId, accountId, list, id }: { organizationId: string; accountId: string; list: ViewList; id: string },
): Promise<void> {
  await tx.query(isDefault ? SET_DEFAULT : CLEAR_DEFAULT, [organizationId, accountId, list, id]);
}
