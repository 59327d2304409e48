import { invitationListRoutes } from '@gatehouse/contract/invitation-filters';
import { invitationRoutes } from '@gatehouse/contract/invitations';
import { queryOptions, useMutation, useQueryClient } from '@tanstack/react-query';
import { call } from '../../lib/api.ts';
import { filtersOf, sortOf } from './invitation-search.ts';
import type { InvitationSearch } from './invitation-search-names.ts';

export function invitationsQuery(org: string, search: InvitationSearch) {
  const query = { ...filtersOf(search), sort: sortOf(search), cursor: search.cursor };
  return queryOptions({
    queryKey: ['invitations', org, 'list', query],
    queryFn: ({ signal }) => call(invitationListRoutes.list, { params: { org }, query, signal }),
  });
}

export function invitationQuery(org: string, id: string) {
  return queryOptions({
    queryKey: ['invitations', org, 'one', id],
    queryFn: ({ signal }) => call(invitationRoutes.get, { params: { org, id }, signal }),
    // What happens to a mail happens while one looks.
    refetchInterval: 15_000,
  });
}

/** Afterwards every list and record of invitations is asked for again. */
export function useInvitationAction(org: string, action: 'resend' | 'revoke' | 'sendNow') {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (id: string) => call(invitationRoutes[action], { params: { org, id } }),
    onSuccess: () => client.invalidateQueries({ queryKey: ['invitations', org] }),
  });
}
