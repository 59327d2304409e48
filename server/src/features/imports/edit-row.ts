import type { ImportRow } from '@gatehouse/contract/imports';
import { AppError } from '../../kernel/app-error.ts';
import type { Transaction } from '../../platform/database/database.ts';
import type { Services } from '../../platform/services.ts';
import { findHome } from './check-import.ts';
import { checkRow, duplicateOf, namesakeOf } from './check-row.ts';
import { listRows } from './import-read-model.ts';
import { type CheckedRow, findNamesake, findTwin, type ImportRecord, lockImport, saveRows } from './import-store.ts';
import type { Cells } from './read-row.ts';

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
    await saveRows(tx, record, [await checked(tx, record, row, Object.fromEntries(filled) as Cells)], now);
  });
}

async function checked(
  tx: Transaction,
  { id, organizationId }: ImportRecord,
  row: number,
  cells: Cells,
): Promise<CheckedRow> {
  const one = checkRow(row, cells, await findHome(tx, organizationId));
  const { canonical, phone, username } = one;
  const twin = canonical === null ? null : await findTwin(tx, id, { canonical, phone }, row);
  if (twin !== null) return { ...one, problem: duplicateOf(twin) };
  const namesake = username === null ? null : await findNamesake(tx, id, username, row);
  return namesake === null ? one : { ...one, problem: namesakeOf(namesake) };
}
