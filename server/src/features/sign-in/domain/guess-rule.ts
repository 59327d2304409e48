import { DAY, MINUTE } from '../../../kernel/clock.ts';

/**
 * Wrong tries of one account, by whichever way, spelling, session or network they come (security.md S17, A13; ux.md
 * s. 1.3). The statements of guess-store.ts are the twin of this table.
 */
export const GUESSES = {
  /** Tries of all ways together within the window; more are not looked at, be they right or wrong. */
  perWindow: 10,
  /** Minutes, from the first of them. */
  windowMinutes: 15,
  /** Wrong ones in a row that lock. An organization may ask for fewer. */
  beforeLock: 5,
  /** Minutes of the first lock; each further one takes twice as long, up to a day. */
  firstLockMinutes: 15,
  longestLockMinutes: 24 * 60,
  /** Hours without a wrong try after which it begins anew. */
  healsAfterHours: 24,
  /** Wrong tries of strangers within the window, over all accounts, that are told to the owners; `guess.installation` too. */
  alarmAt: 1000,
} as const;

/** How long the lock takes that comes after so many others, in milliseconds. */
export function lockLife(locksBefore: number): number {
  return Math.min(GUESSES.firstLockMinutes * MINUTE * 2 ** locksBefore, DAY);
}

/** `proof`: a password. `code`: what went to an address, which unlocks. `second`: what is typed as the second step. */
export type GuessKind = 'proof' | 'code' | 'second';

/** Whose guess it is, as far as that is known. */
export type Guesser = {
  readonly accountId: string | null;
  /** SHA-256 of the address that was typed; null where none was. */
  readonly addressHash: string | null;
  /** Hash of the cookie of a browser that signed in to this very account before; null: it did not. */
  readonly deviceHash: string | null;
};

/** What a guess counts in. `counted`: its tries. `locking`: rows whose lock keeps it out. `wrong`: where a wrong one goes. */
export type GuessKeys = {
  readonly counted: readonly string[];
  readonly locking: readonly string[];
  readonly wrong: readonly string[];
};

/**
 * A known browser has a budget of its own, so that strangers cannot lock its person out, and whoever stole its cookie
 * has no more than that (S18). A code is mailed to whoever has the address: it is how a lock is taken away, and so none keeps it out.
 */
export function keysOf({ accountId, addressHash, deviceHash }: Guesser, kind: GuessKind): GuessKeys {
  const account = accountId === null ? [] : [`account:${accountId}`];
  const address = addressHash === null ? [] : [`address:${addressHash}`];
  const device = accountId !== null && deviceHash !== null ? [`device:${accountId}:${deviceHash}`] : null;
  if (kind === 'second') {
    const whose = device ?? account;
    const second = whose.map((key) => `second-${key}`);
    return { counted: [...whose, ...second], locking: second, wrong: second };
  }
  const whose = device ?? [...account, ...address];
  return { counted: whose, locking: kind === 'code' ? [] : whose, wrong: whose };
}

/** Every row of an account: of itself, of its addresses, of this browser where one is given. */
export function everyKeyOf(accountId: string, addressHashes: readonly string[], deviceHash: string | null): string[] {
  const of = (addressHash: string | null, device: string | null) =>
    (['proof', 'second'] as const).flatMap(
      (kind) => keysOf({ accountId, addressHash, deviceHash: device }, kind).counted,
    );
  const addresses = addressHashes.flatMap((hash) => of(hash, null));
  return [...new Set([...of(null, null), ...addresses, ...(deviceHash === null ? [] : of(null, deviceHash))])];
}
