import type { Caller } from '../../kernel/actor.ts';
import { AppError } from '../../kernel/app-error.ts';
import type { Transaction } from '../../platform/database/database.ts';
import {
  claimAddress,
  findOwner,
  type IdentifierChange,
  kindOfAddress,
  lockAddress,
  lockIdentifiers,
  makePrimary,
  releaseAddress,
  undoChanges,
} from '../accounts/index.ts';
import { endSessionsOf } from '../sessions/index.ts';

/** Takes back what a secret takes back; answers how many changes. @throws AppError IDENTIFIER-TAKEN */
export async function takeChangesBack(
  tx: Transaction,
  caller: Caller,
  accountId: string,
  hash: Buffer,
  now: Date,
): Promise<number> {
  await lockIdentifiers(tx, accountId);
  const changes = await undoChanges(tx, hash, now);
  for (const [index, change] of changes.entries()) {
    // What followed must not stand in the way of it: somebody may have let another account prove what they had added.
    const isTheOne = index === changes.length - 1;
    await takeBack(tx, caller, change, { isTheOne, now });
  }
  return changes.length;
}

type Turn = { readonly isTheOne: boolean; readonly now: Date };

async function takeBack(tx: Transaction, caller: Caller, change: IdentifierChange, turn: Turn): Promise<void> {
  const { accountId, act, canonical, shown, formerCanonical, formerShown } = change;
  if (act === 'remove') await giveBack(tx, caller, accountId, { canonical, shown }, turn);
  if (act === 'replace' && formerCanonical !== null) {
    await giveBack(tx, caller, accountId, { canonical: formerCanonical, shown: formerShown ?? '' }, turn);
  }
  if (act === 'add' || act === 'replace') await releaseAddress(tx, accountId, canonical);
  if (formerCanonical !== null) await makePrimary(tx, accountId, formerCanonical);
}

/** Nothing is taken from whoever has proven it since. */
async function giveBack(
  tx: Transaction,
  caller: Caller,
  accountId: string,
  address: { readonly canonical: string; readonly shown: string },
  { isTheOne, now }: Turn,
): Promise<void> {
  await lockAddress(tx, address.canonical);
  const owner = await findOwner(tx, address.canonical);
  if (owner && owner.accountId !== accountId) {
    if (isTheOne) throw new AppError('IDENTIFIER-TAKEN');
    return;
  }
  const by = kindOfAddress(address.canonical) === 'email' ? 'link' : 'code';
  const { removedAccounts } = await claimAddress(tx, caller, { address, by, accountId, name: '', locale: null }, now);
  await endSessionsOf(tx, removedAccounts, now);
}
