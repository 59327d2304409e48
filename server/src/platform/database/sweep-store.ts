import { type Queryable, type Statement, statement } from './database.ts';

/** What has ended in one table, and how long it is kept after. The slices name theirs; `docs/guide/retention.md` lists all. */
export type SweepRule = {
  /** Its name in metrics and in the guide. */
  readonly what: string;
  readonly table: string;
  /** Columns by which a row is found. */
  readonly key: readonly string[];
  /** SQL: a row `t` ended before $1. The first condition has an index. */
  readonly ended: string;
  /** In milliseconds, after its end. */
  readonly keep: number;
  /** Rows in one transaction; 500. Fewer where others hang on each. */
  readonly batch?: number;
};

/** Rows in one transaction: some milliseconds, so that nobody waits for it. */
const BATCH = 500;

export const batchOf = ({ batch = BATCH }: SweepRule): number => batch;

const statements = new Map<SweepRule, Statement<{ count: number }>>();

// What somebody works on at this moment is skipped, not waited for: it is taken the next time.
function sweepStatement(rule: SweepRule): Statement<{ count: number }> {
  const key = rule.key.join(', ');
  const made =
    statements.get(rule) ??
    statement<{ count: number }>(`
      with ended as materialized (
        select ${key} from ${rule.table} t where ${rule.ended} limit $2 for update of t skip locked
      ), gone as (
        delete from ${rule.table} where (${key}) in (select ${key} from ended) returning 1)
      select count(*)::int as count from gone`);
  statements.set(rule, made);
  return made;
}

/** Removes one batch of what ended before `before`; answers how many rows. Several processes do not wait for each other. */
export async function sweepBatch(queryable: Queryable, rule: SweepRule, before: Date): Promise<number> {
  const [row] = await queryable.query(sweepStatement(rule), [before, batchOf(rule)]);
  return row?.count ?? 0;
}
