import { memberRoutes, type ResetWay } from '@gatehouse/contract/members';
import type { PrintedSheet } from '@gatehouse/contract/printed-sheets';
import { queryOptions, useMutation, useQueryClient } from '@tanstack/react-query';
import { call } from '../../lib/api.ts';

export function memberQuery(org: string, id: string) {
  return queryOptions({
    queryKey: ['members', org, 'one', id],
    queryFn: ({ signal }) => call(memberRoutes.get, { params: { org, id }, signal }),
  });
}

export type MemberAct = 'suspend' | 'restore' | 'remove';

/** What was done shows everywhere at once: every list and record of members is asked for again. */
export function useMemberChange<Input, Output>(org: string, change: (input: Input) => Promise<Output>) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: change,
    onSuccess: () => client.invalidateQueries({ queryKey: ['members', org] }),
  });
}

/** Where what resets a password went, masked; or what is to be handed over, which is shown this once. */
export type Reset = { way: ResetWay; to: string; sheet?: PrintedSheet | undefined };
