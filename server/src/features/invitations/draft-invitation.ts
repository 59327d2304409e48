import type { CreateInvitation } from '@gatehouse/contract/invitations';
import type { Role } from '@gatehouse/contract/roles';
import type { MembershipView } from '../../kernel/actor.ts';
import { AppError } from '../../kernel/app-error.ts';
import { after, DAY } from '../../kernel/clock.ts';
import type { MessagingServices } from '../notifications/index.ts';
import { policiesOf } from '../organizations/index.ts';
import { mayGrant } from './domain/invitation-policy.ts';
import { readSendAt } from './domain/send-at.ts';
import type { InvitationContext, RecipientContext } from './invitation-context-read-model.ts';
import type { NewInvitation } from './invitation-store.ts';
import { type Invited, readInvited, shownAddressesOf } from './read-invited.ts';

// What is allowed to be invited, whether one by one or many at once.

/** One that somebody asks for; with `added` and `username` as an administrator adds a member. */
export type WantedInvitation = CreateInvitation & { readonly added?: boolean; readonly username?: string | undefined };

/** What somebody asks for, as far as it can be judged by itself. */
export type AskedInvitation = {
  readonly invited: Invited;
  readonly roles: readonly Role[];
  readonly input: WantedInvitation;
};

/** A number without `+` is of `country`. @throws AppError REQUEST-INVALID, INV-ROLE-TOO-HIGH */
export function readInvitation(
  { notifications }: Pick<MessagingServices, 'notifications'>,
  place: MembershipView,
  input: WantedInvitation,
  country: string | null,
): AskedInvitation {
  const invited = readInvited(notifications, input.to, country);
  const roles = rolesOf(input);
  if (input.kind === 'member' && !mayGrant(place.roles, roles)) throw new AppError('INV-ROLE-TOO-HIGH');
  return { invited, roles, input };
}

/**
 * The invitation that is to be written, if whom it is for may be invited.
 * @throws AppError INV-ALREADY-MEMBER, INV-SUPPRESSED, REQUEST-INVALID for `sendAt` with SEND-AT-PAST, SEND-AT-TOO-LATE
 */
export function draftInvitation(
  { invited, roles, input }: AskedInvitation,
  by: { readonly organizationId: string; readonly inviterId: string | null },
  context: Pick<InvitationContext, 'policies'> & RecipientContext,
  now: Date,
): NewInvitation {
  if (context.recipientIsMember) throw new AppError('INV-ALREADY-MEMBER');
  if (context.isSuppressed) throw new AppError('INV-SUPPRESSED');
  const sendAt = input.sendAt === undefined ? null : readSendAt(input.sendAt, now);
  return {
    organizationId: by.organizationId,
    kind: input.kind,
    ...invited,
    name: input.name ?? null,
    locale: input.locale ?? null,
    roles,
    note: input.note || null,
    company: input.company ?? null,
    createdBy: by.inviterId,
    added: input.added ?? false,
    username: input.username ?? null,
    sendAt,
    expiresAt: after(sendAt ?? now, (input.expiresInDays ?? policiesOf(context.policies).invitationDays) * DAY),
  };
}

/** Whoever creates a company becomes its owner there; roles are for members only. */
function rolesOf(input: CreateInvitation) {
  if (input.kind === 'member') return [...new Set(input.roles ?? (['member'] as const))];
  if (input.roles !== undefined) throw fieldNotAllowed('roles');
  return ['owner'] as const;
}

function fieldNotAllowed(path: string): AppError {
  return new AppError('REQUEST-INVALID', {}, [{ path, code: 'FIELD-UNKNOWN', params: {} }]);
}

/** What the log says of a new invitation. */
export function createdEvent(
  id: string,
  { organizationId, kind, roles, expiresAt, username, sendAt, ...invited }: NewInvitation,
) {
  const change = {
    to: shownAddressesOf(invited).join(', '),
    kind,
    roles,
    expiresAt: expiresAt.toISOString(),
    ...(sendAt ? { sendAt: sendAt.toISOString() } : {}),
    ...(username ? { username } : {}),
  };
  return { organizationId, action: 'invitation.created', subject: { type: 'invitation', id }, change } as const;
}
