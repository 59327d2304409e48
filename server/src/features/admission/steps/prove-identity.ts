import type { Method } from '@gatehouse/contract/flows';
import { AppError } from '../../../kernel/app-error.ts';
import { networkOf } from '../../../kernel/network.ts';
import { type Address, findOwner, listVerifiedIdentifiers } from '../../accounts/index.ts';
import { insertInvitationEvent } from '../../invitations/index.ts';
import { readIdentifier } from '../../organizations/index.ts';
import { checkCode, checkPassword, type PasswordCheck, recordSignIn } from '../../sign-in/index.ts';
import { codeMethodOf, isChoice, methodsFor } from '../domain/flow-steps.ts';
import { type FlowChange, updateFlow } from '../flow-store.ts';
import { addressOf, getFlowSituation } from '../load-situation.ts';
import { codePurpose, sendFlowCode, takeAddress } from '../prove-address.ts';
import { type StepContext, type StepOutcome, step } from './step.ts';

/** Sign-in: who are you. Nothing is looked up: the next page is the same for everyone (security.md A34). */
export const identify = step<'identify', Address>({
  at: ['identify', 'password', 'code'],
  requirement: null,
  when: ({ row }) => row.flowKind === 'sign-in',
  prepare: async ({ services, caller }, { identifier }) => {
    const address = await readIdentifier(services, caller.locale, identifier);
    // A number is sent a code at once.
    if (address.kind === 'phone') await services.rateLimits.consume(['send.network', networkOf(caller.ip)]);
    return address;
  },
  run: async (context, _input, identifier) => {
    if (!identifier) throw new AppError('FLOW-STEP-WRONG');
    const { tx, flowId, client, now } = context;
    const method = identifier.kind === 'phone' ? 'sms-code' : 'password';
    await updateFlow(tx, flowId, { identifier, method });
    if (method === 'password') return undefined;
    const situation = await getFlowSituation(tx, flowId, client, now);
    // Asked again a moment later: the page says when another may be had.
    await sendFlowCode({ ...context, situation }, codePurpose(situation), method);
    return undefined;
  },
});

/** Which of the ways that exist. */
export const chooseMethod = step<'choose-method'>({
  at: ['choose-method', 'password', 'code'],
  requirement: 'identity-proven',
  when: ({ facts }) => isChoice(facts),
  prepare: async ({ services, caller }) => {
    await services.rateLimits.consume(['send.network', networkOf(caller.ip)]);
    return undefined;
  },
  run: async (context, { method }) => {
    const { facts } = context.situation;
    if (!methodsFor(facts).includes(method)) throw new AppError('FLOW-STEP-WRONG');
    await updateFlow(context.tx, context.flowId, { method });
    if (method !== 'password') await sendFlowCode(context, codePurpose(context.situation), method);
    return undefined;
  },
});

export const password = step<'password', PasswordCheck & { readonly tries: number; readonly key: string }>({
  at: ['password'],
  requirement: 'identity-proven',
  prepare: async ({ services, caller, situation }, input) => {
    const { canonical } = addressOf(situation);
    // By the account where there is one: its addresses are no further tries (security.md A13, A35).
    const key = (await findOwner(services.database, canonical))?.accountId ?? canonical;
    const limits = [
      ['sign-in.network', networkOf(caller.ip)],
      ['sign-in.identifier', key],
    ] as const;
    const [, tries = 1] = await services.rateLimits.consume(...limits);
    return { ...(await checkPassword(services, canonical, input.password)), tries, key };
  },
  run: async (context, _input, checked) => {
    const { services, tx, caller, flowId, situation, now } = context;
    if (!checked) throw new AppError('FLOW-STEP-WRONG');
    const { shown } = addressOf(situation);
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
    if (checked.tries > 1) await services.rateLimits.forget('sign-in.identifier', checked.key);
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
    const owner = await findOwner(tx, destination);
    const others = owner ? (await listVerifiedIdentifiers(tx, owner.accountId)).map(({ canonical }) => canonical) : [];
    const target = { flowId, purpose: codePurpose(situation), destination, others };
    const problem = await checkCode(services, tx, target, input.code, now);
    await recordCode(context, owner?.accountId ?? null, problem);
    if (problem) return { problem };
    if (situation.row.invitationId) await takeAddress(context, 'code');
    else if (owner) await updateFlow(tx, flowId, signedInBy(owner.accountId, situation.row.method, now));
    else return { problem: new AppError('CODE-EXPIRED') }; // the address changed hands meanwhile
    return undefined;
  },
});

function signedInBy(accountId: string, method: Method | null, now: Date): FlowChange {
  const by = method ?? 'email-code';
  return { accountId, addressProven: { at: now, by: 'code' }, authenticated: { at: now, by } };
}

/** Failures, and successes of an invitation; the success of a sign-in is recorded with its session. */
async function recordCode(context: StepContext, accountId: string | null, problem: AppError | null): Promise<void> {
  const { services, tx, caller, situation, now } = context;
  const { invitationId } = situation.row;
  if (problem && invitationId) await insertInvitationEvent(tx, invitationId, 'code-wrong', caller.actor, now);
  if (!problem && (accountId === null || !invitationId)) return;
  const identifier = addressOf(situation).shown;
  const method = situation.row.method ?? 'email-code';
  const attempt = { accountId, identifier, method, reason: problem?.code ?? null };
  await recordSignIn(services, tx, caller, attempt, now);
}

export const resendCode = step<'resend-code'>({
  at: ['code'],
  requirement: 'address-verified',
  prepare: async ({ services, caller }) => {
    await services.rateLimits.consume(['send.network', networkOf(caller.ip)]);
    return undefined;
  },
  run: async (context, { channel }) => {
    const { facts, row } = context.situation;
    const method = channel === undefined ? row.method : codeMethodOf(channel === 'sms' ? 'phone' : 'email');
    if (method === null || !methodsFor(facts).includes(method)) throw new AppError('FLOW-STEP-WRONG');
    if (method !== row.method) await updateFlow(context.tx, context.flowId, { method });
    const nextAt = await sendFlowCode(context, codePurpose(context.situation), method);
    return nextAt ? { problem: new AppError('SEND-LIMIT', { time: nextAt.toISOString() }) } : undefined;
  },
});
