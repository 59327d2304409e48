import { EXPORTS } from '@gatehouse/contract/export-filters';
import type { ExportOf } from '@gatehouse/contract/exports';
import type { FileFormat, OperationKind } from '@gatehouse/contract/operations';
import type { Caller, MembershipView } from '../../kernel/actor.ts';
import { AppError } from '../../kernel/app-error.ts';
import { translator } from '../../platform/i18n/translate.ts';
import type { Services } from '../../platform/services.ts';
import { type Cell, unpackRows } from '../../platform/spreadsheets/rows.ts';
import { writeCsv } from '../../platform/spreadsheets/write-csv.ts';
import { writeXlsx } from '../../platform/spreadsheets/write-xlsx.ts';
import { recordAuditEvent } from '../audit/index.ts';
import type { IsAllowed } from './begin-export.ts';
import { fileUntil } from './domain/export-file.ts';
import { findOperationView } from './operation-read-model.ts';
import { findFilePart } from './operation-store.ts';

export type SentFile = { readonly name: string; readonly type: string; readonly parts: AsyncIterable<string | Buffer> };

const TYPES: Record<FileFormat, string> = {
  csv: 'text/csv; charset=utf-8',
  xlsx: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
};

/**
 * The file of an export, for whoever asked for it and still may see what is in it, and the record that it was taken.
 * @throws AppError NOT-FOUND: none of theirs; FORBIDDEN; OPERATION-STATE: not written yet, or failed; EXPORT-GONE
 */
export async function sendFile(
  services: Pick<Services, 'database' | 'clock'>,
  caller: Caller,
  { place, accountId, isAllowed }: { place: MembershipView; accountId: string; isAllowed: IsAllowed },
  { id, format }: { readonly id: string; readonly format: FileFormat },
): Promise<SentFile> {
  const { organizationId } = place;
  const now = services.clock.now();
  const view = await findOperationView(services.database, organizationId, id, accountId);
  if (!view || view.fileName === null) throw new AppError('NOT-FOUND');
  if (!isAllowed(place, abilityOf(view.kind))) throw new AppError('FORBIDDEN');
  const until = fileUntil(view);
  if (until === null) throw new AppError('OPERATION-STATE');
  if (until <= now) throw new AppError('EXPORT-GONE');
  await services.database.transaction((tx) =>
    recordAuditEvent(tx, caller, now, {
      organizationId,
      action: 'operation.file-taken',
      subject: { type: 'operation', id },
      change: { kind: view.kind, format },
    }),
  );
  const rows = rowsOf(services, id);
  const title = translator(caller.locale)(`operations.kind.${view.kind}`);
  const parts = format === 'csv' ? writeCsv(rows) : writeXlsx(title, rows);
  return { name: `${view.fileName}.${format}`, type: TYPES[format], parts };
}

function abilityOf(kind: OperationKind) {
  const found = Object.values<(typeof EXPORTS)[ExportOf]>(EXPORTS).find((exported) => exported.kind === kind);
  if (!found) throw new AppError('NOT-FOUND');
  return found.ability;
}

async function* rowsOf({ database }: Pick<Services, 'database'>, id: string): AsyncGenerator<Cell[][]> {
  for (let part = 1; ; part++) {
    const lines = await findFilePart(database, id, part);
    if (lines === null) return;
    yield unpackRows(lines);
  }
}
