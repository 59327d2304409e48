import type { Transaction } from '../../../../platform/database/database.ts';
import type { Services } from '../../../../platform/services.ts';
import {
  type AccountState,
  findPasswordOfAddress,
  holdPassword,
  normalizePassword,
  type PasswordRow,
  replaceHash,
  takeTemporaryPassword,
} from '../../../accounts/index.ts';

export type PasswordCheck =
  | {
      readonly fits: true;
      readonly accountId: string;
      readonly state: AccountState;
      /** What was looked at may be gone by now: `stillFits` says so, in the transaction that lets somebody in. */
      readonly seen: { readonly temporary: string } | { readonly version: string };
    }
  /** `accountId` for the log only: the answer to the person is the same with and without one. */
  | { readonly fits: false; readonly accountId: string | null };

/** Whether this is the password of whoever proved the address. @throws AppError BUSY {seconds} */
export async function checkPassword(
  services: Pick<Services, 'database' | 'passwordHasher' | 'clock'>,
  canonical: string,
  password: string,
): Promise<PasswordCheck> {
  return comparePassword(
    services,
    await findPasswordOfAddress(services.database, canonical, services.clock.now()),
    password,
  );
}

/**
 * Whether this is the password that was found. Costs the same time when there is none (ASVS 6.3.8). A hash below today's cost
 * is replaced on the way. Takes tens of milliseconds: call it outside of a transaction.
 * @throws AppError BUSY {seconds}
 */
export async function comparePassword(
  services: Pick<Services, 'database' | 'passwordHasher'>,
  found: PasswordRow | null,
  password: string,
): Promise<PasswordCheck> {
  const normalized = normalizePassword(password);
  const { fits, outdated } = await services.passwordHasher.verify(found?.hash ?? null, normalized);
  if (!found || !fits) return { fits: false, accountId: found?.accountId ?? null };
  if (outdated && found.hash) {
    await replaceHash(services.database, found.accountId, found.hash, await services.passwordHasher.hash(normalized));
  }
  const { accountId, state, temporary, hash, version } = found;
  return { fits: true, accountId, state, seen: temporary ? { temporary: hash ?? '' } : { version: version ?? '' } };
}

/**
 * Whether what was typed is still the password, in the transaction that grants something for it: hashing takes long, and
 * whoever replaced it meanwhile counts on it that nobody comes in by the old one any more (security.md A50). Uses a
 * temporary one up: of several that type it at once, one gets in with it.
 */
export async function stillFits(
  tx: Transaction,
  { accountId, seen }: Extract<PasswordCheck, { fits: true }>,
  now: Date,
): Promise<boolean> {
  return 'temporary' in seen
    ? takeTemporaryPassword(tx, accountId, seen.temporary, now)
    : holdPassword(tx, accountId, seen.version);
}

/** Takes as long as {@link comparePassword} and looks at nothing: for a try that is refused. @throws AppError BUSY {seconds} */
export async function checkNobody(services: Pick<Services, 'passwordHasher'>): Promise<PasswordCheck> {
  await services.passwordHasher.verify(null, '');
  return { fits: false, accountId: null };
}
