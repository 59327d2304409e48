import { closingRoutes } from '@gatehouse/contract/closing';
import { queryOptions, useMutation, useQueryClient } from '@tanstack/react-query';
import { call } from '../../lib/api.ts';

/** One company, how it stands, and whom it would concern. */
export function companyQuery(org: string, id: string) {
  return queryOptions({
    queryKey: ['company', org, id],
    queryFn: ({ signal }) => call(closingRoutes.company, { params: { org, id }, signal }),
  });
}

export const closedQuery = queryOptions({
  queryKey: ['closed-organizations'],
  queryFn: ({ signal }) => call(closingRoutes.closed, { signal }),
});

export type CompanyAct = 'suspend' | 'resume' | 'delete' | 'keep';
export type Said = { readonly reason: string; readonly shortName: string };

/** What can be done with a company; answers how it stands then. The server asks for a fresh proof first. */
export function useCompanyAct(org: string, id: string, act: CompanyAct) {
  const client = useQueryClient();
  const params = { org, id };
  const calls = {
    suspend: ({ reason }: Said) => call(closingRoutes.suspendCompany, { params, body: { reason } }),
    resume: ({ reason }: Said) => call(closingRoutes.resumeCompany, { params, body: { reason } }),
    delete: (body: Said) => call(closingRoutes.deleteCompany, { params, body }),
    keep: (_: Said) => call(closingRoutes.keepCompany, { params }),
  };
  return useMutation({
    mutationFn: (said: Said) => calls[act](said),
    onSuccess: (company) => client.setQueryData(companyQuery(org, id).queryKey, company),
    onSettled: () => client.invalidateQueries({ queryKey: ['companies', org] }),
  });
}
