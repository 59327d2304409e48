import type { Locale } from '@gatehouse/contract/locales';
import type { OperationRow } from '@gatehouse/contract/operations';
import { type Translate, translator } from '../../platform/i18n/translate.ts';
import type { Services } from '../../platform/services.ts';
import type { Cell } from '../../platform/spreadsheets/rows.ts';
import { listOperationRows, type OperationRowView } from './operation-read-model.ts';

const PAGE = 1000;

/** Every row with what became of it and why, in the words of whoever asks, a part at a time. */
export async function* writeRowReport(
  { database }: Pick<Services, 'database'>,
  id: string,
  state: OperationRow['state'] | null,
  locale: Locale,
): AsyncGenerator<Cell[][]> {
  const t = translator(locale);
  yield [[t('operations.row.who'), t('operations.row.id'), t('common.word.state'), 'code', t('operations.row.why')]];
  for (let after = 0; ; ) {
    const rows = await listOperationRows(database, id, { after, limit: PAGE, state });
    if (rows.length === 0) return;
    yield rows.map((row) => lineOf(row, t));
    after = Number(rows.at(-1)?.id ?? after);
  }
}

function lineOf({ name, subjectId, state, code, params }: OperationRowView, t: Translate): Cell[] {
  return [name, subjectId, t(`operations.row.${state}`), code, code === null ? null : t(code, params)];
}
