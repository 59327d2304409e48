import { AppError } from '../../../kernel/app-error.ts';
import { endWaitingChanges } from '../../accounts/index.ts';
import { recordAuditEvent } from '../../audit/index.ts';
import {
  beginTotp,
  checkTotp,
  enqueueSecurityNotice,
  type FactorContext,
  makeRecoveryCodes,
  recordSignIn,
  TYPED_FACTORS,
} from '../../sign-in/index.ts';
import { factorsFor } from '../domain/second-factor.ts';
import { updateFlowFactor } from '../flow-store.ts';
import { actingAccount } from '../load-situation.ts';
import { type Preparation, type StepContext, step } from './step.ts';

/** Another way of the second step. */
export const chooseFactor = step<'choose-factor'>({
  at: ['second-factor'],
  requirement: 'second-factor',
  run: async ({ tx, flowId, situation }, { factor }) => {
    if (!factorsFor(situation.facts).includes(factor)) throw new AppError('FLOW-STEP-WRONG');
    await updateFlowFactor(tx, flowId, { factor });
    return undefined;
  },
});

/** The second step. Guesses count by account, over all flows, browsers and factors (security.md A13, V88). */
export const secondFactor = step<'second-factor'>({
  at: ['second-factor'],
  requirement: 'second-factor',
  prepare: countGuess,
  run: async (context, { code, trust }) => {
    const { services, tx, caller, flowId, situation, now } = context;
    const [factor] = chosenFactors(context);
    if (!factor) throw new AppError('FLOW-STEP-WRONG');
    const accountId = actingAccount(situation);
    const right = await TYPED_FACTORS[factor].check(factorContext(context), code);
    if (!right) {
      const attempt = { accountId, identifier: situation.row.identifier ?? situation.row.shown ?? '', method: factor };
      await recordSignIn(services, tx, caller, { ...attempt, reason: 'FACTOR-WRONG' }, now);
      return { problem: new AppError('FACTOR-WRONG') };
    }
    await services.rateLimits.forget('second-factor.account', accountId);
    await updateFlowFactor(tx, flowId, { proven: { at: now, by: factor }, trustDevice: trust === true });
    if (factor === 'recovery-code') await tellOfRecoveryCode(context, accountId);
    return undefined;
  },
});

/** The chosen factor first; without a choice the best. */
function chosenFactors({ situation }: Pick<StepContext, 'situation'>) {
  const { facts } = situation;
  const mine = factorsFor(facts);
  const chosen = facts.flow?.factor;
  return chosen && mine.includes(chosen) ? [chosen, ...mine.filter((factor) => factor !== chosen)] : mine;
}

export const beginFactor = step<'begin-factor'>({
  at: ['add-factor'],
  requirement: 'second-factor',
  run: async ({ services, tx, situation, now }) => {
    await beginTotp(services, tx, actingAccount(situation), now);
    return undefined;
  },
});

/** The first code of a new app: from now on it is asked for. Recovery codes are shown with it, once. */
export const addFactor = step<'add-factor'>({
  at: ['add-factor'],
  requirement: 'second-factor',
  prepare: countGuess,
  run: async (context, { code }) => {
    const { services, tx, caller, flowId, situation, now } = context;
    const accountId = actingAccount(situation);
    const setup = factorContext(context);
    if (!(await checkTotp(setup, code, false))) return { problem: new AppError('FACTOR-WRONG') };
    await services.rateLimits.forget('second-factor.account', accountId);
    const codes = await makeRecoveryCodes(setup);
    await endWaitingChanges(tx, [accountId], now);
    const shownOnce = services.secretBox.seal(JSON.stringify(codes), shownOnceContext(flowId));
    await updateFlowFactor(tx, flowId, { proven: { at: now, by: 'totp' }, shownOnce });
    const subject = { type: 'account', id: accountId };
    const change = { factor: 'totp' };
    await recordAuditEvent(tx, caller, now, { organizationId: null, action: 'account.factor-added', subject, change });
    const productName = situation.row.productName ?? 'Gatehouse';
    const notice = {
      accountId,
      kind: 'factor-added',
      productName,
      organizationId: null,
      door: situation.row.brand?.organizationId ?? null,
    } as const;
    await enqueueSecurityNotice(services, tx, caller, notice, now);
    return undefined;
  },
});

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

function factorContext({ services, tx, situation, now }: StepContext): FactorContext {
  return { services, tx, accountId: actingAccount(situation), now };
}

async function tellOfRecoveryCode(context: StepContext, accountId: string): Promise<void> {
  const { services, tx, caller, situation, now } = context;
  const subject = { type: 'account', id: accountId };
  await recordAuditEvent(tx, caller, now, { organizationId: null, action: 'account.recovery-code-used', subject });
  const productName = situation.row.productName ?? 'Gatehouse';
  const notice = {
    accountId,
    kind: 'recovery-code-used',
    productName,
    organizationId: null,
    door: situation.row.brand?.organizationId ?? null,
  } as const;
  await enqueueSecurityNotice(services, tx, caller, notice, now);
}
