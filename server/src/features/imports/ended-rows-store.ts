import { DAY } from '../../kernel/clock.ts';
import type { SweepRule } from '../../platform/database/sweep-store.ts';

/** A list that was uploaded and never run: the file, its rows and the import itself. With each go thousands of rows. */
export const endedImports: readonly SweepRule[] = [
  {
    what: 'unused-imports',
    table: 'imports',
    key: ['id'],
    ended: `t.created_at < $1 and t.state in ('uploaded', 'ready')`,
    keep: 30 * DAY,
    batch: 1,
  },
];
