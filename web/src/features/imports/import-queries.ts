import { type Import, importRoutes, ROW_STATES } from '@gatehouse/contract/imports';
import type { InvitationKind } from '@gatehouse/contract/invitations';
import { queryOptions, useMutation, useQueryClient } from '@tanstack/react-query';
import { ApiProblem, call, routeUrl } from '../../lib/api.ts';

export function importsQuery(org: string, cursor?: string) {
  return queryOptions({
    queryKey: ['imports', org, 'list', cursor],
    queryFn: ({ signal }) => call(importRoutes.list, { params: { org }, query: { cursor }, signal }),
  });
}

export function isUnderWay({ state }: Pick<Import, 'state'>): boolean {
  return state === 'running' || state === 'undoing';
}

/** Rows that a run tries, also those for which no seat is left. */
export function newRowsOf({ counts }: Pick<Import, 'counts'>): number {
  return (counts.new ?? 0) + (counts['no-seat'] ?? 0);
}

/** Of all rows, those that have their end; while it is taken back, of those that were invited. */
export function progressOf(item: Pick<Import, 'state' | 'rows' | 'counts'>) {
  const { created = 0, skipped = 0, failed = 0, withdrawn = 0, kept = 0 } = item.counts;
  const back = withdrawn + kept;
  const running = isUnderWay(item);
  if (item.state === 'undoing') return { done: back, total: back + created, running };
  return { done: created + skipped + failed + back, total: item.rows, running };
}

/** Asked for again and again only while it runs. `kind`: as what its rows would be run, as in each that follows. */
export function importQuery(org: string, id: string, kind?: InvitationKind) {
  return queryOptions({
    queryKey: ['imports', org, 'one', id, kind],
    queryFn: ({ signal }) => call(importRoutes.get, { params: { org, id }, query: { kind }, signal }),
    refetchInterval: ({ state }) => (state.data && isUnderWay(state.data) ? 2000 : false),
  });
}

export type RowsSearch = {
  readonly state?: string;
  readonly cursor?: string;
  readonly kind?: InvitationKind | undefined;
};

export function importRowsQuery(org: string, id: string, search: RowsSearch, version: string) {
  const { cursor, kind } = search;
  const state = ROW_STATES.find((name) => name === search.state);
  return queryOptions({
    queryKey: ['imports', org, 'rows', id, state, cursor, kind, version],
    queryFn: ({ signal }) =>
      call(importRoutes.rows, { params: { org, id }, query: { state, cursor, kind, limit: 50 }, signal }),
  });
}

/** What changes an import: afterwards it and its rows are asked for again. */
export function useImportChange<I>(org: string, change: (input: I) => Promise<unknown>) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: change,
    onSuccess: () => client.invalidateQueries({ queryKey: ['imports', org] }),
  });
}

/** Sends a file as it is. @throws ApiProblem */
export async function uploadFile(org: string, file: File): Promise<Import> {
  const url = routeUrl(importRoutes.upload, { params: { org }, query: { name: file.name.slice(0, 200) } });
  const headers = { accept: 'application/json', 'content-type': 'application/octet-stream' };
  const response = await fetch(url, { method: 'POST', headers, body: file, credentials: 'same-origin' }).catch(() => {
    throw new ApiProblem('OFFLINE', 0);
  });
  const answer = await response.json().catch(() => ({}));
  if (!response.ok) throw new ApiProblem(answer.code ?? 'SERVER', response.status, answer);
  return answer as Import;
}

export function reportUrl(
  org: string,
  id: string,
  query: { state?: 'failed'; kind?: InvitationKind | undefined } = {},
) {
  return routeUrl(importRoutes.report, { params: { org, id }, query });
}
