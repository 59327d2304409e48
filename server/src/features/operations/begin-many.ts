import type { ExportOf } from '@gatehouse/contract/exports';
import { MOST_AT_ONCE } from '@gatehouse/contract/lists';
import type { Caller } from '../../kernel/actor.ts';
import { AppError } from '../../kernel/app-error.ts';
import { after } from '../../kernel/clock.ts';
import type { Queryable } from '../../platform/database/database.ts';
import type { Services } from '../../platform/services.ts';
import { exportLimit, oweExport } from './begin-export.ts';
import type { NewOperation } from './begin-operation.ts';
import { beginRows } from './begin-rows.ts';

/** A list of an organization's things, as whoever does something to many of them needs it. */
export type ManyOf = {
  /** Of these ids those that the organization has, each once, in this order. */
  readonly keep: (queryable: Queryable, ids: readonly string[]) => Promise<string[]>;
  /** Those that match the filter, at most so many. */
  readonly find: (queryable: Queryable, most: number) => Promise<readonly { readonly id: string }[]>;
  /** How many match; counts to `most` and no farther. */
  readonly count: (queryable: Queryable, most: number) => Promise<number>;
};

/** Which of them: these, or all that match. `expected`: how many somebody was told that it is about. */
export type Chosen = {
  readonly ids?: readonly string[] | undefined;
  readonly filter?: Readonly<Record<string, unknown>> | undefined;
  readonly expected?: number | undefined;
};

/** What is done: their file, or an operation of its own, after `delay` ms in which it can be prevented. */
export type ManyAct =
  | { readonly exports: ExportOf }
  | (Pick<NewOperation, 'kind' | 'input'> & { readonly delay?: number });

/**
 * Begins something on many things of an organization, for whoever was asked already whether they may. Answers the operation's
 * id. An id of another organization is as one that is nowhere.
 * @throws AppError NOT-FOUND, OPERATION-EMPTY, OPERATION-TOO-MANY, OPERATION-COUNT, RATE-LIMITED
 */
export async function beginMany(
  services: Pick<Services, 'database' | 'clock' | 'rateLimits'>,
  caller: Caller,
  by: { readonly organizationId: string; readonly createdBy: string },
  { ids, filter = {}, expected }: Chosen,
  list: ManyOf,
  act: ManyAct,
): Promise<string> {
  if ('exports' in act) await services.rateLimits.consume(exportLimit(by.createdBy));
  const now = services.clock.now();
  return services.database.transaction(async (tx) => {
    const known = ids && (await list.keep(tx, ids));
    if (known?.length === 0) throw new AppError('NOT-FOUND');
    if ('exports' in act) {
      const count = known ? known.length : await list.count(tx, MOST_AT_ONCE + 1);
      const total = count > MOST_AT_ONCE ? null : count;
      return oweExport(tx, caller, now, by, {
        of: act.exports,
        total,
        filters: filter,
        ...(known ? { ids: known } : {}),
      });
    }
    const { kind, input = {}, delay = 0 } = act;
    const subjectIds = known ?? (await list.find(tx, MOST_AT_ONCE + 1)).map((one) => one.id);
    const operation = { ...by, kind, input, startsAt: after(now, delay) };
    return beginRows(tx, caller, now, operation, { subjectIds, expected });
  });
}
