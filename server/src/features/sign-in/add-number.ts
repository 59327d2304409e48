import type { Caller } from '../../kernel/actor.ts';
import type { Transaction } from '../../platform/database/database.ts';
import { insertChange, listIdentifiers, lockIdentifiers, phoneAddress, wishedChange } from '../accounts/index.ts';
import type { MessagingServices } from '../notifications/index.ts';
import { claimProven, newUndo, recordIdentifierAct } from './finish-change.ts';
import { tellOfChange } from './identifier-messages.ts';

export type ProvenNumber = {
  readonly accountId: string;
  /** E.164. */
  readonly number: string;
  readonly productName: string;
  readonly door: string | null;
};

/**
 * A number that was proven on the way in comes to its person's account as one that is added in the portal does: it moves from
 * whoever had it (scenario 23), is told where the account was reached until now, and is taken back from there for seven days.
 * Does nothing where the account has it already. Call it only after a proof.
 */
export async function addProvenNumber(
  services: MessagingServices,
  tx: Transaction,
  caller: Caller,
  { accountId, number, productName, door }: ProvenNumber,
  now: Date,
): Promise<void> {
  await lockIdentifiers(tx, accountId);
  const before = await listIdentifiers(tx, accountId);
  const address = phoneAddress(number);
  if (before.some(({ canonical, verified }) => verified && canonical === address.canonical)) return;
  await claimProven(services, tx, caller, { accountId, address, productName, door }, now);
  const change = wishedChange(accountId, address, before, null);
  const undo = newUndo(services, now);
  const done = { undoHash: undo.hash, undoUntil: undo.until };
  await insertChange(tx, { ...change, sessionId: null, asked: null, expiresAt: now, done }, now);
  await recordIdentifierAct(tx, caller, change, now);
  await tellOfChange(services, tx, caller, { ...change, before, productName, door, undo }, now);
}
