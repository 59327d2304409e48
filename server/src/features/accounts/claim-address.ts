import type { Locale } from '@gatehouse/contract/locales';
import type { Caller } from '../../kernel/actor.ts';
import { AppError } from '../../kernel/app-error.ts';
import type { Transaction } from '../../platform/database/database.ts';
import { recordAuditEvent } from '../audit/index.ts';
import {
  type AddressRow,
  findOwner,
  insertAccount,
  insertVerifiedAddress,
  lockAddress,
  type ProofKind,
  removeSquatters,
} from './account-store.ts';

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
};

/**
 * Somebody has just proven an address: gives the account that it belongs to. Whoever had only typed it loses it, and
 * with it whatever they planted (pre-hijacking; Sudhodanan & Paverd 2022). Call it only after a proof.
 * @throws AppError IDENTIFIER-TAKEN when it is to be added to one account and another has proven it.
 */
export async function claimAddress(
  tx: Transaction,
  caller: Caller,
  claim: AddressClaim,
  now: Date,
): Promise<ClaimedAddress> {
  await lockAddress(tx, claim.address.canonical);
  const owner = await findOwner(tx, claim.address.canonical);
  if (owner && claim.accountId !== null && owner.accountId !== claim.accountId) throw new AppError('IDENTIFIER-TAKEN');
  if (owner) return { accountId: owner.accountId, created: false, removedAccounts: [] };
  const removedAccounts = await removeSquatters(tx, claim.address.canonical, now);
  for (const id of removedAccounts) {
    const event = {
      organizationId: null,
      action: 'account.squatter-removed',
      subject: { type: 'account', id },
    } as const;
    await recordAuditEvent(tx, caller, now, event);
  }
  const accountId = claim.accountId ?? (await insertAccount(tx, { name: claim.name, locale: claim.locale }, now));
  const mine = await insertVerifiedAddress(tx, accountId, claim.address, claim.by, now);
  if (!mine) throw new AppError('CONFLICT');
  const action = claim.accountId === null ? 'account.created' : 'account.address-added';
  await recordAuditEvent(tx, caller, now, {
    organizationId: null,
    action,
    subject: { type: 'account', id: accountId },
  });
  return { accountId, created: claim.accountId === null, removedAccounts };
}
