import { AppError } from '../../../kernel/app-error.ts';
import { networkOf } from '../../../kernel/network.ts';
import {
  beginTotp,
  checkCode,
  checkTotp,
  confirmSms,
  insertPendingSms,
  makeRecoveryCodes,
  recordFactor,
} from '../../sign-in/index.ts';
import { speakerOf } from '../admission-row.ts';
import { updateFlowFactor } from '../flow-store.ts';
import { actingAccount } from '../load-situation.ts';
import { findNewSmsNumber, sendNewFactorCode } from '../send-factor-code.ts';
import { factorContext } from './second-factor.ts';
import { type Preparation, type StepContext, step } from './step.ts';

/** Which one is to be set up; a number is sent its first code. Chosen again, it is sent once more. */
export const beginFactor = step<'begin-factor'>({
  at: ['add-factor'],
  requirement: 'second-factor',
  prepare: async ({ services, caller }, { factor }) => {
    if (factor === 'sms') await services.rateLimits.consume(['send.network', networkOf(caller.ip)]);
    return undefined;
  },
  run: async (context, { factor }) => {
    const { services, tx, flowId, situation, now } = context;
    const accountId = actingAccount(situation);
    if (factor === 'totp') {
      await updateFlowFactor(tx, flowId, { factor });
      await beginTotp(services, tx, accountId, now);
      return undefined;
    }
    const number = await findNewSmsNumber(tx, situation);
    if (!number) throw new AppError('FLOW-STEP-WRONG');
    await updateFlowFactor(tx, flowId, { factor });
    if (!(await insertPendingSms(tx, accountId, number, now))) throw new AppError('FACTOR-EXISTS');
    const nextAt = await sendNewFactorCode(context, number);
    return nextAt ? { problem: new AppError('SEND-LIMIT', { time: nextAt.toISOString() }) } : undefined;
  },
});

/** The first code of a new factor: from now on it is asked for. Recovery codes are shown with it, once. */
export const addFactor = step<'add-factor'>({
  at: ['add-factor'],
  requirement: 'second-factor',
  prepare: countGuess,
  run: async (context, { code }) => {
    const { services, tx, caller, flowId, situation, now } = context;
    const accountId = actingAccount(situation);
    const factor = situation.facts.flow?.factor === 'sms' ? 'sms' : 'totp';
    const problem = factor === 'sms' ? await confirmNumber(context, code) : await confirmApp(context, code);
    if (problem) return { problem };
    await services.rateLimits.forget('second-factor.account', accountId);
    const codes = await makeRecoveryCodes(factorContext(context));
    const shownOnce = services.secretBox.seal(JSON.stringify(codes), shownOnceContext(flowId));
    await updateFlowFactor(tx, flowId, { proven: { at: now, by: factor }, shownOnce });
    const { productName, door } = speakerOf(situation.row);
    await recordFactor(services, tx, caller, { accountId, factor, what: 'added', productName, door }, now);
    return undefined;
  },
});

async function confirmApp(context: StepContext, code: string): Promise<AppError | null> {
  return (await checkTotp(factorContext(context), code, false)) ? null : new AppError('FACTOR-WRONG');
}

async function confirmNumber({ services, tx, flowId, situation, now }: StepContext, code: string) {
  const destination = await findNewSmsNumber(tx, situation);
  if (!destination) throw new AppError('FLOW-STEP-WRONG');
  const target = { flowId, purpose: 'add-factor', destination, others: [] } as const;
  const { problem } = await checkCode(services, tx, target, code, now);
  if (!problem && !(await confirmSms(tx, actingAccount(situation), now))) throw new AppError('FLOW-STEP-WRONG');
  return problem;
}

/** Context of the encryption of what a flow shows once. */
export function shownOnceContext(flowId: string): string {
  return `shown-once:${flowId}`;
}

export const postponeFactor = step<'postpone-factor'>({
  at: ['add-factor'],
  requirement: 'second-factor',
  when: ({ mayPostpone }) => mayPostpone,
  run: async ({ tx, flowId, now }) => {
    await updateFlowFactor(tx, flowId, { postponedAt: now });
    return undefined;
  },
});

export const keepCodes = step<'keep-codes'>({
  at: ['recovery-codes'],
  requirement: 'second-factor',
  run: async ({ tx, flowId }) => {
    await updateFlowFactor(tx, flowId, { shownOnce: null });
    return undefined;
  },
});

async function countGuess({ services, situation }: Preparation): Promise<undefined> {
  await services.rateLimits.consume(['second-factor.account', actingAccount(situation)]);
}
