import type { Factor } from '@gatehouse/contract/factors';
import { AppError } from '../../../kernel/app-error.ts';
import { networkOf } from '../../../kernel/network.ts';
import { recordAuditEvent } from '../../audit/index.ts';
import {
  beginGuess,
  endGuess,
  enqueueSecurityNotice,
  type FactorContext,
  type Guess,
  recordSignIn,
  TYPED_FACTORS,
  withdrawRecovery,
} from '../../sign-in/index.ts';
import { speakerOf } from '../admission-row.ts';
import { factorsFor } from '../domain/second-factor.ts';
import { updateFlowFactor } from '../flow-store.ts';
import { actingAccount, actingCaller } from '../load-situation.ts';
import { sendFactorCode } from '../send-factor-code.ts';
import { spareGuess, tellLocked } from '../spend-guess.ts';
import { type StepContext, step } from './step.ts';

/** Another way of the second step. */
export const chooseFactor = step<'choose-factor'>({
  at: ['second-factor'],
  requirement: 'second-factor',
  prepare: async ({ services, caller }, { factor }) => {
    if (factor === 'sms') await services.rateLimits.consume(['send.network', networkOf(caller.ip)]);
    return undefined;
  },
  run: async (context, { factor }) => {
    const { tx, flowId, situation } = context;
    if (!factorsFor(situation.facts).includes(factor)) throw new AppError('FLOW-STEP-WRONG');
    await updateFlowFactor(tx, flowId, { factor });
    const nextAt = factor === 'sms' ? await sendFactorCode(context) : null;
    return nextAt ? { problem: new AppError('SEND-LIMIT', { time: nextAt.toISOString() }) } : undefined;
  },
});

/** The second step. Guesses count by account, over all flows, browsers and factors (security.md A13, V88). */
export const secondFactor = step<'second-factor', Guess>({
  at: ['second-factor'],
  requirement: 'second-factor',
  prepare: async ({ services, caller, client, situation }, { method }) => {
    if (method && !factorsFor(situation.facts).includes(method)) throw new AppError('FLOW-STEP-WRONG');
    await services.rateLimits.consume(['sign-in.network', networkOf(caller.ip)]);
    const { clientHash } = client;
    const by = { accountId: actingAccount(situation), canonical: null, clientHash, kind: 'second' } as const;
    return beginGuess(services, caller, by);
  },
  spare: spareGuess,
  run: async (context, { method, code, trust }, guess) => {
    const { tx, flowId, situation, now } = context;
    const factor = chosenFactor(context, method);
    if (!factor || !guess) throw new AppError('FLOW-STEP-WRONG');
    const accountId = actingAccount(situation);
    if (guess.refused) return refuse(context, accountId, factor, guess.refused, 'ACC-LOCKED');
    const right = await TYPED_FACTORS[factor].check(factorContext(context), code);
    const { lockedUntil, wrong } = await endGuess(context.services, tx, guess, right);
    if (lockedUntil) await tellLocked(context, guess, lockedUntil);
    else if (wrong === REMARKABLE) await tell(context, accountId, 'second-step-failed');
    if (!right) return refuse(context, accountId, factor, new AppError('FACTOR-WRONG'), 'FACTOR-WRONG');
    await updateFlowFactor(tx, flowId, { proven: { at: now, by: factor }, trustDevice: trust === true });
    if (factor === 'recovery-code') await tellOfRecoveryCode(context, accountId);
    await withdrawRecovery(tx, context.caller, accountId, now);
    return undefined;
  },
});

/** Wrong answers in a row after which the owner is told: whoever gives them has the first proof (security.md V88). */
const REMARKABLE = 3;

/** One line of the log, and what the person is told. */
async function refuse(
  { services, tx, caller, situation, now }: StepContext,
  accountId: string,
  method: string,
  problem: AppError,
  reason: 'ACC-LOCKED' | 'FACTOR-WRONG',
): Promise<{ problem: AppError }> {
  const identifier = situation.row.identifier ?? situation.row.shown ?? '';
  await recordSignIn(services, tx, caller, { accountId, identifier, method, reason }, now);
  return { problem };
}

/** The one that is named, else the chosen one; without a choice the best. */
function chosenFactor({ situation: { facts } }: StepContext, named: Factor | undefined): Factor | undefined {
  const mine = factorsFor(facts);
  const chosen = named ?? facts.flow?.factor;
  return mine.find((factor) => factor === chosen) ?? mine[0];
}

export function factorContext({ services, tx, situation, flowId, now }: StepContext): FactorContext {
  return { services, tx, accountId: actingAccount(situation), flowId, now };
}

async function tellOfRecoveryCode(context: StepContext, accountId: string): Promise<void> {
  const { tx, now } = context;
  const caller = actingCaller(context.caller, context.situation);
  const subject = { type: 'account', id: accountId };
  await recordAuditEvent(tx, caller, now, { organizationId: null, action: 'account.recovery-code-used', subject });
  await tell(context, accountId, 'recovery-code-used');
}

async function tell(
  context: StepContext,
  accountId: string,
  kind: 'recovery-code-used' | 'second-step-failed',
): Promise<void> {
  const { services, tx, caller, situation, now } = context;
  const { productName, door } = speakerOf(situation.row);
  const notice = { accountId, kind, organizationId: null, productName, door };
  await enqueueSecurityNotice(services, tx, caller, notice, now);
}
