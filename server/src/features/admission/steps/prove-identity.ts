import type { Method } from '@gatehouse/contract/flows';
import { AppError } from '../../../kernel/app-error.ts';
import { HOUSE_NAME } from '../../../kernel/door-brand.ts';
import { networkOf } from '../../../kernel/network.ts';
import { findOwner, findPasswordOfAddress, listVerifiedIdentifiers } from '../../accounts/index.ts';
import { insertInvitationEvent } from '../../invitations/index.ts';
import { findForbidding, readIdentifier, readSignInName, type SignInName } from '../../organizations/index.ts';
import {
  beginGuess,
  checkCode,
  checkNobody,
  comparePassword,
  dropGuess,
  endGuess,
  type Guess,
  type PasswordCheck,
  recordSignIn,
  stillFits,
  unlockByCode,
} from '../../sign-in/index.ts';
import { codeMethodOf, isChoice, methodsFor } from '../domain/flow-steps.ts';
import { type FlowChange, updateFlow } from '../flow-store.ts';
import { addressOf, getFlowSituation } from '../load-situation.ts';
import { oweRecovery } from '../owe-recovery.ts';
import { codePurpose, sendFlowCode, takeAddress } from '../prove-address.ts';
import { spareGuess, tellLocked } from '../spend-guess.ts';
import { takeAddedPlace } from '../take-added-place.ts';
import { type Preparation, type StepContext, type StepOutcome, step } from './step.ts';

/** Sign-in, or a forgotten password: who are you. Nothing is looked up: the next page is the same for everyone (security.md A34). */
export const identify = step<'identify', SignInName>({
  at: ['identify', 'password', 'code', 'link-sent'],
  requirement: null,
  // Whoever has proven to be somebody is not somebody else in the same flow.
  when: ({ row }) => (row.flowKind === 'sign-in' || row.flowKind === 'recovery') && row.authenticatedAt === null,
  prepare: async ({ services, caller, situation }, { identifier }) => {
    const { flowKind, flowDoorNamed } = situation.row;
    if (flowKind === 'recovery') {
      const address = await readIdentifier(services, caller.locale, identifier);
      const limits = [
        ['link-request.network', networkOf(caller.ip)],
        ['link-request.address', address.canonical],
      ] as const;
      await services.rateLimits.consume(...limits);
      return address;
    }
    const address = await readSignInName(services, caller.locale, identifier, flowDoorNamed);
    // A number is sent a code at once.
    if (address.kind === 'phone') await services.rateLimits.consume(['send.network', networkOf(caller.ip)]);
    return address;
  },
  run: async (context, _input, identifier) => {
    if (!identifier) throw new AppError('FLOW-STEP-WRONG');
    const { tx, flowId, client, now } = context;
    if (context.situation.row.flowKind === 'recovery') {
      await updateFlow(tx, flowId, { identifier });
      await oweRecovery(context, identifier);
      return undefined;
    }
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

type CheckedProof = {
  readonly guess: Guess;
  readonly checked: PasswordCheck;
  readonly lockedUntil: Date | null;
};

export const password = step<'password', CheckedProof>({
  at: ['password'],
  requirement: 'identity-proven',
  prepare: async ({ services, caller, client, situation }, input) => {
    await services.rateLimits.consume(['sign-in.network', networkOf(caller.ip)]);
    const { canonical } = addressOf(situation);
    const found = await findPasswordOfAddress(services.database, canonical, services.clock.now());
    // By the account where there is one: its addresses are no further tries (security.md A13, A35).
    const by = {
      accountId: found?.accountId ?? null,
      canonical,
      clientHash: client.clientHash,
      kind: 'proof',
    } as const;
    const guess = await beginGuess(services, caller, by);
    // A try that is refused takes as long as one that is looked at.
    const look = guess.refused ? checkNobody(services) : comparePassword(services, found, input.password);
    const checked = await look.catch(async (error: unknown) => {
      await dropGuess(services.database, guess);
      throw error;
    });
    // A wrong one counts whatever becomes of the step; a right one is given back with what it leads to.
    const counts = !guess.refused && !checked.fits;
    const ended = counts ? await endGuess(services, services.database, guess, false) : null;
    return { guess, checked, lockedUntil: ended?.lockedUntil ?? null };
  },
  spare: async ({ tx }, { guess, checked }) => {
    if (checked.fits) await dropGuess(tx, guess);
  },
  run: async (context, _input, proof) => {
    const { services, tx, caller, flowId, situation, now } = context;
    if (!proof) throw new AppError('FLOW-STEP-WRONG');
    const { guess, checked, lockedUntil } = proof;
    const { shown } = addressOf(situation);
    const accountId = checked.accountId ?? guess.accountId;
    const reason = guess.refused ? 'ACC-LOCKED' : reasonOf(checked);
    if (reason || situation.row.flowKind === 'invitation') {
      await recordSignIn(services, tx, caller, { accountId, identifier: shown, method: 'password', reason }, now);
    }
    if (lockedUntil) await tellLocked(context, guess, lockedUntil);
    if (guess.refused) return { problem: guess.refused };
    if (checked.fits) await dropGuess(tx, guess);
    // A disabled account is told so only after the right password (ux.md s. 1.4).
    if (reason === 'ACC-DISABLED')
      return { problem: new AppError('ACC-DISABLED', { organization: situation.row.organizationName ?? HOUSE_NAME }) };
    if (!checked.fits) return { problem: new AppError('CRED-WRONG') };
    const problem = await refusalOf(context, checked);
    if (problem) return { problem };
    const by = 'temporary' in checked.seen ? 'temporary-password' : 'password';
    await updateFlow(tx, flowId, { accountId: checked.accountId, authenticated: { at: now, by } });
    return undefined;
  },
});

/** Why the right password does not let in all the same. To look at a temporary one uses it up: not before it is known to be allowed. */
async function refusalOf(
  context: StepContext,
  checked: Extract<PasswordCheck, { fits: true }>,
): Promise<AppError | null> {
  const { tx, now } = context;
  const isTemporary = 'temporary' in checked.seen;
  const [forbidden, held] = await Promise.all([
    forbiddenWay(context, checked.accountId, 'password'),
    isTemporary || stillFits(tx, checked, now),
  ]);
  if (forbidden) return forbidden;
  const fits = isTemporary ? await stillFits(tx, checked, now) : held;
  return fits ? null : new AppError('CRED-WRONG');
}

function reasonOf(checked: PasswordCheck): 'CRED-WRONG' | 'ACC-DISABLED' | null {
  if (!checked.fits) return 'CRED-WRONG';
  return checked.state === 'disabled' ? 'ACC-DISABLED' : null;
}

/**
 * What an organization of the account has switched off: told only to whoever has just proven to be it. One that is signed in
 * proves it anew as it can.
 */
export async function forbiddenWay(
  { services, tx, caller, situation, now }: StepContext,
  accountId: string,
  method: 'password' | 'sms-code',
): Promise<AppError | null> {
  if (situation.row.flowKind === 'confirm') return null;
  const organization = await findForbidding(tx, accountId, method);
  if (organization === null) return null;
  const { shown } = addressOf(situation);
  await recordSignIn(services, tx, caller, { accountId, identifier: shown, method, reason: 'METHOD-OFF' }, now);
  return new AppError('METHOD-OFF', { organization });
}

/** One try at a code, from the budget of whoever has the address. */
export async function guessCode({ services, caller, client }: Preparation, canonical: string): Promise<Guess> {
  const owner = await findOwner(services.database, canonical);
  const by = { accountId: owner?.accountId ?? null, canonical, clientHash: client.clientHash, kind: 'code' } as const;
  return beginGuess(services, caller, by);
}

export const code = step<'code', Guess>({
  at: ['code'],
  requirement: 'address-verified',
  prepare: async (preparation) => {
    const { services, caller, situation } = preparation;
    await services.rateLimits.consume(['code.network', networkOf(caller.ip)]);
    return guessCode(preparation, addressOf(situation).canonical);
  },
  spare: spareGuess,
  run: async (context, input, guess): Promise<StepOutcome | undefined> => {
    const { tx, flowId, situation, now } = context;
    if (!guess) throw new AppError('FLOW-STEP-WRONG');
    const destination = addressOf(situation).canonical;
    const owner = await findOwner(tx, destination);
    const problem = guess.refused ?? (await checkTyped(context, guess, owner?.accountId ?? null, input.code));
    await recordCode(context, owner?.accountId ?? null, problem);
    if (problem) return { problem };
    await unlockByCode(tx, guess);
    const forbidden =
      owner && situation.row.method === 'sms-code' && (await forbiddenWay(context, owner.accountId, 'sms-code'));
    if (forbidden) return { problem: forbidden };
    if (situation.row.invitationId) await takeAddress(context, 'code');
    else if (await takeAddedPlace(context)) return undefined;
    else if (owner) await updateFlow(tx, flowId, signedInBy(owner.accountId, situation.row.method, now));
    else return { problem: new AppError('CODE-EXPIRED') }; // the address changed hands meanwhile
    return undefined;
  },
});

/** What is wrong with the code; only one that was compared with a live one has used the account's budget. */
async function checkTyped(
  context: StepContext,
  guess: Guess,
  ownerId: string | null,
  typed: string,
): Promise<AppError | null> {
  const { services, tx, flowId, situation, now } = context;
  const destination = addressOf(situation).canonical;
  const others = ownerId ? (await listVerifiedIdentifiers(tx, ownerId)).map(({ canonical }) => canonical) : [];
  const target = { flowId, purpose: codePurpose(situation), destination, others };
  const { problem, compared } = await checkCode(services, tx, target, typed, now);
  if (!compared) await dropGuess(tx, guess);
  else {
    const { lockedUntil } = await endGuess(services, tx, guess, problem === null);
    if (lockedUntil) await tellLocked(context, guess, lockedUntil);
  }
  return problem;
}

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
