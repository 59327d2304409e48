import { AppError } from '../../../kernel/app-error.ts';
import { askForRecovery, useRecovery } from '../../sign-in/index.ts';
import { actingAccount } from '../load-situation.ts';
import { step } from './step.ts';

/** "I have none of these": asks for a new start. Only on the way in, after the first step. */
export const askRecovery = step<'ask-recovery'>({
  at: ['second-factor'],
  requirement: null,
  when: ({ facts }) => facts.kind === 'sign-in',
  prepare: async ({ services, situation }) => {
    await services.rateLimits.consume(['recovery.account', actingAccount(situation)]);
    return undefined;
  },
  run: async ({ services, tx, caller, situation, now }, { note = '' }) => {
    const accountId = actingAccount(situation);
    const { accountName: name, authenticatedBy } = situation.row;
    await askForRecovery(services, tx, caller, { accountId, name, provenBy: authenticatedBy ?? [], note }, now);
    return undefined;
  },
});

/** It was approved, and the waiting time is over: from now on the account has no second step. */
export const finishRecoveryStep = step<'finish-recovery'>({
  at: ['second-factor'],
  requirement: 'second-factor',
  when: ({ facts }) => facts.kind === 'sign-in',
  run: async ({ services, tx, caller, situation, now }) => {
    const isDue = situation.requirements.some((each) => each.state !== 'met' && each.remedy === 'finish-recovery');
    if (!isDue) throw new AppError('FLOW-STEP-WRONG');
    const accountId = actingAccount(situation);
    await useRecovery(services, tx, { ...caller, actor: { type: 'account', id: accountId } }, accountId, now);
    return undefined;
  },
});
