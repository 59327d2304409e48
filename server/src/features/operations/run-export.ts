import { stringify } from 'csv-stringify/sync';
import { neutralCell } from '../../kernel/report-cell.ts';
import type { Services } from '../../platform/services.ts';
import { appendToFile, type OperationRecord } from './operation-store.ts';
import { advanceOperation, type OperationRunner } from './run-operation.ts';
import { type OnBehalf, onBehalf } from './run-rows.ts';

/** A part of an export: lines of cells, and where the next part begins; null after the last. */
export type ExportPart = { readonly lines: readonly (readonly string[])[]; readonly next: string | null };

/** Where an export has written everything. */
const END = '';

/**
 * Writes a CSV file (UTF-8 with BOM) that a spreadsheet opens and computes nothing of, a part at a time. `read` answers
 * the part from a position on, null for the first; an AppError that it throws ends the export as failed.
 */
export function exportRunner(
  services: Pick<Services, 'database'>,
  columns: readonly string[],
  read: (operation: OperationRecord, by: OnBehalf, from: string | null) => Promise<ExportPart>,
): OperationRunner {
  return async (operation) => {
    const by = await onBehalf(services, operation);
    const { position } = operation;
    if (position === END) return false;
    const { lines, next } = await read(operation, by, position);
    const head = position === null ? `\ufeff${stringify([[...columns]])}` : '';
    const text = head + stringify(lines.map((cells) => cells.map(neutralCell)));
    await services.database.transaction(async (tx) => {
      await appendToFile(tx, operation.id, text);
      await advanceOperation(tx, operation, { counts: { done: lines.length }, position: next ?? END });
    });
    return true;
  };
}
