import type { Invitation, RequirementName } from '@gatehouse/contract/invitations';
import { formatPhoneNumber } from '../../kernel/phone-number.ts';
import { stateAt } from './domain/invitation.ts';
import type { InvitationListRow } from './invitation-list-read-model.ts';

function presentTo({ addressKind, shown, phone }: InvitationListRow): Invitation['to'] {
  return {
    email: addressKind === 'email' ? shown : null,
    phone,
    phoneShown: phone === null ? null : formatPhoneNumber(phone),
  };
}

/** An invitation as the console sees it; never its token. */
export function presentInvitation(row: InvitationListRow, now: Date, stoppedAt: RequirementName | null): Invitation {
  return {
    id: row.id,
    kind: row.kind,
    added: row.added,
    username: row.username,
    state: stateAt(row, now),
    to: presentTo(row),
    name: row.name,
    locale: row.locale,
    roles: row.roles,
    note: row.note,
    company: row.company,
    invitedBy: row.createdBy === null ? null : { id: row.createdBy, name: row.inviterName ?? '' },
    createdAt: row.createdAt.toISOString(),
    changedAt: row.changedAt.toISOString(),
    expiresAt: row.expiresAt.toISOString(),
    sendAt: row.sendAt?.toISOString() ?? null,
    stoppedAt,
    suppressed: row.suppressed,
    acceptedOrganization: row.acceptedOrganization,
  };
}
