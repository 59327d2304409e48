import type { StepInput } from '@gatehouse/contract/flows';
import { AppError, atPath } from '../../../kernel/app-error.ts';
import { networkOf } from '../../../kernel/network.ts';
import { readNumber } from '../../organizations/index.ts';
import {
  addProvenNumber,
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
import { findSmsSetUp, sendNewFactorCode } from '../send-factor-code.ts';
import { factorContext } from './second-factor.ts';
import { type Preparation, type StepContext, step } from './step.ts';

/**
 * Which one is to be set up; a number is sent its first code. Chosen again, it is sent once more. Whether anybody else has a
 * number that is typed is looked at once it is proven.
 */
export const beginFactor = step<'begin-factor', string | null>({
  at: ['add-factor'],
  requirement: 'second-factor',
  prepare: readTyped,
  run: async (context, { factor }, typed) => {
    const { services, tx, flowId, situation, now } = context;
    const accountId = actingAccount(situation);
    if (factor === 'totp') {
      await updateFlowFactor(tx, flowId, { factor });
      await beginTotp(services, tx, accountId, now);
      return undefined;
    }
    const sms = await findSmsSetUp(tx, situation);
    if (!sms || (typed && !sms.mayType)) throw new AppError('FLOW-STEP-WRONG');
    await updateFlowFactor(tx, flowId, typed ? { factor, number: typed } : { factor });
    const number = typed ?? sms.number;
    if (number === null) return undefined;
    if (!(await insertPendingSms(tx, accountId, number, now))) throw new AppError('FACTOR-EXISTS');
    const nextAt = await sendNewFactorCode(context, number);
    return nextAt ? { problem: new AppError('SEND-LIMIT', { time: nextAt.toISOString() }) } : undefined;
  },
});

/** The number that was typed; null for none. @throws AppError REQUEST-INVALID (PHONE-... at `number`), RATE-LIMITED */
async function readTyped(
  { services, caller, situation }: Preparation,
  { factor, number }: StepInput<'begin-factor'>,
): Promise<string | null> {
  if (factor !== 'sms') return null;
  const typed = number === undefined ? null : await readNumber(services, caller.locale, number);
  if (typed && !services.notifications.mayText(typed)) throw atPath(new AppError('PHONE-COUNTRY'), 'number');
  await services.rateLimits.consume(['send.network', networkOf(caller.ip)]);
  if (typed) await services.rateLimits.consume(['identifier-change.account', actingAccount(situation)]);
  return typed;
}

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
    await updateFlowFactor(tx, flowId, { proven: { at: now, by: factor }, added: true, shownOnce });
    const { productName, door } = speakerOf(situation.row);
    await recordFactor(services, tx, caller, { accountId, factor, what: 'added', productName, door }, now);
    return undefined;
  },
});

async function confirmApp(context: StepContext, code: string): Promise<AppError | null> {
  return (await checkTotp(factorContext(context), code, false)) ? null : new AppError('FACTOR-WRONG');
}

/** What proves a number that is new to the account brings it there. */
async function confirmNumber({ services, tx, caller, flowId, situation, now }: StepContext, code: string) {
  const sms = await findSmsSetUp(tx, situation);
  if (!sms || sms.number === null) throw new AppError('FLOW-STEP-WRONG');
  const { number } = sms;
  const target = { flowId, purpose: 'add-factor', destination: number, others: [] } as const;
  const { problem } = await checkCode(services, tx, target, code, now);
  if (problem) return problem;
  const accountId = actingAccount(situation);
  const { productName, door } = speakerOf(situation.row);
  await addProvenNumber(services, tx, caller, { accountId, number, productName, door }, now);
  // Another way in may have begun with another number meanwhile: what was proven here counts.
  const isOpen = await insertPendingSms(tx, accountId, number, now);
  if (!isOpen || !(await confirmSms(tx, accountId, now))) throw new AppError('FLOW-STEP-WRONG');
  return null;
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
