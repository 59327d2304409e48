import { EXPORTS } from '@gatehouse/contract/export-filters';
import { EXPORTS_OF, type ExportOf, MOST_EXPORTED } from '@gatehouse/contract/exports';
import type { OperationKind } from '@gatehouse/contract/operations';
import { AppError } from '../../kernel/app-error.ts';
import { translator } from '../../platform/i18n/translate.ts';
import type { Services } from '../../platform/services.ts';
import { packRows, type RowSource } from '../../platform/spreadsheets/rows.ts';
import { parseInput } from '../../platform/validation/parse-input.ts';
import type { ExportInput, IsAllowed } from './begin-export.ts';
import { findPlaceOf } from './operation-read-model.ts';
import { appendToFile, type OperationRecord } from './operation-store.ts';
import { advanceOperation, type OperationRunner } from './run-operation.ts';

/** Rows of one part. */
const PART = 1000;

/** Where an export has written everything. */
const END = '';

/** What writes each kind of file, a part at a time. */
export function exportRunners(
  services: Pick<Services, 'database'>,
  sources: Readonly<Record<ExportOf, RowSource>>,
  isAllowed: IsAllowed,
): Partial<Record<OperationKind, OperationRunner>> {
  const runners = EXPORTS_OF.map((of) => {
    const run: OperationRunner = (operation) => runPart(services, operation, of, sources[of], isAllowed);
    return [EXPORTS[of].kind, run] as const;
  });
  return Object.fromEntries(runners);
}

/** The rights are read anew at each part: what was taken away counts at once. */
async function runPart(
  { database }: Pick<Services, 'database'>,
  operation: OperationRecord,
  of: ExportOf,
  source: RowSource,
  isAllowed: IsAllowed,
): Promise<boolean> {
  const { organizationId, position, createdAt: until } = operation;
  if (position === END) return false;
  const place = await findPlaceOf(database, organizationId, operation.createdBy);
  if (!place || !isAllowed(place, EXPORTS[of].ability)) throw new AppError('FORBIDDEN');
  const { filters: asked, ids, locale } = operation.input as unknown as ExportInput;
  const filters = parseInput(EXPORTS[of].filters, asked);
  const page = await source.read({ organizationId, filters, ids, until, position, limit: PART, locale });
  if (operation.done + page.rows.length > MOST_EXPORTED)
    throw new AppError('EXPORT-TOO-LARGE', { limit: MOST_EXPORTED });
  const header = position === null ? [source.columns(translator(locale))] : [];
  await database.transaction(async (tx) => {
    await appendToFile(tx, operation.id, packRows([...header, ...page.rows]));
    await advanceOperation(tx, operation, { counts: { done: page.rows.length }, position: page.next ?? END });
  });
  return page.next !== null;
}
