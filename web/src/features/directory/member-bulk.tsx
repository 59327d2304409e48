import { bulkMemberRoutes, type MemberAction } from '@gatehouse/contract/bulk';
import { type Member, memberListRoutes } from '@gatehouse/contract/member-filters';
import { useQuery } from '@tanstack/react-query';
import { lazy, Suspense } from 'react';
import { call } from '../../lib/api.ts';
import type { Selection } from '../../lib/selection.ts';
import { SelectMany } from '../../ui/select-row.tsx';
import { BulkBar } from '../operations/bulk-bar.tsx';
import { useConsoleOrganization } from '../sessions/console-organization.ts';
import { filtersOf } from './member-search.ts';
import type { MemberSearch } from './member-search-names.ts';

// Asked for by a press.
const RolesDialog = lazy(() => import('./roles-dialog.tsx').then((parts) => ({ default: parts.RolesDialog })));

const CHANGES = [{ name: 'suspend' }, { name: 'restore' }, { name: 'roles', asks: true }, { name: 'end-sessions' }];
const EXPORT = { name: 'export' };

/** Selecting many people, and what is done to those who are selected. */
export function MemberBulk({
  org,
  search,
  items,
  selection,
}: {
  org: string;
  search: MemberSearch;
  items: readonly Member[];
  selection: Selection;
}) {
  const { may } = useConsoleOrganization();
  const filter = filtersOf(search);
  const counted = useQuery({
    queryKey: ['members', org, 'count', filter],
    queryFn: ({ signal }) => call(memberListRoutes.count, { params: { org }, query: filter, signal }),
    enabled: selection.count > 0,
  });
  const total = counted.data && !counted.data.capped ? counted.data.count : null;
  const actions = may('people.manage') ? [...CHANGES, EXPORT] : [EXPORT];
  const chosen = selection.all === null ? { ids: [...selection.ids] } : { filter };
  const begin = (action: string, count: number) => {
    const body = { action: action as MemberAction, ...chosen, expected: count };
    return call(bulkMemberRoutes.bulk, { params: { org }, body: body as never });
  };
  return (
    <>
      <SelectMany ids={items.map(({ id }) => id)} selection={selection} count={total} />
      <BulkBar
        org={org}
        lists="members"
        selection={selection}
        actions={actions}
        begin={begin}
        ask={(_action, asking) => (
          <Suspense fallback={null}>
            <RolesDialog org={org} chosen={chosen} {...asking} />
          </Suspense>
        )}
      />
    </>
  );
}
