import { AppError } from '../../../kernel/app-error.ts';
import { HOUSE_NAME } from '../../../kernel/door-brand.ts';
import { networkOf } from '../../../kernel/network.ts';
import {
  addPasskey,
  type CheckedPasskey,
  type CheckedRegistration,
  checkPasskey,
  checkRegistration,
  consumeChallenge,
  markUsed,
  recordSignIn,
  withdrawRecovery,
} from '../../sign-in/index.ts';
import { speakerOf } from '../admission-row.ts';
import { firstOpen } from '../domain/requirement.ts';
import { updateFlow, updateFlowFactor } from '../flow-store.ts';
import { actingAccount } from '../load-situation.ts';
import { passkeyUse } from '../passkey-use.ts';
import { type StepContext, step } from './step.ts';

/** A passkey in place of whatever the page asks for: who one is, or the second step. */
export const passkey = step<'passkey', { readonly checked: CheckedPasskey | null }>({
  at: ['identify', 'choose-method', 'password', 'code', 'second-factor'],
  requirement: null,
  when: (situation) => passkeyUse(situation) !== null,
  prepare: async ({ services, caller }, { response }) => {
    await services.rateLimits.consume(['sign-in.network', networkOf(caller.ip)]);
    return { checked: await checkPasskey(services, services.database, response) };
  },
  run: async (context, { trust }, prepared) => {
    const { tx, flowId, situation, now } = context;
    const checked = prepared?.checked ?? null;
    const reason = await refusal(context, checked);
    if (!checked || reason) return { problem: await recordRefusal(context, checked, reason ?? 'PASSKEY-WRONG') };
    // Whoever has it has not lost every second step.
    await withdrawRecovery(tx, context.caller, checked.passkey.accountId, now);
    if (situation.next.name === 'second-factor') {
      await updateFlowFactor(tx, flowId, { proven: { at: now, by: 'passkey' }, trustDevice: trust === true });
      return undefined;
    }
    const { accountId } = checked.passkey;
    await updateFlow(tx, flowId, { accountId, authenticated: { at: now, by: 'passkey' } });
    if (situation.row.invitationId) await record(context, accountId, null);
    return undefined;
  },
});

type Refusal = 'PASSKEY-WRONG' | 'PASSKEY-UNVERIFIED' | 'PASSKEY-COPIED' | 'ACC-DISABLED';

/** Why it does not count here; null when it does, and its question is used up and its counter moved on. */
async function refusal(context: StepContext, checked: CheckedPasskey | null): Promise<Refusal | null> {
  const { tx, flowId, situation, now } = context;
  const use = passkeyUse(situation);
  if (!checked || !use) return 'PASSKEY-WRONG';
  const { passkey: found, challengeHash: hash, counter, backedUp, userVerified } = checked;
  const asked = { hash, purpose: 'sign-in', flowId, accountId: null } as const;
  if (!(await consumeChallenge(tx, asked, now))) return 'PASSKEY-WRONG';
  if (use.accountId !== null && use.accountId !== found.accountId) return 'PASSKEY-WRONG';
  if (use.mustVerify && !userVerified) return 'PASSKEY-UNVERIFIED';
  if (found.accountState === 'disabled') return 'ACC-DISABLED';
  if (found.accountState === 'deleted') return 'PASSKEY-WRONG';
  return (await markUsed(tx, { id: found.id, counter, backedUp }, now)) ? null : 'PASSKEY-COPIED';
}

async function recordRefusal(context: StepContext, checked: CheckedPasskey | null, reason: Refusal): Promise<AppError> {
  await record(context, checked?.passkey.accountId ?? null, reason);
  const organization = context.situation.row.organizationName ?? HOUSE_NAME;
  if (reason === 'ACC-DISABLED') return new AppError('ACC-DISABLED', { organization });
  // That there are two copies is for the log and its readers: whoever holds one learns nothing.
  return new AppError(reason === 'PASSKEY-COPIED' ? 'PASSKEY-WRONG' : reason);
}

async function record(context: StepContext, accountId: string | null, reason: Refusal | null): Promise<void> {
  const { services, tx, caller, situation, now } = context;
  const identifier = situation.row.identifier ?? situation.row.shown ?? '';
  await recordSignIn(services, tx, caller, { accountId, identifier, method: 'passkey', reason }, now);
}

/** A passkey instead of a password, or as the second step. */
export const addPasskeyStep = step<'add-passkey', CheckedRegistration>({
  at: ['set-password', 'add-factor'],
  requirement: 'credential-set',
  // It stands in for a first password; it does not replace one that must be another.
  when: ({ requirements }) => firstOpen(requirements)?.name !== 'new-password',
  prepare: ({ services }, { response }) => checkRegistration(services, response),
  run: async (context, _input, checked) => {
    const { services, tx, caller, flowId, situation, now } = context;
    if (!checked) throw new AppError('FLOW-STEP-WRONG');
    const accountId = actingAccount(situation);
    const { productName, door } = speakerOf(situation.row);
    const addition = { accountId, checked, productName, door };
    await addPasskey(services, tx, caller, { flowId, accountId: null }, addition, now);
    // Beside the proof that this flow began with it is the second one.
    if (situation.facts.flow?.authenticatedAt)
      await updateFlowFactor(tx, flowId, { proven: { at: now, by: 'passkey' }, added: true });
    return undefined;
  },
});
