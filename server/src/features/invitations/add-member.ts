import type { AddMember, CheckAdded } from '@gatehouse/contract/added-members';
import type { CreateInvitation } from '@gatehouse/contract/invitations';
import type { Caller, MembershipView } from '../../kernel/actor.ts';
import type { MessagingServices } from '../notifications/index.ts';
import { countryFor, createInvitation } from './create-invitation.ts';
import { suggestUserNames } from './domain/suggest-user-names.ts';
import { listTaken, type TakenRow } from './invitation-context-read-model.ts';
import { readInvited } from './read-invited.ts';
import { listNameHolders } from './user-name-store.ts';

/**
 * Adds somebody: they are told where to sign in, and the code that they sign in with is all that they need. Until then no
 * account is made and none is touched, so that nobody learns whether there is one, and an account that is theirs already
 * takes this place only by their own press (security.md A6, D7). A user name is kept for them from now on. Answers the id of the invitation that this is.
 * @throws AppError as `createInvitation`
 */
export function addMember(
  services: MessagingServices,
  caller: Caller,
  place: MembershipView,
  by: string,
  member: AddMember,
): Promise<string> {
  return createInvitation(services, caller, place, by, { kind: 'member', ...member, added: true });
}

type TakenAddress = { readonly field: 'email' | 'phone' } & Omit<TakenRow, 'canonical'>;
export type Taken = TakenAddress | ({ readonly field: 'username' } & Omit<TakenRow, 'canonical'>);

/** How many free names are offered in place of one that is taken. */
const OFFERED = 3;

type Looked = { readonly taken: Taken[]; readonly suggestions: string[] };

/**
 * Who here has these addresses or this user name already, as a member or as somebody who is invited; where it is the name,
 * with some like it that are free. @throws AppError REQUEST-INVALID
 */
export async function checkAdded(
  services: Pick<MessagingServices, 'database' | 'clock' | 'notifications'>,
  { organizationId }: MembershipView,
  { to, username }: CheckAdded,
): Promise<Looked> {
  const named = username === undefined ? null : await lookAtName(services, organizationId, username);
  const taken = to === undefined ? [] : await listTakenAddresses(services, organizationId, to);
  return { taken: [...taken, ...(named?.taken ?? [])], suggestions: named?.suggestions ?? [] };
}

/** Those of these addresses that somebody here has. @throws AppError REQUEST-INVALID */
export async function listTakenAddresses(
  services: Pick<MessagingServices, 'database' | 'clock' | 'notifications'>,
  organizationId: string,
  to: CreateInvitation['to'],
): Promise<TakenAddress[]> {
  const country = await countryFor(services, organizationId, to);
  const { canonical, phone, addressKind } = readInvited(services.notifications, to, country);
  const email = addressKind === 'email' ? canonical : null;
  const asked = [email, phone].filter((one) => one !== null);
  const rows = await listTaken(services.database, organizationId, asked, services.clock.now());
  return rows.map(({ canonical: of, ...row }) => ({ field: of === email ? 'email' : 'phone', ...row }));
}

async function lookAtName(
  { database, clock }: Pick<MessagingServices, 'database' | 'clock'>,
  organizationId: string,
  username: string,
): Promise<Looked> {
  const like = suggestUserNames(username);
  const holders = await listNameHolders(database, organizationId, [username, ...like], clock.now());
  const nameOf = new Map(holders.map((one) => [one.username, one]));
  const holder = nameOf.get(username.toLowerCase());
  if (!holder) return { taken: [], suggestions: [] };
  const { name, memberId, invitationId } = holder;
  const suggestions = like.filter((one) => !nameOf.has(one.toLowerCase())).slice(0, OFFERED);
  return { taken: [{ field: 'username', name, memberId, invitationId }], suggestions };
}
