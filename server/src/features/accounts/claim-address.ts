import type { Locale } from '@gatehouse/contract/locales';
import type { Caller } from '../../kernel/actor.ts';
import { AppError } from '../../kernel/app-error.ts';
import type { Transaction } from '../../platform/database/database.ts';
import { recordAuditEvent } from '../audit/index.ts';
import {
  type AccountState,
  type AddressRow,
  findOwner,
  insertAccount,
  insertVerifiedAddress,
  listVerifiedAddresses,
  lockAddress,
  type ProofKind,
  releaseAddress,
  removeSquatters,
} from './account-store.ts';
import { kindOfAddress } from './domain/address.ts';

export type AddressClaim = {
  readonly address: AddressRow;
  readonly by: ProofKind;
  /** Account that the address is to be added to; null: its owner's, or a new one. */
  readonly accountId: string | null;
  /** For a new account. */
  readonly name: string;
  readonly locale: Locale | null;
};

export type ClaimedAddress = {
  readonly accountId: string;
  readonly created: boolean;
  /** Accounts that had typed the address without ever proving anything: their sessions must end with this transaction. */
  readonly removedAccounts: readonly string[];
  /** Account that had this number until now, to be told by mail. */
  readonly movedFrom: string | null;
};

/**
 * Somebody has just proven an address: gives the account that it belongs to. Whoever had only typed it loses it, and
 * with it whatever they planted (pre-hijacking; Sudhodanan & Paverd 2022). Numbers are given to new people: one that
 * another account has proven moves to whoever proves it now, and that account is never entered by it (scenario 23). Call
 * it only after a proof.
 * @throws AppError IDENTIFIER-TAKEN when an e-mail address is to be added to one account and another has proven it.
 */
export async function claimAddress(
  tx: Transaction,
  caller: Caller,
  claim: AddressClaim,
  now: Date,
): Promise<ClaimedAddress> {
  const { canonical } = claim.address;
  await lockAddress(tx, canonical);
  const owner = await findOwner(tx, canonical);
  const movedFrom = owner && (await mustMove(tx, claim, owner)) ? owner.accountId : null;
  if (owner && movedFrom === null) {
    if (claim.accountId !== null && owner.accountId !== claim.accountId) throw new AppError('IDENTIFIER-TAKEN');
    return { accountId: owner.accountId, created: false, removedAccounts: [], movedFrom: null };
  }
  if (movedFrom !== null) await moveAway(tx, caller, movedFrom, canonical, now);
  const removedAccounts = await removeSquatters(tx, canonical, now);
  for (const id of removedAccounts) await record(tx, caller, 'account.squatter-removed', id, now);
  const accountId = claim.accountId ?? (await insertAccount(tx, { name: claim.name, locale: claim.locale }, now));
  const mine = await insertVerifiedAddress(tx, accountId, claim.address, claim.by, now);
  if (!mine) throw new AppError('CONFLICT');
  const action = claim.accountId === null ? 'account.created' : 'account.address-added';
  await record(tx, caller, action, accountId, now);
  return { accountId, created: claim.accountId === null, removedAccounts, movedFrom };
}

/**
 * True where a number leaves the account that has it. One that was begun with this very number, and never had a password
 * or an e-mail address, is gone on with: nobody can have used it.
 */
async function mustMove(
  tx: Transaction,
  { address, accountId }: AddressClaim,
  owner: { readonly accountId: string; readonly state: AccountState },
): Promise<boolean> {
  if (kindOfAddress(address.canonical) === 'email' || accountId === owner.accountId) return false;
  const isBegun = owner.state === 'pending' && (await listVerifiedAddresses(tx, owner.accountId)).length === 0;
  return accountId !== null || !isBegun;
}

async function moveAway(
  tx: Transaction,
  caller: Caller,
  accountId: string,
  canonical: string,
  now: Date,
): Promise<void> {
  await releaseAddress(tx, accountId, canonical);
  await record(tx, caller, 'account.number-moved', accountId, now);
}

async function record(
  tx: Transaction,
  caller: Caller,
  action: 'account.squatter-removed' | 'account.created' | 'account.address-added' | 'account.number-moved',
  id: string,
  now: Date,
): Promise<void> {
  await recordAuditEvent(tx, caller, now, { organizationId: null, action, subject: { type: 'account', id } });
}
