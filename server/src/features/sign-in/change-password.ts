import type { Caller, SignedIn } from '../../kernel/actor.ts';
import { AppError } from '../../kernel/app-error.ts';
import { networkOf } from '../../kernel/network.ts';
import { endHalfDoneFlows, listVerifiedIdentifiers } from '../accounts/index.ts';
import type { MessagingServices } from '../notifications/index.ts';
import { distrustDevices, endOtherSessions } from '../sessions/index.ts';
import { checkPassword } from './methods/password/check-password.ts';
import { recordSignIn } from './record-sign-in.ts';
import { keepOwnPassword } from './set-own-password.ts';

/**
 * Replaces the password of whoever is signed in, against the present one (ASVS 6.2.3). Whoever had that one, or got in with it,
 * has nothing left: other sessions, ways in that are half done, trusted browsers (security.md A2, A4). The owner is told by mail.
 * @throws AppError REQUEST-INVALID (CRED-WRONG at `current`, PASSWORD-... at `password`), RATE-LIMITED, BUSY
 */
export async function changePassword(
  services: MessagingServices,
  caller: Caller,
  session: SignedIn,
  input: { readonly current: string; readonly password: string },
): Promise<void> {
  const { accountId } = session;
  const [address] = await listVerifiedIdentifiers(services.database, accountId);
  if (!address) throw new AppError('FORBIDDEN');
  const { canonical, shown } = address;
  await services.rateLimits.consume(['sign-in.network', networkOf(caller.ip)]);
  // From inside: none of the locks that strangers bring about is in the way, nor does a slip here lock anybody out.
  // All sessions of the account together, so that more of them are no more tries (security.md A13).
  await services.rateLimits.consume(
    ['current-password.session', session.sessionId],
    ['current-password.account', accountId],
  );
  const current = await checkPassword(services, canonical, input.current);
  if (!current.fits) {
    const attempt = { accountId, identifier: shown, method: 'password', reason: 'CRED-WRONG' } as const;
    await recordSignIn(services, services.database, caller, attempt, services.clock.now());
    throw new AppError('REQUEST-INVALID', {}, [{ path: 'current', code: 'CRED-WRONG', params: {} }]);
  }
  await services.rateLimits.forget('current-password.session', session.sessionId);
  await services.rateLimits.giveBack('current-password.account', accountId);
  const changed = { shown, password: input.password, kind: 'password-changed' } as const;
  await keepOwnPassword(services, caller, session, changed, {
    // Once it has taken the place of the old one: nobody comes in by that any more.
    after: async (tx, now) => {
      await endOtherSessions(tx, accountId, session.sessionId, now);
      await endHalfDoneFlows(tx, accountId, now);
      await distrustDevices(tx, accountId);
    },
  });
}
