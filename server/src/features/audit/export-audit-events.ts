import type { AuditFilters } from '@gatehouse/contract/audit';
import { AppError } from '../../kernel/app-error.ts';
import type { Database } from '../../platform/database/database.ts';
import { readWords } from '../../platform/database/pages.ts';
import { type Translate, translator } from '../../platform/i18n/translate.ts';
import type { Cell, RowSource } from '../../platform/spreadsheets/rows.ts';
import { type AuditEventRow, listAuditEvents } from './audit-event-read-model.ts';

/** The log of an organization as a table. */
export function auditRows({ database }: { readonly database: Database }): RowSource {
  return {
    columns: (t) => [
      t('exports.column.time'),
      t('audit.action'),
      t('audit.actor'),
      t('exports.column.kind'),
      t('audit.subject'),
      t('audit.change'),
      t('audit.ip'),
      t('audit.request'),
      t('audit.object'),
      t('exports.column.code'),
    ],
    read: async ({ organizationId, filters, until, position, limit, locale }) => {
      const { q, to, ...others } = filters as AuditFilters;
      const end = to && new Date(to) < until ? to : until.toISOString();
      const wanted = {
        ...others,
        to: end,
        words: readWords(q) ?? undefined,
        before: readCursor(position ?? undefined),
      };
      const rows = await listAuditEvents(database, organizationId, wanted, limit);
      const t = translator(locale);
      return { rows: rows.map((row) => cellsOf(t, row)), next: rows.length < limit ? null : writeCursor(rows.at(-1)) };
    },
  };
}

/** Where a page ends: its time in microseconds, and its id. */
export function writeCursor(last: Pick<AuditEventRow, 'micros' | 'id'> | undefined): string | null {
  return last ? `${last.micros}-${last.id}` : null;
}

/** @throws AppError REQUEST-INVALID */
export function readCursor(cursor: string | undefined): { micros: string; id: string } | undefined {
  if (cursor === undefined) return undefined;
  const [, micros, id] = /^(\d{1,17})-(\d{1,18})$/.exec(cursor) ?? [];
  if (micros === undefined || id === undefined) throw new AppError('REQUEST-INVALID');
  return { micros, id };
}

function cellsOf(t: Translate, row: AuditEventRow): Cell[] {
  const known = (key: string, word: string) => (t.has(key) ? t(key) : word);
  return [
    row.at,
    known(`audit.action.${row.action}`, row.action),
    row.actorName || known(`audit.who.${row.actorType}`, row.actorType),
    known(`audit.subject.${row.subjectType}`, row.subjectType),
    row.subjectName,
    Object.entries(row.change)
      .map(([field, value]) => `${known(`audit.field.${field}`, field)}: ${changeOf(value)}`)
      .join('; '),
    row.ip,
    row.requestId,
    row.subjectId,
    row.action,
  ];
}

/** `old → new` where there is both. */
function changeOf(value: unknown): string {
  const pair = value !== null && typeof value === 'object' && 'before' in value && 'after' in value ? value : null;
  return pair ? `${textOf(pair.before)} → ${textOf(pair.after)}` : textOf(value);
}

function textOf(value: unknown): string {
  if (value === null || value === undefined) return '';
  if (Array.isArray(value)) return value.map(textOf).join(', ');
  return typeof value === 'object' ? JSON.stringify(value) : String(value);
}
