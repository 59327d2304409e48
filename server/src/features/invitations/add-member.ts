import type { AddMember, CreateInvitation } from '@gatehouse/contract/invitations';
import type { Caller, MembershipView } from '../../kernel/actor.ts';
import type { MessagingServices } from '../notifications/index.ts';
import { countryFor, createInvitation } from './create-invitation.ts';
import { listTaken, type TakenRow } from './invitation-context-read-model.ts';
import { readInvited } from './read-invited.ts';

/**
 * Adds somebody: they are told where to sign in, and the code that they sign in with is all that they need. Until then no
 * account is made and none is touched, so that nobody learns whether there is one, and an account that is theirs already
 * takes this place only by their own press (security.md A6, D7). Answers the id of the invitation that this is.
 * @throws AppError as `createInvitation`
 */
export function addMember(
  services: MessagingServices,
  caller: Caller,
  place: MembershipView,
  by: string,
  member: AddMember,
): Promise<string> {
  return createInvitation(services, caller, place, by, { kind: 'member', ...member }, { added: true });
}

export type Taken = { readonly field: 'email' | 'phone' } & Omit<TakenRow, 'canonical'>;

/** Who here has these addresses already, as a member or as somebody who is invited. @throws AppError REQUEST-INVALID */
export async function checkAdded(
  services: Pick<MessagingServices, 'database' | 'clock' | 'notifications'>,
  { organizationId }: MembershipView,
  to: CreateInvitation['to'],
): Promise<Taken[]> {
  const country = await countryFor(services, organizationId, to);
  const { canonical, phone, addressKind } = readInvited(services.notifications, to, country);
  const email = addressKind === 'email' ? canonical : null;
  const asked = [email, phone].filter((one) => one !== null);
  const rows = await listTaken(services.database, organizationId, asked, services.clock.now());
  return rows.map(({ canonical: of, ...row }) => ({ field: of === email ? 'email' : 'phone', ...row }));
}
