import type { InvitationFilters, InvitationSort } from '@gatehouse/contract/invitation-filters';
import type { Database } from '../../platform/database/database.ts';
import { readPosition, writePosition } from '../../platform/database/pages.ts';
import { type Translate, translator } from '../../platform/i18n/translate.ts';
import type { Cell, RowSource } from '../../platform/spreadsheets/rows.ts';
import { type InvitationPageRow, listInvitations, listInvitationsById } from './invitation-page-read-model.ts';
import { presentInvitation } from './present-invitation.ts';
import { narrowingOf } from './read-narrowing.ts';

/** The invitations of an organization as a table; never a link or a code. */
export function invitationRows({ database }: { readonly database: Database }): RowSource {
  return {
    columns: (t) => [
      t('common.word.email'),
      t('common.word.phone'),
      t('common.word.name'),
      t('console.invitations.kind'),
      t('common.word.state'),
      t('lists.filter.stop'),
      t('common.word.role'),
      t('common.word.company'),
      t('console.invitations.inviter'),
      t('exports.column.created'),
      t('exports.column.ends'),
      t('exports.column.changed'),
      t('exports.column.id'),
    ],
    read: async ({ organizationId, filters, ids, until: now, position, limit, locale }) => {
      const t = translator(locale);
      if (ids) {
        const rows = await listInvitationsById(database, ids, now);
        return { rows: rows.map((row) => cellsOf(t, row, now)), next: null };
      }
      const { sort, ...others } = filters as InvitationFilters & { sort: InvitationSort };
      const query = { organizationId, filters: narrowingOf(others), sort, now };
      const after = readPosition(position ?? undefined, sort !== 'address');
      const rows = await listInvitations(database, query, { after, limit });
      const next = rows.length < limit ? null : writePosition(rows.at(-1));
      return { rows: rows.map((row) => cellsOf(t, row, now)), next };
    },
  };
}

function cellsOf(t: Translate, row: InvitationPageRow, now: Date): Cell[] {
  const { to, kind, state, roles, stoppedAt, acceptedOrganization, company } = presentInvitation(
    row,
    now,
    row.stoppedAt,
  );
  return [
    to.email,
    to.phone,
    row.name,
    t(`common.kind.${kind}`),
    t(`common.state.${state}`),
    stoppedAt === null ? null : t(`common.requirement.${stoppedAt}`),
    roles.map((role) => t(`common.role.${role}`)).join(', '),
    acceptedOrganization?.name ?? company?.name ?? null,
    row.inviterName,
    row.createdAt,
    row.expiresAt,
    row.changedAt,
    row.id,
  ];
}
