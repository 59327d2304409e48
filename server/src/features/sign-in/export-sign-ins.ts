import type { SignInEventFilters } from '@gatehouse/contract/sign-in-events';
import { describeDevice } from '../../kernel/device.ts';
import type { Database } from '../../platform/database/database.ts';
import { type Translate, translator } from '../../platform/i18n/translate.ts';
import type { Cell, RowSource } from '../../platform/spreadsheets/rows.ts';
import { listSignInEvents, type SignInEventRow } from './sign-in-event-read-model.ts';

/** The sign-in log of an organization as a table. */
export function signInRows({ database }: { readonly database: Database }): RowSource {
  return {
    columns: (t) => [
      t('exports.column.time'),
      t('exports.column.identifier'),
      t('common.word.name'),
      t('console.sign-ins.result'),
      t('console.sign-ins.reason'),
      t('console.sign-ins.method'),
      t('audit.ip'),
      t('common.word.device'),
      t('exports.column.browser'),
    ],
    read: async ({ organizationId, filters, until, position, limit, locale }) => {
      const { to, ...others } = filters as SignInEventFilters;
      const end = to && new Date(to) < until ? to : until.toISOString();
      const page = { before: position, limit };
      const rows = await listSignInEvents(database, organizationId, { ...others, to: end }, page);
      const t = translator(locale);
      return { rows: rows.map((row) => cellsOf(t, row)), next: rows.length < limit ? null : (rows.at(-1)?.id ?? null) };
    },
  };
}

function cellsOf(t: Translate, row: SignInEventRow): Cell[] {
  const known = (word: string, ...keys: string[]) => {
    const key = keys.find((each) => t.has(each));
    return key ? t(key) : word;
  };
  const { reason, methods } = row;
  return [
    row.at,
    row.identifier,
    row.name,
    t(`common.result.${row.result}`),
    reason === null ? null : known(reason, `console.reason.${reason}`),
    methods.map((method) => known(method, `common.method.${method}`, `console.method.${method}`)).join(' + '),
    row.ip,
    describeDevice(row.userAgent),
    row.userAgent,
  ];
}
