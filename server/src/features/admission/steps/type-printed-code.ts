import { AppError } from '../../../kernel/app-error.ts';
import { networkOf } from '../../../kernel/network.ts';
import { findOwner, redeemPrintedCode } from '../../accounts/index.ts';
import { endGuess, type Guess, recordSignIn, unlockByCode } from '../../sign-in/index.ts';
import { updateFlow } from '../flow-store.ts';
import { addressOf } from '../load-situation.ts';
import { spareGuess, tellLocked } from '../spend-guess.ts';
import { forbiddenWay, guessCode } from './prove-identity.ts';
import { type StepContext, step } from './step.ts';

const METHOD = 'printed-code';

/**
 * The code that an administrator printed, where no message reaches the person. It leads to setting a password and to nothing
 * else, and the second step is asked for all the same. Whether anybody has the address, or was given a code, shows nowhere.
 */
export const printedCode = step<'printed-code', Guess>({
  at: ['link-sent'],
  requirement: 'identity-proven',
  prepare: async (preparation) => {
    const { services, caller, situation } = preparation;
    await services.rateLimits.consume(['code.network', networkOf(caller.ip)]);
    return guessCode(preparation, addressOf(situation).canonical);
  },
  spare: spareGuess,
  run: async (context, { code }, guess) => {
    const { services, tx, flowId, situation, now } = context;
    if (!guess) throw new AppError('FLOW-STEP-WRONG');
    if (guess.refused) return refuse(context, guess.accountId, guess.refused);
    const owner = await findOwner(tx, addressOf(situation).canonical);
    const accountId = owner?.state === 'active' ? owner.accountId : null;
    const fits = await redeemPrintedCode(services, tx, { accountId, typed: code }, now);
    const { lockedUntil } = await endGuess(services, tx, guess, fits);
    if (lockedUntil) await tellLocked(context, guess, lockedUntil);
    if (!fits || accountId === null) {
      return refuse(context, owner?.accountId ?? null, new AppError('PRINTED-CODE-WRONG'));
    }
    await unlockByCode(tx, guess);
    const forbidden = await forbiddenWay(context, accountId, 'password');
    if (forbidden) return { problem: forbidden };
    await updateFlow(tx, flowId, { accountId, authenticated: { at: now, by: METHOD } });
    return undefined;
  },
});

async function refuse(context: StepContext, accountId: string | null, problem: AppError) {
  const { services, tx, caller, situation, now } = context;
  const attempt = { accountId, identifier: addressOf(situation).shown, method: METHOD, reason: problem.code };
  await recordSignIn(services, tx, caller, attempt, now);
  return { problem };
}
