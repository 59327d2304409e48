import { type Locale, localeSchema } from '@gatehouse/contract/locales';
import { memberFilters } from '@gatehouse/contract/member-filters';
import { z } from 'zod';
import { AppError } from '../../kernel/app-error.ts';
import { readPosition, writePosition } from '../../platform/database/pages.ts';
import { translator } from '../../platform/i18n/translate.ts';
import type { Services } from '../../platform/services.ts';
import { exportRunner, type OperationRunner } from '../operations/index.ts';
import { mayAct } from './begin-bulk.ts';
import { listMembers, listMembersById, type MemberListRow } from './member-list-read-model.ts';
import { narrowingOf } from './read-narrowing.ts';

const PAGE = 500;

const inputSchema = z.object({
  locale: localeSchema,
  ids: z.array(z.string()).optional(),
  filter: z.object(memberFilters).optional(),
  at: z.iso.datetime().optional(),
});

const COLUMNS = ['id', 'name', 'email', 'roles', 'state', 'joinedAt', 'joinedBy', 'lastSignInAt'];

/** People as a table, a page at a time. */
export function exportMembers({ database, clock }: Pick<Services, 'database' | 'clock'>): OperationRunner {
  return exportRunner({ database }, COLUMNS, async ({ organizationId, input }, { place }, from) => {
    if (!mayAct(place, 'export')) throw new AppError('FORBIDDEN');
    const { locale, ids, filter = {}, at } = inputSchema.parse(input);
    if (ids) {
      const rows = await listMembersById(database, ids);
      return { lines: rows.map((row) => lineOf(row, locale)), next: null };
    }
    const now = at ? new Date(at) : clock.now();
    const query = { organizationId, filters: narrowingOf(filter), sort: 'joined', locale, now } as const;
    const page = { after: readPosition(from ?? undefined, true), limit: PAGE };
    const rows = await listMembers(database, query, page);
    const next = rows.length < PAGE ? null : writePosition(rows.at(-1));
    return { lines: rows.map((row) => lineOf(row, locale)), next };
  });
}

function lineOf(row: MemberListRow, locale: Locale): string[] {
  const t = translator(locale);
  return [
    row.id,
    row.name,
    row.email ?? '',
    row.roles.map((role) => t(`common.role.${role}`)).join(', '),
    t(`common.member-state.${row.state}`),
    row.joinedAt.toISOString(),
    t(`lists.joined.${row.joinedBy}`),
    row.lastSignInAt?.toISOString() ?? '',
  ];
}
