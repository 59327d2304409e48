import type { Identifier, IdentifierAct, IdentifierChange } from '@gatehouse/contract/identifiers';
import type { Caller, SignedIn } from '../../kernel/actor.ts';
import { AppError } from '../../kernel/app-error.ts';
import type { Transaction } from '../../platform/database/database.ts';
import {
  hangsOnOneNumber,
  type IdentifierRow,
  insertChange,
  isRemovable,
  listIdentifiers,
  listOwnUserNames,
  listWaitingChanges,
  lockIdentifiers,
  makePrimary,
  removeIdentifier,
} from '../accounts/index.ts';
import type { MessagingServices } from '../notifications/index.ts';
import { presentChange, speakerOf } from './change-identifier.ts';
import { newUndo, recordIdentifierAct } from './finish-change.ts';
import { tellOfChange } from './identifier-messages.ts';
import { countOthers } from './methods/passkey/passkey-store.ts';

export type OwnIdentifiers = {
  readonly items: Identifier[];
  readonly changes: IdentifierChange[];
  readonly usernames: { readonly shown: string; readonly organizationName: string }[];
  readonly oneNumber: boolean;
};

/** What whoever is signed in is found by, and what is under way. */
export async function listOwnIdentifiers(services: MessagingServices, session: SignedIn): Promise<OwnIdentifiers> {
  const { database, clock } = services;
  const { accountId } = session;
  const [rows, changes, usernames, others] = await Promise.all([
    listIdentifiers(database, accountId),
    listWaitingChanges(database, accountId, clock.now()),
    listOwnUserNames(database, accountId),
    countOthers(database, accountId, ''),
  ]);
  return {
    items: rows.map(({ id, kind, shown, verified, isPrimary }) => ({
      id,
      kind,
      shown,
      verified,
      primary: isPrimary,
      removable: isRemovable(rows, id),
    })),
    changes: await Promise.all(changes.map((change) => presentChange(services, session, change))),
    usernames,
    oneNumber: hangsOnOneNumber(rows, others.passkeys),
  };
}

/** Messages of its kind go there from now on. @throws AppError NOT-FOUND */
export async function makeOwnPrimary(
  services: MessagingServices,
  caller: Caller,
  session: SignedIn,
  id: string,
): Promise<void> {
  await act(services, caller, session, id, async (tx, one, before) => {
    if (!one.verified) throw new AppError('NOT-FOUND');
    if (one.isPrimary) return null;
    await makePrimary(tx, session.accountId, one.canonical);
    return {
      act: 'make-primary',
      former: before.find(({ kind, isPrimary }) => kind === one.kind && isPrimary) ?? null,
    };
  });
}

/** @throws AppError NOT-FOUND, LAST-IDENTIFIER */
export async function removeOwnIdentifier(
  services: MessagingServices,
  caller: Caller,
  session: SignedIn,
  id: string,
): Promise<void> {
  await act(services, caller, session, id, async (tx, one, before) => {
    if (!isRemovable(before, id)) throw new AppError('LAST-IDENTIFIER');
    if (!(await removeIdentifier(tx, session.accountId, one.canonical))) throw new AppError('LAST-IDENTIFIER');
    // Nobody was ever let in by one that is not proven: there is nothing to take back.
    return one.verified ? { act: 'remove', former: one.isPrimary ? one : null } : null;
  });
}

type Done = { readonly act: IdentifierAct; readonly former: IdentifierRow | null } | null;
type Act = (tx: Transaction, one: IdentifierRow, before: readonly IdentifierRow[]) => Promise<Done>;

/** Does it, records it, and tells where the account was reached until now, with the way back. */
async function act(
  services: MessagingServices,
  caller: Caller,
  session: SignedIn,
  id: string,
  run: Act,
): Promise<void> {
  const { accountId, sessionId } = session;
  const now = services.clock.now();
  const { productName, door } = await speakerOf(services, session);
  await services.database.transaction(async (tx) => {
    await lockIdentifiers(tx, accountId);
    const before = await listIdentifiers(tx, accountId);
    const one = before.find((identifier) => identifier.id === id);
    if (!one) throw new AppError('NOT-FOUND');
    const done = await run(tx, one, before);
    if (!done) return;
    const undo = newUndo(services, now);
    const { canonical, shown, kind } = one;
    const change = { accountId, act: done.act, kind, to: { canonical, shown }, former: done.former };
    const ended = { undoHash: undo.hash, undoUntil: undo.until };
    await insertChange(tx, { ...change, sessionId, asked: null, expiresAt: now, done: ended }, now);
    await recordIdentifierAct(tx, caller, change, now);
    await tellOfChange(services, tx, caller, { ...change, before, productName, door, undo }, now);
  });
}
