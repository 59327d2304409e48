import type { CorrectInvitation } from '@gatehouse/contract/invitations';
import type { Caller, MembershipView } from '../../kernel/actor.ts';
import { AppError } from '../../kernel/app-error.ts';
import { databaseErrorCode } from '../../platform/database/database.ts';
import type { MessagingServices } from '../notifications/index.ts';
import { countryFor } from './create-invitation.ts';
import { mayHandOut } from './domain/invitation-policy.ts';
import { findInvitation } from './invitation-store.ts';
import { moveInvitationTo } from './move-invitation.ts';
import { readInvited } from './read-invited.ts';

/**
 * Moves an open invitation to another address or number, because the first was mistyped or somebody else's: every earlier link
 * dies, a flow that somebody began with it is over, its timeline stays, and a new message leaves.
 * @throws AppError NOT-FOUND, INV-NOT-OPEN, INV-ROLE-TOO-HIGH, REQUEST-INVALID, INV-ALREADY-MEMBER, INV-SUPPRESSED,
 *   INV-ALREADY-INVITED {invitationId}, INV-CAP
 */
export async function correctInvitation(
  services: MessagingServices,
  caller: Caller,
  place: MembershipView,
  id: string,
  input: CorrectInvitation,
): Promise<void> {
  const { organizationId } = place;
  const country = await countryFor(services, organizationId, input.to);
  const invited = readInvited(services.notifications, input.to, country);
  const invitation = await findInvitation(services.database, id);
  if (!invitation || invitation.organizationId !== organizationId) throw new AppError('NOT-FOUND');
  // Whoever chooses the address chooses who gets the roles.
  if (invitation.kind === 'member' && !mayHandOut(place.roles, invitation.roles)) {
    throw new AppError('INV-ROLE-TOO-HIGH');
  }
  const move = {
    id,
    invited,
    name: input.name ?? invitation.name,
  };
  await services.database
    .transaction((tx) => moveInvitationTo(services, tx, caller, move))
    .catch((error: unknown) => {
      throw databaseErrorCode(error) === '23505' ? new AppError('CONFLICT') : error;
    });
}
