import type { SavedView, ViewList } from '@gatehouse/contract/saved-views';
import { Link } from '@tanstack/react-router';
import { lazy, Suspense, useState } from 'react';
import { useText } from '../../lib/i18n.tsx';
import { Button } from '../../ui/button.tsx';
import { useFilter } from '../../ui/filters.tsx';
import { Menu, MenuItem, MenuLink, MenuSeparator } from '../../ui/menu.tsx';
import { MenuCheck, MenuGroup } from '../../ui/menu-check.tsx';
import { ProblemNotice } from '../../ui/notice.tsx';
import { useConsoleOrganization } from '../sessions/console-organization.ts';
import { useSession } from '../sessions/session.ts';
import type { Here } from './here.ts';
import { type Asked, addressOfView, useChangeView } from './view-queries.ts';

// Asked for by the first press.
const ViewDialogs = lazy(() => import('./view-dialogs.tsx').then((parts) => ({ default: parts.ViewDialogs })));

/** Everything that is done with views and columns, behind one button; beside it what is most wanted now. */
export function ViewMenu({
  list,
  readable,
  saved,
  here,
  now,
  columns,
}: {
  list: ViewList;
  readable: boolean;
  saved: readonly SavedView[];
  here: Here;
  now: Record<string, string>;
  columns: readonly { key: string; header: string }[];
}) {
  const t = useText();
  const { slug } = useConsoleOrganization();
  const [asked, setAsked] = useState<Asked | null>(null);
  const [said, setSaid] = useState('');
  const change = useChangeView(slug);
  const edit = useEdit(here);
  const act = (changes: Parameters<typeof change.mutate>[0], text: string) => {
    setSaid('');
    change.mutate(changes, { onSuccess: () => setSaid(text) });
  };
  const overwrite = (view: SavedView) => act({ id: view.id, search: now }, t('lists.views.saved', { name: view.name }));
  const isNew = here.key === null || (here.changed && !edit);
  return (
    <div className="flex flex-col items-end gap-1">
      <div className="flex items-center gap-1.5">
        {readable && isNew ? (
          <Button look="quiet" icon="star" className="max-sm:hidden" onClick={() => setAsked('new')}>
            {t('lists.views.save')}
          </Button>
        ) : null}
        {here.saved && here.changed && edit ? (
          <Button icon="star" busy={change.isPending} onClick={() => here.saved && overwrite(here.saved)}>
            {t('lists.views.overwrite')}
          </Button>
        ) : null}
        <Menu
          trigger={
            <Button icon="columns" className="max-sm:gap-0">
              <span className="max-sm:sr-only">{t('lists.views.menu')}</span>
            </Button>
          }
        >
          {readable ? (
            <>
              <SavedGroups saved={saved} here={here} />
              {here.saved && here.changed && edit ? (
                <MenuItem icon="check" onClick={() => here.saved && overwrite(here.saved)}>
                  {t('lists.views.overwrite')}
                </MenuItem>
              ) : null}
              <MenuItem icon="plus" onClick={() => setAsked('new')}>
                {t('lists.views.save-new')}
              </MenuItem>
              {here.saved ? <OfCurrent view={here.saved} edit={edit} ask={setAsked} act={act} /> : null}
              <MenuSeparator />
            </>
          ) : null}
          <Columns columns={columns} hidden={now.hide?.split(',') ?? []} />
        </Menu>
      </div>
      <p role="status" className="text-meta text-muted empty:hidden">
        {said}
      </p>
      {change.isError ? <ProblemNotice error={change.error} /> : null}
      {asked ? (
        <Suspense fallback={null}>
          <ViewDialogs
            list={list}
            asked={asked}
            view={here.saved}
            now={now}
            onClose={() => setAsked(null)}
            onDone={setSaid}
          />
        </Suspense>
      ) : null}
    </div>
  );
}

/** Whether the view that is looked at is somebody's to change. */
function useEdit({ saved }: Here): boolean {
  const { may } = useConsoleOrganization();
  const { account } = useSession();
  if (!saved) return false;
  return saved.shared ? may('views.share') : saved.owner.id === account.id;
}

function SavedGroups({ saved, here }: { saved: readonly SavedView[]; here: Here }) {
  const t = useText();
  const groups = [
    { label: t('lists.views.own'), views: saved.filter(({ shared }) => !shared) },
    { label: t('lists.views.shared'), views: saved.filter(({ shared }) => shared) },
  ].filter(({ views }) => views.length > 0);
  return (
    <>
      {groups.map(({ label, views }) => (
        <MenuGroup key={label} label={label}>
          {views.map((view) => (
            <MenuLink
              key={view.id}
              icon={view.id === here.saved?.id ? 'check' : view.isDefault ? 'star' : 'log'}
              link={<Link to="." search={addressOfView(view)} />}
            >
              {view.isDefault ? t('lists.views.is-default', { name: view.name }) : view.name}
            </MenuLink>
          ))}
        </MenuGroup>
      ))}
      {groups.length > 0 ? <MenuSeparator /> : null}
    </>
  );
}

function OfCurrent({
  view,
  edit,
  ask,
  act,
}: {
  view: SavedView;
  edit: boolean;
  ask: (asked: Asked) => void;
  act: (changes: { id: string; isDefault: boolean }, said: string) => void;
}) {
  const t = useText();
  const { isDefault, id, name } = view;
  return (
    <>
      <MenuItem
        icon={isDefault ? 'minus' : 'star'}
        onClick={() => act({ id, isDefault: !isDefault }, t('lists.views.saved', { name }))}
      >
        {t(isDefault ? 'lists.views.default-off' : 'lists.views.default')}
      </MenuItem>
      {edit ? (
        <>
          <MenuItem icon="edit" onClick={() => ask('edit')}>
            {t('lists.views.edit')}
          </MenuItem>
          <MenuItem icon="trash" onClick={() => ask('delete')}>
            {t('lists.views.delete')}
          </MenuItem>
        </>
      ) : null}
    </>
  );
}

function Columns({
  columns,
  hidden,
}: {
  columns: readonly { key: string; header: string }[];
  hidden: readonly string[];
}) {
  const t = useText();
  const filter = useFilter();
  const set = (key: string, shown: boolean) => {
    const next = shown ? hidden.filter((one) => one !== key) : [...hidden, key];
    filter('hide', next.toSorted().join(','));
  };
  return (
    <MenuGroup label={t('lists.columns')}>
      {columns.map(({ key, header }) => (
        <MenuCheck key={key} checked={!hidden.includes(key)} onChange={(shown) => set(key, shown)}>
          {header}
        </MenuCheck>
      ))}
      {hidden.length > 0 ? (
        <MenuItem icon="back" onClick={() => filter('hide', undefined)}>
          {t('lists.columns.all')}
        </MenuItem>
      ) : null}
    </MenuGroup>
  );
}
