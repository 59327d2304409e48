import { invitationFilters } from '@gatehouse/contract/invitation-filters';
import { type Locale, localeSchema } from '@gatehouse/contract/locales';
import { z } from 'zod';
import { AppError } from '../../kernel/app-error.ts';
import { readPosition, writePosition } from '../../platform/database/pages.ts';
import { translator } from '../../platform/i18n/translate.ts';
import type { Services } from '../../platform/services.ts';
import { exportRunner, type OperationRunner } from '../operations/index.ts';
import { mayAct } from './begin-bulk.ts';
import { endOf, stateAt } from './domain/invitation.ts';
import { type InvitationPageRow, listInvitations, listInvitationsById } from './invitation-page-read-model.ts';
import { narrowingOf } from './read-narrowing.ts';

const PAGE = 500;

const inputSchema = z.object({
  locale: localeSchema,
  ids: z.array(z.string()).optional(),
  filter: z.object(invitationFilters).optional(),
  at: z.iso.datetime().optional(),
});

const COLUMNS = [
  'id',
  'kind',
  'state',
  'stoppedAt',
  'email',
  'phone',
  'name',
  'company',
  'roles',
  'invitedBy',
  'createdAt',
  'changedAt',
  'endsAt',
];

/** Invitations as a table, a page at a time. */
export function exportInvitations({ database, clock }: Pick<Services, 'database' | 'clock'>): OperationRunner {
  return exportRunner({ database }, COLUMNS, async ({ organizationId, input }, { place }, from) => {
    if (!mayAct(place, 'export')) throw new AppError('FORBIDDEN');
    const { locale, ids, filter = {}, at } = inputSchema.parse(input);
    const now = at ? new Date(at) : clock.now();
    if (ids) {
      const rows = await listInvitationsById(database, ids, now);
      return { lines: rows.map((row) => lineOf(row, now, locale)), next: null };
    }
    const query = { organizationId, filters: narrowingOf(filter), sort: 'newest', now } as const;
    const page = { after: readPosition(from ?? undefined, true), limit: PAGE };
    const rows = await listInvitations(database, query, page);
    const next = rows.length < PAGE ? null : writePosition(rows.at(-1));
    return { lines: rows.map((row) => lineOf(row, now, locale)), next };
  });
}

function lineOf(row: InvitationPageRow, now: Date, locale: Locale): string[] {
  const t = translator(locale);
  return [
    row.id,
    t(`common.kind.${row.kind}`, {}),
    t(`common.state.${stateAt(row, now)}`, {}),
    row.stoppedAt ? t(`common.requirement.${row.stoppedAt}`, {}) : '',
    row.addressKind === 'email' ? row.shown : '',
    row.phone ?? '',
    row.name ?? '',
    row.company?.name ?? '',
    row.roles.join(' '),
    row.inviterName ?? '',
    row.createdAt.toISOString(),
    row.changedAt.toISOString(),
    endOf(row).toISOString(),
  ];
}
