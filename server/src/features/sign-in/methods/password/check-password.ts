import type { Services } from '../../../../platform/services.ts';
import { type AccountState, findPasswordOfAddress, normalizePassword, replaceHash } from '../../../accounts/index.ts';

export type PasswordCheck =
  | {
      readonly fits: true;
      readonly accountId: string;
      readonly state: AccountState;
      /** It is a temporary one: it must be used up with `takeTemporaryPassword`. */
      readonly temporary: boolean;
    }
  /** `accountId` for the log only: the answer to the person is the same with and without one. */
  | { readonly fits: false; readonly accountId: string | null };

/**
 * Whether this is the password of whoever proved the address. Costs the same time when nobody did (ASVS 6.3.8). A hash
 * below today's cost is replaced on the way. Takes tens of milliseconds: call it outside of a transaction.
 * @throws AppError BUSY {seconds}
 */
export async function checkPassword(
  services: Pick<Services, 'database' | 'passwordHasher' | 'clock'>,
  canonical: string,
  password: string,
): Promise<PasswordCheck> {
  const found = await findPasswordOfAddress(services.database, canonical, services.clock.now());
  const normalized = normalizePassword(password);
  const { fits, outdated } = await services.passwordHasher.verify(found?.hash ?? null, normalized);
  if (!found || !fits) return { fits: false, accountId: found?.accountId ?? null };
  if (outdated && found.hash) {
    await replaceHash(services.database, found.accountId, found.hash, await services.passwordHasher.hash(normalized));
  }
  return { fits: true, accountId: found.accountId, state: found.state, temporary: found.temporary };
}

/** Takes as long as {@link checkPassword} and looks at nothing: for a try that is refused. @throws AppError BUSY {seconds} */
export async function checkNobody(services: Pick<Services, 'passwordHasher'>): Promise<PasswordCheck> {
  await services.passwordHasher.verify(null, '');
  return { fits: false, accountId: null };
}
