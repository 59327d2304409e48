import { AppError, atPath } from '../../../kernel/app-error.ts';
import { networkOf } from '../../../kernel/network.ts';
import { findOwner, parseEmailAddress } from '../../accounts/index.ts';
import { insertInvitationEvent } from '../../invitations/index.ts';
import { checkCode, checkPassword, type PasswordCheck, recordSignIn } from '../../sign-in/index.ts';
import { methodsFor } from '../domain/flow-steps.ts';
import { type FlowChange, updateFlow } from '../flow-store.ts';
import { addressOf } from '../load-situation.ts';
import { codePurpose, sendFlowCode, takeAddress } from '../prove-address.ts';
import { type StepContext, type StepOutcome, step } from './step.ts';

/** Sign-in: who are you. Nothing is looked up: the next page is the same for everyone (security.md A34). */
export const identify = step<'identify'>({
  at: ['identify', 'password', 'code'],
  requirement: null,
  when: ({ row }) => row.flowKind === 'sign-in',
  run: async ({ tx, flowId }, { identifier }) => {
    await updateFlow(tx, flowId, { identifier: parsed(identifier), method: 'password' });
    return undefined;
  },
});

function parsed(identifier: string) {
  try {
    return parseEmailAddress(identifier);
  } catch (error) {
    throw atPath(error, 'identifier');
  }
}

/** Which of the ways that exist. */
export const chooseMethod = step<'choose-method'>({
  at: ['choose-method', 'password', 'code'],
  requirement: 'identity-proven',
  when: ({ facts }) => methodsFor(facts).length > 1,
  prepare: async ({ services, caller }) => {
    await services.rateLimits.consume(['send.network', networkOf(caller.ip)]);
    return undefined;
  },
  run: async (context, { method }) => {
    await updateFlow(context.tx, context.flowId, { method });
    if (method === 'email-code') await sendFlowCode(context, codePurpose(context.situation));
    return undefined;
  },
});

export const password = step<'password', PasswordCheck & { readonly tries: number }>({
  at: ['password'],
  requirement: 'identity-proven',
  prepare: async ({ services, caller, situation }, input) => {
    const canonical = addressOf(situation).canonical;
    const limits = [
      ['sign-in.network', networkOf(caller.ip)],
      ['sign-in.identifier', canonical],
    ] as const;
    const [, tries = 1] = await services.rateLimits.consume(...limits);
    return { ...(await checkPassword(services, canonical, input.password)), tries };
  },
  run: async (context, _input, checked) => {
    const { services, tx, caller, flowId, situation, now } = context;
    if (!checked) throw new AppError('FLOW-STEP-WRONG');
    const { canonical, shown } = addressOf(situation);
    const reason = !checked.fits ? 'CRED-WRONG' : checked.state === 'disabled' ? 'ACC-DISABLED' : null;
    const { accountId } = checked;
    if (reason || situation.row.flowKind === 'invitation') {
      await recordSignIn(services, tx, caller, { accountId, identifier: shown, method: 'password', reason }, now);
    }
    // A disabled account is told so only after the right password (ux.md s. 1.4).
    if (reason === 'ACC-DISABLED')
      return { problem: new AppError('ACC-DISABLED', { organization: situation.row.organizationName ?? 'Gatehouse' }) };
    if (!checked.fits) return { problem: new AppError('CRED-WRONG') };
    // One point alone may stay: the next right password takes it back with its own.
    if (checked.tries > 1) await services.rateLimits.forget('sign-in.identifier', canonical);
    await updateFlow(tx, flowId, { accountId: checked.accountId, authenticated: { at: now, by: 'password' } });
    return undefined;
  },
});

export const code = step<'code'>({
  at: ['code'],
  requirement: 'address-verified',
  prepare: async ({ services, caller }) => {
    await services.rateLimits.consume(['code.network', networkOf(caller.ip)]);
    return undefined;
  },
  run: async (context, input): Promise<StepOutcome | undefined> => {
    const { services, tx, flowId, situation, now } = context;
    const destination = addressOf(situation).canonical;
    const target = { flowId, purpose: codePurpose(situation), destination };
    const problem = await checkCode(services, tx, target, input.code, now);
    const owner = await findOwner(tx, destination);
    await recordCode(context, owner?.accountId ?? null, problem);
    if (problem) return { problem };
    if (situation.row.invitationId) await takeAddress(context, 'code');
    else if (owner) await updateFlow(tx, flowId, signedInBy(owner.accountId, now));
    else return { problem: new AppError('CODE-EXPIRED') }; // the address changed hands meanwhile
    return undefined;
  },
});

function signedInBy(accountId: string, now: Date): FlowChange {
  return { accountId, addressProven: { at: now, by: 'code' }, authenticated: { at: now, by: 'email-code' } };
}

/** Failures, and successes of an invitation; the success of a sign-in is recorded with its session. */
async function recordCode(context: StepContext, accountId: string | null, problem: AppError | null): Promise<void> {
  const { services, tx, caller, situation, now } = context;
  const { invitationId } = situation.row;
  if (problem && invitationId) await insertInvitationEvent(tx, invitationId, 'code-wrong', caller.actor, now);
  if (!problem && (accountId === null || !invitationId)) return;
  const identifier = addressOf(situation).shown;
  const attempt = { accountId, identifier, method: 'email-code', reason: problem?.code ?? null };
  await recordSignIn(services, tx, caller, attempt, now);
}

export const resendCode = step<'resend-code'>({
  at: ['code'],
  requirement: 'address-verified',
  prepare: async ({ services, caller }) => {
    await services.rateLimits.consume(['send.network', networkOf(caller.ip)]);
    return undefined;
  },
  run: async (context) => {
    const nextAt = await sendFlowCode(context, codePurpose(context.situation));
    return nextAt ? { problem: new AppError('SEND-LIMIT', { time: nextAt.toISOString() }) } : undefined;
  },
});
