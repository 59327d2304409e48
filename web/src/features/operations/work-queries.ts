import { importRoutes } from '@gatehouse/contract/imports';
import { type FileFormat, type Operation, operationRoutes } from '@gatehouse/contract/operations';
import { queryOptions } from '@tanstack/react-query';
import { type CallOutput, call, routeUrl } from '../../lib/api.ts';
import { progressOf } from '../imports/import-queries.ts';

const POLL = 3000;
const LOOKED_AT = 8;
const DAY = 24 * 60 * 60 * 1000;

/** Work of the organization that runs or ran in the background, whatever it is. */
export type Work = {
  readonly id: string;
  readonly underWay: boolean;
  readonly done: number;
  readonly total: number | null;
  /** How many came to what was wanted, and how many did not; of an import that is taken back, how many were, and how many stay. */
  readonly succeeded: number;
  readonly failed: number;
  readonly createdAt: string;
  readonly endedAt: string | null;
  readonly by: string | null;
} & (
  | {
      readonly type: 'import';
      readonly fileName: string;
      readonly state: ListedImport['state'];
      readonly isAdded: boolean;
    }
  | {
      readonly type: 'operation';
      readonly kind: Operation['kind'];
      readonly state: Operation['state'];
      /** Where its file is, by format, for the account that asked for it; null where there is none, not yet or no more. */
      readonly files: { readonly csv: string; readonly xlsx: string; readonly for: string } | null;
    }
);
type ListedImport = CallOutput<typeof importRoutes.list>['items'][number];

/** Asked for again and again only while something runs. */
export function workQuery(org: string, may: { readonly imports: boolean; readonly operations: boolean }) {
  return queryOptions({
    queryKey: ['work', org, may],
    queryFn: async ({ signal }): Promise<Work[]> => {
      const of = { params: { org }, query: { limit: LOOKED_AT }, signal };
      const [imports, operations] = await Promise.all([
        may.imports ? call(importRoutes.list, of) : null,
        may.operations ? call(operationRoutes.list, of) : null,
      ]);
      return newestFirst([
        ...(imports?.items ?? []).filter(({ startedAt }) => startedAt !== null).map(workOfImport),
        ...(operations?.items ?? []).map((one) => workOfOperation(org, one)),
      ]);
    },
    refetchInterval: ({ state }) => (state.data?.some(({ underWay }) => underWay) ? POLL : false),
    refetchOnWindowFocus: true,
  });
}

/** What is under way, then what has ended within a day. */
function newestFirst(all: readonly Work[]): Work[] {
  const since = Date.now() - DAY;
  return all
    .filter(({ underWay, endedAt }) => underWay || (endedAt !== null && Date.parse(endedAt) > since))
    .toSorted((a, b) => Number(b.underWay) - Number(a.underWay) || b.createdAt.localeCompare(a.createdAt))
    .slice(0, LOOKED_AT);
}

function workOfImport(item: ListedImport): Work {
  const { id, state, fileName, startedAt, createdAt, endedAt, createdBy, counts, options } = item;
  const { done, total, running } = progressOf(item);
  const at = startedAt ?? createdAt;
  const common = { id, state, fileName, done, total, endedAt, createdAt: at, by: createdBy?.name ?? null };
  const isAdded = options?.added === true;
  const [succeeded = 0, failed = 0] =
    state === 'undone' ? [counts.withdrawn, counts.kept] : [counts.created, counts.failed];
  return { ...common, type: 'import', isAdded, underWay: running, succeeded, failed };
}

function workOfOperation(org: string, item: Operation): Work {
  const { id, kind, state, done, total, createdAt, endedAt, createdBy, counts, fileUntil } = item;
  const underWay = state === 'running' || state === 'waiting';
  const file = (format: FileFormat) => routeUrl(operationRoutes.file, { params: { org, id }, query: { format } });
  const there = fileUntil !== null && Date.parse(fileUntil) > Date.now();
  const common = { id, kind, state, done, total, createdAt, endedAt, by: createdBy.name, underWay };
  return {
    ...common,
    type: 'operation',
    succeeded: counts.done ?? 0,
    failed: counts.failed ?? 0,
    files: there ? { csv: file('csv'), xlsx: file('xlsx'), for: createdBy.id } : null,
  };
}

/** One operation, looked at again while it runs. */
export function operationQuery(org: string, id: string) {
  return queryOptions({
    queryKey: ['operations', org, id],
    queryFn: ({ signal }) => call(operationRoutes.get, { params: { org, id }, signal }),
    refetchInterval: ({ state }) => (state.data?.endedAt ? false : 1000),
  });
}

/** @throws ApiProblem */
export async function stopWork(org: string, work: Pick<Work, 'id' | 'type'>): Promise<void> {
  const params = { org, id: work.id };
  if (work.type === 'import') await call(importRoutes.stop, { params });
  else await call(operationRoutes.stop, { params });
}

/** Says that one goes away while this runs, as the page is closed. */
export function leaveImport(org: string, id: string): void {
  navigator.sendBeacon(routeUrl(importRoutes.leave, { params: { org, id } }));
}
