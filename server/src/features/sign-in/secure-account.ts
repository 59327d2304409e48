import type { Caller } from '../../kernel/actor.ts';
import { after, DAY } from '../../kernel/clock.ts';
import type { Transaction } from '../../platform/database/database.ts';
import {
  dropPlantedAddresses,
  endHalfDoneFlows,
  endPasswordLinks,
  endWaitingChanges,
  findFirstAddress,
  lockIdentifiers,
} from '../accounts/index.ts';
import { endSessionsOf, forgetDevices } from '../sessions/index.ts';
import { withdrawRecovery } from './ask-recovery.ts';
import { takePlanted } from './disavowal-store.ts';
import { takeChangesBack } from './take-changes-back.ts';

/**
 * How long before what is disowned everything that came to the account is in doubt too: whoever got in may have planted it
 * first. Each of it was told with a link of the same life, so that no mailbox can take away more than it could before.
 */
const DOUBT = 7 * DAY;

export type Disowned = {
  readonly accountId: string;
  /** When it happened. */
  readonly since: Date;
  /** The secret of the change that is taken back, with all that followed; null: no address was changed. */
  readonly undo: Buffer | null;
  /** The address that it was disowned from; null: where the account is reached first, once all is taken back. */
  readonly keep: string | null;
};

/**
 * It was not the owner: nobody is signed in any more, no browser is known, the password is gone, and so is everything that may
 * have been planted: passkeys, second steps, addresses, links, what was begun (security.md A1 to A4). What was there before
 * stays, a second step included (S10). With a code or a link to a proven address the owner comes in again.
 * @throws AppError IDENTIFIER-TAKEN
 */
export async function secureAccount(
  tx: Transaction,
  caller: Caller,
  { accountId, since, undo, keep }: Disowned,
  now: Date,
) {
  const doubted = after(since, -DOUBT);
  await lockIdentifiers(tx, accountId);
  const taken = await takePlanted(tx, accountId, { since, doubted }, now);
  // After the password: whoever was coming in by it at this moment has a session by now, or gets none.
  await endHalfDoneFlows(tx, accountId, now);
  await endSessionsOf(tx, [accountId], now);
  await forgetDevices(tx, accountId);
  await endPasswordLinks(tx, accountId, now);
  await endWaitingChanges(tx, [accountId], now);
  await withdrawRecovery(tx, caller, accountId, now);
  const changes = undo === null ? 0 : await takeChangesBack(tx, caller, accountId, undo, now);
  const kept = keep ?? (await findFirstAddress(tx, accountId));
  const dropped = await dropPlantedAddresses(tx, accountId, { since: doubted, keep: kept === null ? [] : [kept] }, now);
  return { changes, taken: { ...taken, addresses: taken.addresses + dropped } };
}
