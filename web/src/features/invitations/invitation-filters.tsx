import { INVITATION_SORTS } from '@gatehouse/contract/invitation-filters';
import type { Invitation } from '@gatehouse/contract/invitations';
import { lazy, Suspense } from 'react';
import { useText } from '../../lib/i18n.tsx';
import { FilterSelect } from '../../ui/filter-select.tsx';
import { SearchBox } from '../../ui/search-box.tsx';
import { sortOf } from './invitation-search.ts';
import type { InvitationSearch } from './invitation-search-names.ts';

// The list can be read and searched before what narrows it further is there.
const Panel = lazy(() =>
  import('./invitation-filter-panel.tsx').then((parts) => ({ default: parts.InvitationFilterPanel })),
);

/** What narrows the list, all of it in its address. `items`: the page that is shown. */
export function InvitationFilters({ search, items }: { search: InvitationSearch; items: readonly Invitation[] }) {
  const t = useText();
  return (
    <>
      <SearchBox value={search.q ?? ''} label={t('console.invitations.search')} />
      <FilterSelect
        name="sort"
        label={t('lists.sort')}
        value={sortOf(search) === 'newest' ? '' : sortOf(search)}
        all={t('lists.sort.newest')}
        options={INVITATION_SORTS.slice(1).map((value) => ({ value, label: t(`lists.sort.${value}`) }))}
      />
      <Suspense fallback={null}>
        <Panel search={search} items={items} />
      </Suspense>
    </>
  );
}
