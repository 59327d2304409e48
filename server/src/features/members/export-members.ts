import type { MemberFilters, MemberSort } from '@gatehouse/contract/member-filters';
import type { Database } from '../../platform/database/database.ts';
import { readPosition, writePosition } from '../../platform/database/pages.ts';
import { type Translate, translator } from '../../platform/i18n/translate.ts';
import type { Cell, RowSource } from '../../platform/spreadsheets/rows.ts';
import { listMembers, listMembersById, type MemberListRow } from './member-list-read-model.ts';
import { narrowingOf } from './read-narrowing.ts';

/** The people of an organization as a table. */
export function memberRows({ database }: { readonly database: Database }): RowSource {
  return {
    columns: (t) => [
      t('common.word.name'),
      t('common.word.email'),
      t('common.word.role'),
      t('common.word.state'),
      t('exports.column.joined'),
      t('lists.filter.joined'),
      t('exports.column.last-sign-in'),
      t('exports.column.id'),
    ],
    read: async ({ organizationId, filters, ids, until: now, position, limit, locale }) => {
      const t = translator(locale);
      if (ids) {
        const rows = await listMembersById(database, ids);
        return { rows: rows.map((row) => cellsOf(t, row)), next: null };
      }
      const { sort, ...others } = filters as MemberFilters & { sort: MemberSort };
      const query = { organizationId, filters: narrowingOf(others), sort, locale, now };
      const after = readPosition(position ?? undefined, sort !== 'name');
      const rows = await listMembers(database, query, { after, limit });
      const next = rows.length < limit ? null : writePosition(rows.at(-1));
      return { rows: rows.map((row) => cellsOf(t, row)), next };
    },
  };
}

function cellsOf(t: Translate, row: MemberListRow): Cell[] {
  return [
    row.name,
    row.email,
    row.roles.map((role) => t(`common.role.${role}`)).join(', '),
    t(`common.member-state.${row.state}`),
    row.joinedAt,
    t(`lists.joined.${row.joinedBy}`),
    row.lastSignInAt,
    row.id,
  ];
}
