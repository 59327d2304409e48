import { type SavedView, savedViewRoutes, type ViewList } from '@gatehouse/contract/saved-views';
import { queryOptions, useMutation, useQueryClient } from '@tanstack/react-query';
import { call } from '../../lib/api.ts';

/** What stands in the address of a list. */
export type ListSearch = Readonly<Record<string, string | undefined>>;

/** The room of each list. */
export const VIEW_ROOMS: Readonly<Record<ViewList, string>> = {
  invitations: 'invitations',
  members: 'people',
  'sign-in-events': 'sign-in-log',
  'audit-events': 'audit-log',
};

/** The views of all lists that somebody may read. */
export function viewsQuery(org: string) {
  return queryOptions({
    queryKey: ['views', org],
    queryFn: async ({ signal }) => (await call(savedViewRoutes.list, { params: { org }, signal })).items,
    staleTime: 60_000,
  });
}

/** The address of a view: what of it is known, and its id, by which a change of it is told from another list. */
export function addressOfView({ id, search, unfit }: Pick<SavedView, 'id' | 'search' | 'unfit'>) {
  const known = Object.entries(search).filter(([name]) => !unfit.includes(name));
  return { ...Object.fromEntries(known), view: id };
}

/** What is asked about a view before something is done. */
export type Asked = 'new' | 'edit' | 'delete';

export type ViewInput = { name: string; shared: boolean; isDefault: boolean };

/** Keeps a new view of a list. */
export function useCreateView(org: string, list: ViewList) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (body: ViewInput & { search: Record<string, string> }) =>
      call(savedViewRoutes.create, { params: { org }, body: { list, ...body } }),
    onSuccess: () => client.invalidateQueries({ queryKey: ['views', org] }),
  });
}

export type ViewChange = Partial<ViewInput> & { search?: Record<string, string> };

export function useChangeView(org: string) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: ({ id, ...body }: ViewChange & { id: string }) =>
      call(savedViewRoutes.update, { params: { org, id }, body }),
    onSuccess: () => client.invalidateQueries({ queryKey: ['views', org] }),
  });
}

export function useDeleteView(org: string) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (id: string) => call(savedViewRoutes.remove, { params: { org, id } }),
    onSuccess: () => client.invalidateQueries({ queryKey: ['views', org] }),
  });
}
