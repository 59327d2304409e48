import { queryClient } from '../../lib/query-client.ts';
import { closedQuery } from './closing-queries.ts';

/** Whether an organization of one's own, by id or slug, lets nobody in for now: the portal says why, and whom to ask. */
export async function isClosed(org: string): Promise<boolean> {
  const { items } = await queryClient.fetchQuery(closedQuery).catch(() => ({ items: [] }));
  return items.some(({ organization }) => organization.slug === org || organization.id === org);
}
