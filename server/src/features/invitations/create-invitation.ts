import type { CreateInvitation } from '@gatehouse/contract/invitations';
import type { Caller, MembershipView } from '../../kernel/actor.ts';
import { AppError, atPath } from '../../kernel/app-error.ts';
import { after, DAY } from '../../kernel/clock.ts';
import type { Transaction } from '../../platform/database/database.ts';
import { type EmailAddress, parseEmailAddress } from '../accounts/index.ts';
import { recordAuditEvent } from '../audit/index.ts';
import type { MessagingServices } from '../notifications/index.ts';
import { policiesOf } from '../organizations/index.ts';
import { countInvitation } from './count-invitation.ts';
import { mayGrant } from './domain/invitation-policy.ts';
import { findInvitationContext } from './invitation-context-read-model.ts';
import { enqueueInvitationMail, mintSecrets } from './invitation-messages.ts';
import { findLiveInvitation, insertInvitation } from './invitation-store.ts';

/** For who invites many at once. */
export type InvitationExtras = {
  /** False: only the limits of organization and recipient count. */
  readonly countsOnInviter?: boolean;
  /** Done in the transaction of the invitation, at its end: if it throws, nothing is done. */
  readonly alongside?: (tx: Transaction, invitationId: string) => Promise<void>;
};

/**
 * Invites somebody by e-mail. In one transaction: the invitation, its secrets, the audit event and the mail that is
 * owed. Answers the new id. `inviterId` is null for the operator.
 * @throws AppError INV-ROLE-TOO-HIGH, INV-ALREADY-MEMBER, INV-SUPPRESSED, INV-ALREADY-INVITED {invitationId}, INV-CAP {scope, tryAgainAt},
 *   REQUEST-INVALID
 */
export async function createInvitation(
  services: MessagingServices,
  caller: Caller,
  place: MembershipView,
  inviterId: string | null,
  input: CreateInvitation,
  { countsOnInviter = true, alongside }: InvitationExtras = {},
): Promise<string> {
  const address = invitedAddress(input.to.email);
  const roles = rolesOf(input);
  if (input.kind === 'member' && !mayGrant(place.roles, roles)) throw new AppError('INV-ROLE-TOO-HIGH');
  const { organizationId } = place;
  const context = await findInvitationContext(services.database, organizationId, inviterId, address.canonical);
  if (!context) throw new AppError('NOT-FOUND');
  if (context.recipientIsMember) throw new AppError('INV-ALREADY-MEMBER');
  if (context.isSuppressed) throw new AppError('INV-SUPPRESSED');
  const now = services.clock.now();
  const expiresAt = after(now, (input.expiresInDays ?? policiesOf(context.policies).invitationDays) * DAY);
  const secrets = mintSecrets(services);
  const invitation = {
    organizationId,
    kind: input.kind,
    address,
    name: input.name ?? null,
    locale: input.locale ?? null,
    roles,
    note: input.note || null,
    company: input.company ?? null,
    createdBy: inviterId,
    expiresAt,
  };
  const id = await services.database.transaction(async (tx) => {
    const created = await insertInvitation(tx, invitation, secrets.hashes, now);
    if (!created) throw await alreadyInvited(tx, organizationId, address.canonical);
    const change = { to: address.shown, kind: input.kind, roles, expiresAt: expiresAt.toISOString() };
    const subject = { type: 'invitation', id: created };
    await recordAuditEvent(tx, caller, now, { organizationId, action: 'invitation.created', subject, change });
    await enqueueInvitationMail(services, tx, { ...invitation, invitationId: created }, context, secrets);
    await alongside?.(tx, created);
    await countInvitation(
      services,
      tx,
      { organizationId, inviterId: countsOnInviter ? inviterId : null, canonical: address.canonical },
      now,
    );
    return created;
  });
  services.wakeWorker();
  return id;
}

/** An address as somebody typed it. @throws AppError REQUEST-INVALID for `to.email` */
export function invitedAddress(typed: string): EmailAddress {
  try {
    return parseEmailAddress(typed);
  } catch (error) {
    throw atPath(error, 'to.email');
  }
}

/** Whoever creates a company becomes its owner there; roles are for members only. */
function rolesOf(input: CreateInvitation) {
  if (input.kind === 'member') return input.roles ?? (['member'] as const);
  if (input.roles !== undefined) throw fieldNotAllowed('roles');
  return ['owner'] as const;
}

function fieldNotAllowed(path: string): AppError {
  return new AppError('REQUEST-INVALID', {}, [{ path, code: 'FIELD-UNKNOWN', params: {} }]);
}

async function alreadyInvited(tx: Transaction, organizationId: string, canonical: string): Promise<AppError> {
  const existing = await findLiveInvitation(tx, organizationId, canonical);
  return existing ? new AppError('INV-ALREADY-INVITED', { invitationId: existing }) : new AppError('CONFLICT');
}
