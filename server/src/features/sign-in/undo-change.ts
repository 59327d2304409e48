import type { AddressKind } from '@gatehouse/contract/fields';
import type { IdentifierAct } from '@gatehouse/contract/identifiers';
import type { Caller } from '../../kernel/actor.ts';
import { AppError } from '../../kernel/app-error.ts';
import { networkOf } from '../../kernel/network.ts';
import type { Transaction } from '../../platform/database/database.ts';
import {
  claimAddress,
  endWaitingChanges,
  findOwner,
  findUndoable,
  type IdentifierChange,
  kindOfAddress,
  lockAddress,
  lockIdentifiers,
  makePrimary,
  maskAddress,
  releaseAddress,
  undoChanges,
} from '../accounts/index.ts';
import { recordAuditEvent } from '../audit/index.ts';
import type { MessagingServices } from '../notifications/index.ts';
import { distrustDevices, endSessionsOf } from '../sessions/index.ts';
import { noticeHashes } from './notice-secret.ts';

/** What a link takes back. */
export type UndoView = {
  readonly act: IdentifierAct;
  readonly kind: AddressKind;
  /** Masked. */
  readonly address: string;
};

/** Looks, and changes nothing. @throws AppError UNDO-GONE, RATE-LIMITED */
export async function getUndo(services: MessagingServices, caller: Caller, token: string): Promise<UndoView> {
  await services.rateLimits.consume(['token.network', networkOf(caller.ip)]);
  const change = await findUndoable(services.database, noticeHashes(services, token), services.clock.now());
  if (!change) throw new AppError('UNDO-GONE');
  return { act: change.act, kind: change.kind, address: maskAddress(change.shown) };
}

/**
 * Takes a change back, and with it everything that was changed after it: the former address is the primary one again, what
 * was added is gone, nobody is signed in any more and no browser is trusted. Works once.
 * @throws AppError UNDO-GONE, IDENTIFIER-TAKEN where somebody else has proven the former address meanwhile
 */
export async function undoChange(services: MessagingServices, caller: Caller, token: string): Promise<void> {
  await services.rateLimits.consume(['token.network', networkOf(caller.ip)]);
  const now = services.clock.now();
  await services.database.transaction(async (tx) => {
    const found = await findUndoable(tx, noticeHashes(services, token), now);
    if (!found) throw new AppError('UNDO-GONE');
    const { accountId, kind, act } = found;
    const changes = await takeChangesBack(tx, caller, accountId, found.undoHash, now);
    if (changes === 0) throw new AppError('UNDO-GONE');
    await endWaitingChanges(tx, [accountId], now);
    await endSessionsOf(tx, [accountId], now);
    await distrustDevices(tx, accountId);
    const subject = { type: 'account', id: accountId };
    const change = { act, kind, count: changes };
    await recordAuditEvent(tx, caller, now, {
      organizationId: null,
      action: 'account.identifier-undone',
      subject,
      change,
    });
  });
}

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
  for (const change of changes) await takeBack(tx, caller, change, now);
  return changes.length;
}

async function takeBack(tx: Transaction, caller: Caller, change: IdentifierChange, now: Date): Promise<void> {
  const { accountId, act, canonical, shown, formerCanonical, formerShown } = change;
  if (act === 'remove') await giveBack(tx, caller, accountId, { canonical, shown }, now);
  if (act === 'replace' && formerCanonical !== null) {
    await giveBack(tx, caller, accountId, { canonical: formerCanonical, shown: formerShown ?? '' }, now);
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
  now: Date,
): Promise<void> {
  await lockAddress(tx, address.canonical);
  const owner = await findOwner(tx, address.canonical);
  if (owner && owner.accountId !== accountId) throw new AppError('IDENTIFIER-TAKEN');
  const by = kindOfAddress(address.canonical) === 'email' ? 'link' : 'code';
  const { removedAccounts } = await claimAddress(tx, caller, { address, by, accountId, name: '', locale: null }, now);
  await endSessionsOf(tx, removedAccounts, now);
}
