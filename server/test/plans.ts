import type pg from 'pg';
import type { Queryable } from '../src/platform/database/database.ts';

type Node = {
  readonly 'Node Type': string;
  readonly 'Relation Name'?: string;
  readonly 'Index Name'?: string;
  readonly 'Actual Rows': number;
  readonly 'Actual Loops': number;
  readonly 'Rows Removed by Filter'?: number;
  readonly 'Rows Removed by Index Recheck'?: number;
  readonly Plans?: readonly Node[];
};

/** What a statement read of a table or an index, by the plan that it ran with. */
export type Reading = { readonly node: string; readonly of: string; readonly rows: number };

/** Everything that a plan read, whether it was of use or not. */
function readingsOf(node: Node): Reading[] {
  const of = node['Relation Name'] ?? node['Index Name'];
  const removed = (node['Rows Removed by Filter'] ?? 0) + (node['Rows Removed by Index Recheck'] ?? 0);
  const rows = (node['Actual Rows'] + removed) * node['Actual Loops'];
  const own = of ? [{ node: node['Node Type'], of: `${of} ${node['Index Name'] ?? ''}`, rows }] : [];
  return [...own, ...(node.Plans ?? []).flatMap(readingsOf)];
}

/**
 * A database that tells what each statement reads, beside running it: with the same settings as every connection of the
 * server, and planned with its values, as the server has it planned.
 */
export function explaining(pool: pg.Pool): { readonly database: Queryable; readonly readings: Reading[] } {
  const readings: Reading[] = [];
  const database: Queryable = {
    query: async ({ text }, values = []) => {
      readings.push(...readingsOf(await planOf(pool, text, values)));
      return (await pool.query(text, [...values])).rows as never;
    },
  };
  return { database, readings };
}

/** The server of the tests plans without values: not here. */
async function planOf(pool: pg.Pool, text: string, values: readonly unknown[]): Promise<Node> {
  const client = await pool.connect();
  try {
    await client.query('begin');
    await client.query('set local plan_cache_mode = auto');
    const { rows } = await client.query(`explain (analyze, timing off, format json) ${text}`, [...values]);
    await client.query('commit');
    return rows[0]['QUERY PLAN'][0].Plan;
  } catch (error) {
    await client.query('rollback');
    throw error;
  } finally {
    client.release();
  }
}
