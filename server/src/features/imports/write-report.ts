import { IMPORT_FIELDS, type RowState } from '@gatehouse/contract/imports';
import type { Locale } from '@gatehouse/contract/locales';
import { stringify } from 'csv-stringify/sync';
import { neutralCell } from '../../kernel/report-cell.ts';
import { type Translate, translator } from '../../platform/i18n/translate.ts';
import type { Services } from '../../platform/services.ts';
import { listClassedRows, type Seating } from './find-seating.ts';
import type { RowView } from './import-read-model.ts';
import { findImport } from './import-store.ts';

const PAGE = 1000;

/**
 * Every row with what became of it and why, as CSV that Excel opens (UTF-8 with BOM), a part at a time. Corrected, it can
 * be imported: its headings are known, in each language.
 */
export async function* writeReport(
  services: Pick<Services, 'database'>,
  id: string,
  { state, seating }: { readonly state: RowState | null; readonly seating: Seating | null },
  locale: Locale,
): AsyncGenerator<string> {
  const t = translator(locale);
  const isAdded = (await findImport(services.database, id))?.options?.added === true;
  const headings = [t('imports.row'), t('common.word.state'), 'code', t('imports.reason')];
  yield `\ufeff${stringify([[...headings, ...IMPORT_FIELDS.map((field) => t(`imports.field.${field}`))]])}`;
  for (let after = 0; ; ) {
    const rows = await listClassedRows(services.database, id, { after, limit: PAGE, state }, seating);
    if (rows.length === 0) return;
    yield stringify(rows.map((row) => lineOf(row, isAdded, t)));
    after = rows.at(-1)?.row ?? after;
  }
}

/** What is said of members who are added instead of invitations. */
const OF_ADDED: Partial<Record<RowState, string>> = {
  created: 'added',
  withdrawn: 'withdrawn-added',
  kept: 'kept-added',
};

function lineOf({ row, state, code, params, cells }: RowView, isAdded: boolean, t: Translate): string[] {
  const reason = code === null ? '' : t(code, params);
  return [
    String(row),
    t(`imports.row.${(isAdded && OF_ADDED[state]) || state}`),
    code ?? '',
    reason,
    ...IMPORT_FIELDS.map((field) => cells[field] ?? ''),
  ].map(neutralCell);
}
