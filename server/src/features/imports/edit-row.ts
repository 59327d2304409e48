import type { ImportRow } from '@gatehouse/contract/imports';
import { AppError } from '../../kernel/app-error.ts';
import type { Services } from '../../platform/services.ts';
import { duplicateOf } from './check-import.ts';
import { listRows } from './import-read-model.ts';
import { type CheckedRow, findTwin, lockImport, saveRows } from './import-store.ts';
import { type Cells, readRow } from './read-row.ts';

/**
 * Corrects a row before the run, or one that failed: that one stays failed until it is tried again.
 * @throws AppError NOT-FOUND, IMPORT-STATE
 */
export async function editRow(
  services: Services,
  organizationId: string,
  id: string,
  row: number,
  cells: ImportRow['cells'],
): Promise<void> {
  const now = services.clock.now();
  await services.database.transaction(async (tx) => {
    const record = await lockImport(tx, organizationId, id);
    const [before] = record ? await listRows(tx, id, { after: row - 1, limit: 1, state: null }) : [];
    if (!record || before?.row !== row) throw new AppError('NOT-FOUND');
    if (record.state !== 'ready') throw new AppError('IMPORT-STATE');
    const filled = Object.entries({ ...before.cells, ...cells }).filter(([, text]) => text?.trim());
    await saveRows(tx, record, [await checked(tx, id, row, Object.fromEntries(filled) as Cells)], now);
  });
}

async function checked(tx: Parameters<typeof findTwin>[0], id: string, row: number, cells: Cells): Promise<CheckedRow> {
  const read = readRow(cells);
  if ('problem' in read) return { row, cells, canonical: null, problem: read.problem };
  const twin = await findTwin(tx, id, read.canonical, row);
  return { row, cells, canonical: read.canonical, problem: twin === null ? null : duplicateOf(twin) };
}
