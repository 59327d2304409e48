import { AppError } from '../../kernel/app-error.ts';
import type { Services } from '../../platform/services.ts';
import { checkPassword, contextWordsOf, normalizePassword } from './domain/password-policy.ts';

export type PasswordContext = {
  readonly email: string;
  readonly name: string;
  readonly organizationName: string;
  readonly productName: string;
};

/**
 * The hash of a new password, after the one policy that holds wherever a password is set. Takes tens of milliseconds
 * of a core: call it outside of a transaction.
 * @throws AppError REQUEST-INVALID with PASSWORD-... for the field `path`; BUSY {seconds}
 */
export async function hashNewPassword(
  services: Pick<Services, 'passwordHasher' | 'passwordBlocklist'>,
  password: string,
  wanted: { readonly minLength: number; readonly mixed?: boolean },
  context: PasswordContext,
  path = 'password',
): Promise<string> {
  const contextWords = contextWordsOf(context);
  const problem = checkPassword(password, { ...wanted, contextWords }, services.passwordBlocklist);
  if (problem) throw new AppError('REQUEST-INVALID', {}, [{ path, code: problem.code, params: problem.params }]);
  return services.passwordHasher.hash(normalizePassword(password));
}
