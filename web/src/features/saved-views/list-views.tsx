import type { SavedView, ViewList } from '@gatehouse/contract/saved-views';
import { useQuery } from '@tanstack/react-query';
import { useText } from '../../lib/i18n.tsx';
import { Notice } from '../../ui/notice.tsx';
import { type View, Views } from '../../ui/views.tsx';
import { useConsoleOrganization } from '../sessions/console-organization.ts';
import { type Here, hereOf, searchOf } from './here.ts';
import { ViewMenu } from './view-menu.tsx';
import { addressOfView, type ListSearch, viewsQuery } from './view-queries.ts';

/** More stand in the menu. */
const IN_SIGHT = 4;

/**
 * The ways to look at a list: those that every organization has, those that somebody has kept, and the columns. `columns`:
 * those that can be hidden.
 */
export function ListViews({
  list,
  search,
  names,
  builtIn = [],
  columns,
}: {
  list: ViewList;
  search: ListSearch;
  /** What the address of the list may hold. */
  names: readonly string[];
  builtIn?: readonly View[];
  columns: readonly { key: string; header: string }[];
}) {
  const t = useText();
  const { slug, may } = useConsoleOrganization();
  const readable = may('views.read');
  const { data = [] } = useQuery({ ...viewsQuery(slug), enabled: readable });
  const saved = data.filter((view) => view.list === list);
  const now = searchOf(search, names);
  const here = hereOf(saved, builtIn, now, search.view);
  // A list that opens with a view of somebody's own needs a word for all of it.
  const all = { key: 'all', label: t('lists.view.all'), search: saved.some((view) => view.isDefault) ? ALL : {} };
  const shown = inSight(saved, here.saved).map((view) => ({
    key: view.id,
    label: view.name,
    search: addressOfView(view),
  }));
  return (
    <>
      <div className="flex items-start gap-1.5">
        <Views label={t('lists.views')} views={[all, ...builtIn, ...shown]} current={here.key} />
        <div className="ml-auto flex shrink-0">
          <ViewMenu list={list} readable={readable} saved={saved} here={here} now={now} columns={columns} />
        </div>
      </div>
      <Unfit here={here} />
    </>
  );
}

const ALL = { view: 'all' };

/** The one that is looked at, the one that the list opens with, then one's own and the shared ones by name. */
function inSight(saved: readonly SavedView[], current: SavedView | null): SavedView[] {
  const first = saved.toSorted((one, other) => Number(other.isDefault) - Number(one.isDefault)).slice(0, IN_SIGHT);
  return current && !first.some(({ id }) => id === current.id) ? [...first.slice(0, -1), current] : first;
}

/** What an older release knew and this one does not: said once, and nothing of it is lost. */
function Unfit({ here: { saved } }: { here: Here }) {
  const t = useText();
  if (!saved || saved.unfit.length === 0) return null;
  const names = saved.unfit.map((name) => `${name} = ${saved.search[name]}`).join(', ');
  return (
    <Notice tone="warning" title={t('lists.views.unfit.title')}>
      <p className="wrap-anywhere">{t('lists.views.unfit.text', { names })}</p>
    </Notice>
  );
}
