import { bulkInvitationRoutes, type InvitationAction } from '@gatehouse/contract/bulk';
import { invitationListRoutes } from '@gatehouse/contract/invitation-filters';
import type { Invitation } from '@gatehouse/contract/invitations';
import { useQuery } from '@tanstack/react-query';
import { call } from '../../lib/api.ts';
import type { Selection } from '../../lib/selection.ts';
import { SelectMany } from '../../ui/select-row.tsx';
import { type BulkAction, BulkBar } from '../operations/bulk-bar.tsx';
import { filtersOf } from './invitation-search.ts';
import type { InvitationSearch } from './invitation-search-names.ts';

const DAYS = 7;

/** Selecting many invitations, and what is done to those that are selected. */
export function InvitationBulk({
  org,
  search,
  items,
  selection,
  acts,
}: {
  org: string;
  search: InvitationSearch;
  items: readonly Invitation[];
  selection: Selection;
  acts: readonly BulkAction[];
}) {
  const filter = filtersOf(search);
  const counted = useQuery({
    queryKey: ['invitations', org, 'count', filter],
    queryFn: ({ signal }) => call(invitationListRoutes.count, { params: { org }, query: filter, signal }),
    enabled: selection.count > 0,
  });
  const total = counted.data && !counted.data.capped ? counted.data.count : null;
  const begin = (action: string, count: number) => {
    const chosen = selection.all === null ? { ids: [...selection.ids] } : { filter };
    const days = action === 'extend' ? { days: DAYS } : {};
    const body = { action: action as InvitationAction, ...chosen, ...days, expected: count };
    return call(bulkInvitationRoutes.bulk, { params: { org }, body: body as never });
  };
  return (
    <>
      {acts.length > 0 ? <SelectMany ids={items.map(({ id }) => id)} selection={selection} count={total} /> : null}
      <BulkBar org={org} lists="invitations" selection={selection} actions={acts} begin={begin} />
    </>
  );
}
