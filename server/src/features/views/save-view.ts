import { MOST_VIEWS, type ViewList } from '@gatehouse/contract/saved-views';
import { unfitNames, VIEWED } from '@gatehouse/contract/view-lists';
import type { Caller } from '../../kernel/actor.ts';
import { AppError } from '../../kernel/app-error.ts';
import type { Transaction } from '../../platform/database/database.ts';
import type { Services } from '../../platform/services.ts';
import { recordAuditEvent } from '../audit/index.ts';
import { mayChange, mayMove, nameKey, type Viewer } from './domain/view-policy.ts';
import {
  deleteView,
  findView,
  insertView,
  lockShelf,
  type NewView,
  setDefault,
  updateView,
  type ViewRow,
} from './view-store.ts';

/** Who asks, and which lists they may read. */
export type ViewReader = Viewer & { readonly organizationId: string; readonly mayRead: (list: ViewList) => boolean };

type NewViewInput = {
  readonly list: ViewList;
  readonly name: string;
  readonly search: Readonly<Record<string, string>>;
  readonly shared: boolean;
  readonly isDefault: boolean;
};

/**
 * Keeps a view of a list under a name. Answers its id.
 * @throws AppError FORBIDDEN, REQUEST-INVALID {search.<name>}, VIEW-EXISTS {name}, VIEW-LIMIT {max}
 */
export async function createView(
  { database, clock }: Pick<Services, 'database' | 'clock'>,
  caller: Caller,
  by: ViewReader,
  { isDefault, ...wanted }: NewViewInput,
): Promise<string> {
  if (!by.mayRead(wanted.list) || (wanted.shared && !by.mayShare)) throw new AppError('FORBIDDEN');
  requireFit(wanted.list, wanted.search);
  const now = clock.now();
  const { organizationId, accountId } = by;
  const view = { ...wanted, organizationId, ownerId: accountId, nameKey: nameKey(wanted.name) };
  return database.transaction(async (tx) => {
    await requirePlace(tx, view, '');
    const id = await insertView(tx, view, now);
    if (isDefault) await setDefault(tx, true, { organizationId, accountId, list: view.list, id });
    if (view.shared) await record(tx, caller, now, organizationId, 'view.shared', id, told(view));
    return id;
  });
}

export type ViewChange = Partial<Omit<NewViewInput, 'list'>>;

/**
 * Renames, overwrites, shares or keeps to oneself a view, or opens the list with it. What is not given stays, also what
 * this release does not know.
 * @throws AppError NOT-FOUND, FORBIDDEN, REQUEST-INVALID {search.<name>}, VIEW-EXISTS {name}, VIEW-LIMIT {max}
 */
export async function changeView(
  { database, clock }: Pick<Services, 'database' | 'clock'>,
  caller: Caller,
  by: ViewReader,
  id: string,
  { isDefault, ...change }: ViewChange,
): Promise<void> {
  const now = clock.now();
  const { organizationId, accountId } = by;
  await database.transaction(async (tx) => {
    const before = await getView(tx, by, id);
    if (isDefault !== undefined) await setDefault(tx, isDefault, { organizationId, accountId, list: before.list, id });
    if (Object.values(change).every((value) => value === undefined)) return;
    const after = changed(before, change, by);
    await requirePlace(tx, after, id);
    await updateView(tx, id, after, now);
    if (!before.shared && !after.shared) return;
    const action = before.shared ? (after.shared ? 'view.changed' : 'view.unshared') : 'view.shared';
    await record(tx, caller, now, organizationId, action, id, {
      ...told(after),
      ...(before.shared && after.shared ? differences(before, after) : {}),
    });
  });
}

/** @throws AppError NOT-FOUND, FORBIDDEN */
export async function removeView(
  { database, clock }: Pick<Services, 'database' | 'clock'>,
  caller: Caller,
  by: ViewReader,
  id: string,
): Promise<void> {
  const now = clock.now();
  await database.transaction(async (tx) => {
    const view = await getView(tx, by, id);
    if (!mayChange(view, by)) throw new AppError('FORBIDDEN');
    if (!(await deleteView(tx, by.organizationId, id))) throw new AppError('NOT-FOUND');
    if (view.shared) await record(tx, caller, now, by.organizationId, 'view.deleted', id, told(view));
  });
}

/** One that is seen; of a list that may be read. @throws AppError NOT-FOUND */
async function getView(tx: Transaction, by: ViewReader, id: string): Promise<ViewRow> {
  const view = await findView(tx, by.organizationId, by.accountId, id);
  if (!view || !by.mayRead(view.list)) throw new AppError('NOT-FOUND');
  return view;
}

/** @throws AppError FORBIDDEN, REQUEST-INVALID */
function changed(before: ViewRow, change: Omit<ViewChange, 'isDefault'>, by: ViewReader): NewView {
  if (!mayChange(before, by)) throw new AppError('FORBIDDEN');
  const { name = before.name, search = before.search, shared = before.shared } = change;
  if (shared !== before.shared && !mayMove(before, by)) throw new AppError('FORBIDDEN');
  if (change.search) requireFit(before.list, search);
  const { list, ownerId } = before;
  return { organizationId: by.organizationId, list, ownerId, name, nameKey: nameKey(name), search, shared };
}

function requireFit(list: ViewList, search: Readonly<Record<string, string>>): void {
  const fields = unfitNames(list, search).map((name) => {
    const code = Object.hasOwn(VIEWED[list].search, name) ? ('FIELD-INVALID' as const) : ('FIELD-UNKNOWN' as const);
    return { path: `search.${name}`, code, params: {} };
  });
  if (fields.length > 0) throw new AppError('REQUEST-INVALID', {}, fields);
}

// The twin of the unique indexes of `saved_views`.
async function requirePlace(tx: Transaction, view: NewView, except: string): Promise<void> {
  const { count, named } = await lockShelf(tx, view, view.nameKey, except);
  if (named) throw new AppError('VIEW-EXISTS', { name: view.name });
  if (count >= MOST_VIEWS) throw new AppError('VIEW-LIMIT', { max: MOST_VIEWS });
}

type Told = { readonly list: ViewList; readonly name: string; readonly search: Readonly<Record<string, string>> };
const told = ({ list, name, search }: Told) => ({ list, name, search });

function differences(before: Told, after: Told): Record<string, unknown> {
  const names = (['name', 'search'] as const).filter(
    (name) => JSON.stringify(before[name]) !== JSON.stringify(after[name]),
  );
  return Object.fromEntries(names.map((name) => [name, { before: before[name], after: after[name] }]));
}

type ViewAction = 'view.shared' | 'view.changed' | 'view.unshared' | 'view.deleted';

function record(
  tx: Transaction,
  caller: Caller,
  now: Date,
  organizationId: string,
  action: ViewAction,
  id: string,
  change: Record<string, unknown>,
): Promise<void> {
  return recordAuditEvent(tx, caller, now, { organizationId, action, subject: { type: 'view', id }, change });
}
