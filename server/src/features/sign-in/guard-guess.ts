import { createHash, randomUUID } from 'node:crypto';
import type { Caller } from '../../kernel/actor.ts';
import { AppError, isAppError } from '../../kernel/app-error.ts';
import { SECOND } from '../../kernel/clock.ts';
import { networkOf } from '../../kernel/network.ts';
import type { Queryable } from '../../platform/database/database.ts';
import type { Services } from '../../platform/services.ts';
import { listUserNames, listVerifiedIdentifiers } from '../accounts/index.ts';
import { recordAuditEvent } from '../audit/index.ts';
import { findHouse, findLockTries } from '../organizations/index.ts';
import { isKnownDevice } from '../sessions/index.ts';
import { everyKeyOf, GUESSES, type GuessKeys, type GuessKind, keysOf } from './domain/guess-rule.ts';
import {
  countWrongGuess,
  findHeld,
  forgetGuesses,
  forgiveGuesses,
  giveGuessBack,
  reserveGuess,
  unlockGuesses,
} from './guess-store.ts';

/** Whose guess it is. `canonical`: the address that was typed; null for the second step. */
export type GuessBy = {
  readonly accountId: string | null;
  readonly canonical: string | null;
  readonly clientHash: Buffer;
  readonly kind: GuessKind;
};

/** A try that was taken. `refused`: it is not to be looked at; the error says no more than the typed address itself has earned. */
export type Guess = GuessKeys & {
  readonly accountId: string | null;
  readonly isKnownDevice: boolean;
  readonly refused: AppError | null;
};

type GuardServices = Pick<Services, 'database' | 'clock' | 'rateLimits' | 'logger'>;

/**
 * Takes one try from the budget of the account, before anything is looked at: of any number of callers at once none gets one
 * beyond it, and a right answer after it is refused too. End it with {@link endGuess}.
 * @throws AppError RATE-LIMITED where somebody goes through many accounts
 */
export async function beginGuess(services: GuardServices, caller: Caller, by: GuessBy): Promise<Guess> {
  const { database, clock } = services;
  const now = clock.now();
  const { accountId, canonical, clientHash, kind } = by;
  // Asked for nobody too: whether an address is known must not show in the time that it takes.
  const isKnown = await isKnownDevice(database, clientHash, accountId ?? NOBODY);
  if (!isKnown) await brake(services, caller);
  const deviceHash = isKnown ? clientHash.toString('hex') : null;
  const keys = keysOf({ accountId, addressHash: canonical && hashOf(canonical), deviceHash }, kind);
  const got = await reserveGuess(database, keys.counted, keys.locking, now);
  const guess = { ...keys, accountId, isKnownDevice: isKnown };
  if (got.length === keys.counted.length) return { ...guess, refused: null };
  const held = await findHeld(database, keys.counted, now);
  const shown = held.find(({ key }) => key.startsWith('address:')) ?? (canonical && !isKnown ? null : held[0]);
  // What was begun counts for the address as it would for nobody's.
  await giveGuessBack(
    database,
    got.filter((key) => !key.startsWith('address:')),
  );
  const mirrored = got.filter((key) => key.startsWith('address:'));
  if (mirrored.length > 0 && kind === 'proof')
    await countWrongGuess(database, rowsOf(mirrored, GUESSES.beforeLock), randomUUID(), now);
  return { ...guess, refused: refusal(kind, shown?.until ?? null, held[0]?.until ?? now, now) };
}

/** Known and unknown addresses are told alike: that of another address of the account too many were tried shows nowhere. */
function refusal(kind: GuessKind, shown: Date | null, until: Date, now: Date): AppError {
  const told = (end: Date) => ({
    time: end.toISOString(),
    seconds: Math.max(1, Math.ceil((end.getTime() - now.getTime()) / SECOND)),
  });
  if (kind === 'code') return new AppError('CODE-TOO-MANY', told(shown ?? until));
  return shown ? new AppError('ACC-LOCKED', told(shown)) : new AppError('CRED-WRONG');
}

/** Nothing was looked at: the server was busy, say. */
export async function dropGuess(queryable: Queryable, guess: Guess): Promise<void> {
  await giveGuessBack(queryable, guess.counted);
}

/**
 * What came of it. A wrong one counts, locks after as many as the organizations of the account allow, and is told to
 * whoever watches; answers until when the account is locked, if this very try did it, and
 * how many were wrong in a row.
 */
export async function endGuess(
  services: GuardServices,
  queryable: Queryable,
  guess: Guess,
  isRight: boolean,
): Promise<{ readonly lockedUntil: Date | null; readonly wrong: number }> {
  const now = services.clock.now();
  if (isRight) {
    await giveGuessBack(queryable, guess.counted);
    return { lockedUntil: null, wrong: 0 };
  }
  const allowed = await findLockTries(queryable, guess.accountId ?? NOBODY);
  const states = await countWrongGuess(queryable, rowsOf(guess.wrong, allowed), randomUUID(), now);
  if (!guess.isKnownDevice) await watchOutside(services, queryable);
  const locked = states.find(({ key, justLocked }) => justLocked && !key.startsWith('address:'));
  return { lockedUntil: locked?.lockedUntil ?? null, wrong: Math.max(0, ...states.map((state) => state.wrong)) };
}

/** An address locks after the same number for everyone: what an organization asks for must not tell whose it is. */
function rowsOf(keys: readonly string[], allowed: number) {
  return keys.map((key) => ({
    key,
    allowed: key.startsWith('address:') ? GUESSES.beforeLock : allowed,
  }));
}

/** The code that was mailed came back: whoever has the mailbox takes the lock of the first step away. */
export async function unlockByCode(queryable: Queryable, guess: Guess): Promise<void> {
  await unlockGuesses(queryable, guess.wrong);
}

/** Somebody came in. `canonical`: the address that they typed, if any. */
export async function forgiveSignedIn(
  queryable: Queryable,
  of: { readonly accountId: string; readonly canonical: string | null; readonly clientHash: Buffer },
  now: Date,
): Promise<void> {
  const addresses = of.canonical === null ? [] : [hashOf(of.canonical)];
  await forgiveGuesses(queryable, everyKeyOf(of.accountId, addresses, of.clientHash.toString('hex')), now);
}

/** Takes every lock of an account away, of all its addresses, user names and browsers. */
export async function unlockAccount(queryable: Queryable, accountId: string): Promise<void> {
  const addresses = await listVerifiedIdentifiers(queryable, accountId);
  const names = await listUserNames(queryable, accountId);
  const hashes = [...addresses.map(({ canonical }) => canonical), ...names].map(hashOf);
  await forgetGuesses(queryable, everyKeyOf(accountId, hashes, null), accountId);
}

/** Until when no password of an account, or of an address that is nobody's, is looked at; null while it is. */
export async function lockedUntil(
  services: Pick<Services, 'database' | 'clock'>,
  of: { readonly accountId: string | null; readonly canonical: string },
): Promise<Date | null> {
  const { accountId, canonical } = of;
  const { locking } = keysOf({ accountId, addressHash: hashOf(canonical), deviceHash: null }, 'proof');
  const held = await findHeld(services.database, locking, services.clock.now());
  const ends = held.map(({ until }) => until.getTime());
  return ends.length > 0 ? new Date(Math.max(...ends)) : null;
}

function hashOf(canonical: string): string {
  return createHash('sha256').update(canonical).digest('base64url');
}

/** While wrong tries come in masses, each network of strangers has few: one guess at each of many accounts (A13). */
async function brake({ rateLimits }: GuardServices, { ip }: Caller): Promise<void> {
  if (await rateLimits.heldUntil('guess.installation', '')) {
    await rateLimits.consume(['guess.network', networkOf(ip)]);
  }
}

/** A transaction must not wait for a second connection: there it is counted beside it. */
async function watchOutside(services: GuardServices, queryable: Queryable): Promise<void> {
  const counted = watch(services).catch((error: unknown) => {
    services.logger.warn({ err: error }, 'a wrong try was not counted for the installation');
  });
  if (queryable === services.database) await counted;
}

async function watch(services: GuardServices): Promise<void> {
  const { database, clock, rateLimits } = services;
  try {
    const [used] = await rateLimits.consume(['guess.installation', '']);
    if (used !== GUESSES.alarmAt) return;
    const house = await findHouse(database);
    const subject = { type: 'installation', id: house?.id ?? '' };
    const event = { organizationId: house?.id ?? null, action: 'sign-in.guessing-noticed', subject } as const;
    await database.transaction((tx) =>
      recordAuditEvent(tx, SYSTEM, clock.now(), { ...event, change: { tries: used, minutes: GUESSES.windowMinutes } }),
    );
  } catch (error) {
    if (!isAppError(error, 'RATE-LIMITED')) throw error; // noticed already
  }
}

/** An account that there is none of. */
const NOBODY = 'acc_nobody';

const SYSTEM: Caller = { actor: { type: 'system' }, ip: '', userAgent: '', requestId: '', locale: 'en' };
