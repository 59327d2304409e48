import type { ViewList } from '@gatehouse/contract/saved-views';
import { queryClient } from '../../lib/query-client.ts';
import { stringifySearch } from '../../lib/search.ts';
import { addressOfView, VIEW_ROOMS, viewsQuery } from './view-queries.ts';

/** The address of the view that a list opens with; null where it opens with everything. */
export async function findDefaultAddress(org: string, list: ViewList): Promise<string | null> {
  // A list that could not be opened because of its views would be worse than one without them.
  const views = await queryClient.ensureQueryData(viewsQuery(org)).catch(() => []);
  const view = views.find((one) => one.list === list && one.isDefault);
  return view ? `/console/${encodeURIComponent(org)}/${VIEW_ROOMS[list]}${stringifySearch(addressOfView(view))}` : null;
}
