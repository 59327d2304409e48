import { DAY } from '../../kernel/clock.ts';
import type { SweepRule } from '../../platform/database/sweep-store.ts';

const ofEnded = 't.operation_id in (select id from operations where ended_at < $1)';

/** What became of each row, and how it was before, goes; the operation with its figures stays. Files: `fileUntil`. */
export const endedOperations: readonly SweepRule[] = [
  { what: 'export-files', table: 'operation_files', key: ['operation_id', 'part'], ended: ofEnded, keep: DAY },
  { what: 'operation-rows', table: 'operation_rows', key: ['operation_id', 'row'], ended: ofEnded, keep: 90 * DAY },
];
