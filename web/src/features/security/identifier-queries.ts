import { identifierRoutes } from '@gatehouse/contract/identifiers';
import { queryOptions, useQueryClient } from '@tanstack/react-query';
import { call } from '../../lib/api.ts';
import { sessionQuery } from '../sessions/session.ts';

export const identifiersQuery = queryOptions({
  queryKey: ['identifiers'],
  queryFn: ({ signal }) => call(identifierRoutes.list, { signal }),
});

/** After a change: the list anew, and who is signed in, for the header says the address. */
export function useRefreshIdentifiers(): () => void {
  const client = useQueryClient();
  return () => {
    void client.invalidateQueries({ queryKey: identifiersQuery.queryKey });
    void client.invalidateQueries({ queryKey: sessionQuery.queryKey });
  };
}
