import type { Caller, MembershipView } from '../../kernel/actor.ts';
import { AppError, isAppError } from '../../kernel/app-error.ts';
import { newId } from '../../kernel/ids.ts';
import type { Transaction } from '../../platform/database/database.ts';
import { inTurns } from '../../platform/in-turns.ts';
import { recordAuditEvents } from '../audit/index.ts';
import type { MessagingServices } from '../notifications/index.ts';
import { countOver, findSeats, hasRoom, seatsFull, seatsLeft } from '../organizations/index.ts';
import { countInvitations, findRoom } from './count-invitation.ts';
import { userNameTaken } from './create-invitation.ts';
import {
  type AskedInvitation,
  createdEvent,
  draftInvitation,
  readInvitation,
  type WantedInvitation,
} from './draft-invitation.ts';
import { type BatchInvitation, findLiveInvitations, insertInvitations } from './invitation-batch-store.ts';
import {
  findInvitationContext,
  type InvitationContext,
  listRecipients,
  type RecipientContext,
} from './invitation-context-read-model.ts';
import { invitationMessages, type MintedSecrets, mintSecrets } from './invitation-messages.ts';
import { addressesOf } from './read-invited.ts';
import { claimUserNames, leaveUserNames } from './user-name-store.ts';

/** What became of one of many: the id of its invitation, or why there is none. */
export type InvitationResult = { readonly id: string } | { readonly error: AppError };

type Sender = { readonly organizationId: string; readonly inviterId: string | null };
type Drafted = BatchInvitation & { readonly context: RecipientContext; readonly minted: MintedSecrets };
type Entry = Drafted | { readonly error: AppError };

/**
 * Invites many, a few hundred at most, in one transaction and a handful of statements, by the rules of
 * `createInvitation`; one that may not be invited stops no other. They count on the limits of organization and
 * recipient, not on one inviter. `alongside` runs in the transaction with the result of each: if it throws, nothing is
 * done; it may run again when the limits turn some away.
 * @throws AppError NOT-FOUND
 */
export async function createInvitations(
  services: MessagingServices,
  caller: Caller,
  place: MembershipView,
  inviterId: string | null,
  inputs: readonly Omit<WantedInvitation, 'sendAt'>[],
  alongside: (tx: Transaction, results: readonly InvitationResult[]) => Promise<void>,
): Promise<void> {
  const sender = { organizationId: place.organizationId, inviterId };
  const context = await findInvitationContext(services.database, place.organizationId, inviterId, []);
  if (!context) throw new AppError('NOT-FOUND');
  const now = services.clock.now();
  const batch = { caller, sender, context, now, alongside };
  let entries = await draftAll(services, place, batch, inputs);
  for (let written = false; !written; ) {
    try {
      await services.database.transaction((tx) => writeAll(services, tx, batch, entries));
      written = true;
    } catch (error) {
      if (!(error instanceof TooMany)) throw error;
      entries = entries.map((entry) => turnedAway(entry, error.refused));
    }
  }
}

type Batch = {
  readonly caller: Caller;
  readonly sender: Sender;
  readonly context: InvitationContext;
  readonly now: Date;
  readonly alongside: (tx: Transaction, results: readonly InvitationResult[]) => Promise<void>;
};

/** The limits turn some away: the transaction is undone and written again without them. */
class TooMany extends Error {
  readonly refused: ReadonlyMap<string, AppError>;
  constructor(refused: ReadonlyMap<string, AppError>) {
    super('INV-CAP');
    this.refused = refused;
  }
}

function turnedAway(entry: Entry, refused: ReadonlyMap<string, AppError>): Entry {
  const errors = 'error' in entry ? [] : addressesOf(entry).map((address) => refused.get(address));
  const error = errors.find((one) => one !== undefined);
  return error ? { error } : entry;
}

async function draftAll(
  services: MessagingServices,
  place: MembershipView,
  { sender, context, now }: Batch,
  inputs: readonly Omit<WantedInvitation, 'sendAt'>[],
): Promise<Entry[]> {
  const asked = await inTurns(inputs, (input) => outcomeOf(() => readInvitation(services, place, input, null)));
  const right = asked.flatMap((one) => ('error' in one ? [] : [one.invited]));
  const recipients = await listRecipients(services.database, sender.organizationId, right);
  const room = await findRoom(services, sender.organizationId, now);
  const { database } = services;
  const isTight = !(await hasRoom(database, sender.organizationId, now));
  const seats = isTight ? await findSeats(database, sender.organizationId, now) : null;
  const full = seats !== null && seatsLeft(seats) === 0 ? seatsFull('inviter', seats) : null;
  let left = room.left;
  let looked = 0;
  return inTurns(asked, (one) => {
    if ('error' in one) return one;
    const recipient = recipients[looked++];
    if (!recipient) throw new Error('an address was not looked up');
    const entry = outcomeOf(() => draft(services, one, sender, { ...context, ...recipient }, now));
    if (full && one.input.kind === 'member' && !('error' in entry)) return { error: full };
    return 'error' in entry || left-- > 0 ? entry : { error: room.error };
  });
}

function draft(
  services: MessagingServices,
  asked: AskedInvitation,
  sender: Sender,
  context: InvitationContext,
  now: Date,
) {
  const invitation = draftInvitation(asked, sender, context, now);
  const minted = mintSecrets(services);
  return { ...invitation, id: newId('inv', now), secrets: minted.hashes, minted, context };
}

function outcomeOf<T extends object>(work: () => T): T | { readonly error: AppError } {
  try {
    return work();
  } catch (error) {
    if (isAppError(error)) return { error };
    throw error;
  }
}

async function writeAll(services: MessagingServices, tx: Transaction, batch: Batch, entries: readonly Entry[]) {
  const { caller, sender, now } = batch;
  const drafts = entries.filter((entry): entry is Drafted => !('error' in entry));
  const { inserted, named } = await insertNamed(tx, sender, drafts, now);
  const written = drafts.filter(({ id }) => inserted.has(id));
  await recordAuditEvents(
    tx,
    caller,
    now,
    written.map((one) => createdEvent(one.id, one)),
  );
  const messages = await inTurns(written, (one) => {
    return invitationMessages(
      services,
      { ...one, invitationId: one.id },
      { ...batch.context, ...one.context },
      one.minted,
    );
  });
  await services.notifications.enqueueMessages(tx, sender.organizationId, messages.flat());
  const before = await findBefore(tx, sender, drafts, inserted);
  await batch.alongside(
    tx,
    entries.map((entry) =>
      'error' in entry || inserted.has(entry.id) ? entry : { error: refusalOf(before, named, entry) },
    ),
  );
  if (written.length === 0) return;
  await refuseWithoutSeats(tx, sender.organizationId, written, now);
  const refused = await countInvitations(services, tx, sender.organizationId, written.map(addressesOf), now);
  if (refused.size > 0) throw new TooMany(refused);
}

/** Those that were written last have no place where there are more than places. */
async function refuseWithoutSeats(tx: Transaction, organizationId: string, written: readonly Drafted[], now: Date) {
  const members = written.filter(({ kind }) => kind === 'member');
  if (members.length === 0) return;
  const { over, error } = await countOver(tx, organizationId, now);
  const left = members.slice(Math.max(0, members.length - over)).flatMap(addressesOf);
  if (over > 0) throw new TooMany(new Map(left.map((address) => [address, error])));
}

async function findBefore(tx: Transaction, sender: Sender, drafts: readonly Drafted[], inserted: ReadonlySet<string>) {
  const others = drafts.filter(({ id }) => !inserted.has(id)).flatMap(addressesOf);
  return others.length === 0 ? new Map<string, string>() : findLiveInvitations(tx, sender.organizationId, others);
}

/** Those who are to have a user name that they do not get are left out, and keep none of another's. */
async function insertNamed(tx: Transaction, sender: Sender, drafts: readonly Drafted[], now: Date) {
  const claims = drafts.flatMap(({ id, username }) => (username ? [{ id, username }] : []));
  const named = await claimUserNames(tx, sender.organizationId, claims, now);
  const fitting = drafts.filter(({ id, username }) => !username || named.has(id));
  const inserted = await insertInvitations(tx, sender, fitting, now);
  const left = [...named].filter((id) => !inserted.has(id));
  if (left.length > 0) await leaveUserNames(tx, left);
  return { inserted, named };
}

function refusalOf(before: ReadonlyMap<string, string>, named: ReadonlySet<string>, draft: Drafted): AppError {
  const invitationId = addressesOf(draft)
    .map((address) => before.get(address))
    .find((id) => id !== undefined);
  if (invitationId) return new AppError('INV-ALREADY-INVITED', { invitationId });
  return draft.username && !named.has(draft.id) ? userNameTaken() : new AppError('CONFLICT');
}
