import type { ImportRow } from '@gatehouse/contract/imports';
import { AppError } from '../../kernel/app-error.ts';
import type { Transaction } from '../../platform/database/database.ts';
import type { Services } from '../../platform/services.ts';
import { findOrganization } from '../organizations/index.ts';
import { duplicateOf } from './check-import.ts';
import { listRows } from './import-read-model.ts';
import { type CheckedRow, findTwin, type ImportRecord, lockImport, saveRows } from './import-store.ts';
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
    await saveRows(tx, record, [await checked(tx, record, row, Object.fromEntries(filled) as Cells)], now);
  });
}

async function checked(
  tx: Transaction,
  { id, organizationId }: ImportRecord,
  row: number,
  cells: Cells,
): Promise<CheckedRow> {
  const home = (await findOrganization(tx, organizationId))?.country ?? null;
  const read = readRow(cells, home);
  if ('problem' in read) return { row, cells, canonical: null, phone: null, problem: read.problem };
  const { canonical, phone } = read;
  const twin = await findTwin(tx, id, { canonical, phone }, row);
  return { row, cells, canonical, phone, problem: twin === null ? null : duplicateOf(twin) };
}
