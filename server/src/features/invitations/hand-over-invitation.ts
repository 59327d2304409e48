import type { Caller } from '../../kernel/actor.ts';
import { AppError, isAppError } from '../../kernel/app-error.ts';
import { databaseErrorCode, type Transaction } from '../../platform/database/database.ts';
import { findAccountLocale, listNoticeAddresses } from '../accounts/index.ts';
import type { MessagingServices } from '../notifications/index.ts';
import { countHandOvers, insertHandOver } from './hand-over-store.ts';
import { findInvitation, lockInvitation } from './invitation-store.ts';
import { type MovedInvitation, moveInvitationTo } from './move-invitation.ts';
import { readInvited } from './read-invited.ts';

/** An invitation goes from hand to hand this often at most. */
export const MOST_HAND_OVERS = 3;

export type HandOverInput = {
  readonly email: string;
  readonly name: string | null;
  readonly note: string | null;
  /** They have seen that the address is at another domain than the invited one. */
  readonly otherDomain: boolean;
};

/** Who hands over: whoever has proven the invited address. */
export type HandingOver = { readonly accountId: string; readonly name: string };

/** What is refused of an address because of others: told in one way, so that it says nothing of them. */
const OF_OTHERS = ['INV-ALREADY-MEMBER', 'INV-ALREADY-INVITED', 'INV-SUPPRESSED', 'INV-CAP'] as const;

/**
 * The invited person is not the right one: the same invitation goes to a colleague, with what was typed of the company;
 * the links of the first die; the colleague gets a message that says who handed it over, and the inviter is told. In the
 * transaction of the step: whatever it throws undoes all of it.
 * @throws AppError HANDOVER-LIMIT, HANDOVER-REFUSED for whatever concerns others, INV-NOT-OPEN, REQUEST-INVALID for `email` with
 *   EMAIL-INVALID, ADDRESS-UNCHANGED or ADDRESS-OTHER-DOMAIN {domain}
 */
export async function handOverInvitation(
  services: MessagingServices,
  tx: Transaction,
  caller: Caller,
  { id, by }: { readonly id: string; readonly by: HandingOver },
  input: HandOverInput,
): Promise<void> {
  const invited = atEmail(() => readInvited(services.notifications, { email: input.email }, null));
  await lockInvitation(tx, id);
  if ((await countHandOvers(tx, id)) >= MOST_HAND_OVERS)
    throw new AppError('HANDOVER-LIMIT', { count: MOST_HAND_OVERS });
  const before = await findInvitation(tx, id);
  // Before anything that others could be told of: an address that is only asked about tells nothing.
  if (before) refuseOtherDomain(before.canonical, invited.canonical, input.otherDomain);
  const handedOver = { by: by.name, note: input.note };
  const actor = { type: 'account', id: by.accountId } as const;
  const moved = await moveInvitationTo(
    services,
    tx,
    { ...caller, actor },
    { id, invited, name: input.name, handedOver },
  ).catch((error: unknown) => {
    if (isAppError(error, ...OF_OTHERS) || databaseErrorCode(error) === '23505') throw new AppError('HANDOVER-REFUSED');
    throw isAppError(error) ? atField(error) : error;
  });
  const { addressVersion } = moved.invitation;
  const { accountId, name: byName } = by;
  const { shown: toShown } = invited;
  const record = { invitationId: id, fromVersion: addressVersion, accountId, byName, toShown, note: input.note };
  await insertHandOver(tx, record, moved.at);
  await tellInviter(services, tx, moved, { by: byName, to: toShown });
}

/** A slip of the hand, or somebody outside: asked once, never refused. @throws AppError REQUEST-INVALID */
function refuseOtherDomain(invited: string, colleague: string, isMeant: boolean): void {
  const [mine, theirs] = [domainOf(invited), domainOf(colleague)];
  if (isMeant || mine === null || theirs === null) return;
  if (mine === theirs || mine.endsWith(`.${theirs}`) || theirs.endsWith(`.${mine}`)) return;
  throw new AppError('REQUEST-INVALID', {}, [
    { path: 'email', code: 'ADDRESS-OTHER-DOMAIN', params: { domain: mine } },
  ]);
}

/** The part after the @; null for a phone number. */
export function domainOf(address: string): string | null {
  const at = address.lastIndexOf('@');
  return at < 0 ? null : address.slice(at + 1);
}

function atEmail<T>(read: () => T): T {
  try {
    return read();
  } catch (error) {
    throw isAppError(error) ? atField(error) : error;
  }
}

/** The form has one field for what an invitation has two. */
function atField(error: AppError): AppError {
  const fields = error.fields.map((field) => (field.path.startsWith('to.') ? { ...field, path: 'email' } : field));
  return new AppError(error.code, error.params, fields);
}

/** M17, or S19 where there is nothing but a phone: whoever invited learns who has the invitation now. */
async function tellInviter(
  services: MessagingServices,
  tx: Transaction,
  { invitation, context }: MovedInvitation,
  words: { readonly by: string; readonly to: string },
): Promise<void> {
  const { createdBy, organizationId, shown } = invitation;
  if (createdBy === null) return;
  const { organizationName, productName, inviterAddress } = context;
  const number = inviterAddress === null ? await findNumber(services, tx, createdBy) : null;
  const address = inviterAddress ?? number;
  if (address === null) return;
  const told = { name: words.by, organizationName, productName };
  const invitationUrl = `${services.publicUrl}/console/invitations/${invitation.id}`;
  const mail = {
    channel: 'email',
    template: 'M17',
    params: { ...told, from: shown, to: words.to, invitationUrl },
    secrets: {},
  } as const;
  const text = {
    channel: 'sms',
    template: 'S19',
    params: told,
    secrets: { link: `${services.publicUrl}/console/invitations` },
  } as const;
  await services.notifications.enqueueMessage(tx, {
    ...(number === null ? mail : text),
    organizationId,
    locale: (await findAccountLocale(tx, createdBy)) ?? context.locale,
    to: { address, name: number === null ? context.inviterName || null : null },
    senderName: organizationName,
    replyTo: null,
    // Of the inviter, so that its delivery is not taken for the invitation's own.
    subject: { type: 'account', id: createdBy },
    usefulUntil: null,
  });
}

/** The number of somebody who has no mailbox. */
async function findNumber(services: MessagingServices, tx: Transaction, accountId: string): Promise<string | null> {
  const addresses = await listNoticeAddresses(tx, accountId, services.clock.now());
  return addresses.find(({ kind }) => kind === 'phone')?.canonical ?? null;
}
