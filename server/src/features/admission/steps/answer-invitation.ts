import { AppError } from '../../../kernel/app-error.ts';
import { recordAuditEvent } from '../../audit/index.ts';
import { insertInvitationEvent, moveInvitation } from '../../invitations/index.ts';
import { policiesOf } from '../../organizations/index.ts';
import { endSession, isProofFresh } from '../../sessions/index.ts';
import { addableKinds, codeMethodOf, isChoice, methodsFor } from '../domain/flow-steps.ts';
import { updateFlow } from '../flow-store.ts';
import { isProvenByLink, sendFlowCode, takeAddress } from '../prove-address.ts';
import { type StepContext, type StepOutcome, step } from './step.ts';

/** The press on "Accept invitation": the first thing that a person does, and the first that changes anything. */
export const accept = step<'accept'>({
  at: ['accept'],
  requirement: 'invitation-live',
  run: (context) => begin(context),
});

async function begin(context: StepContext): Promise<StepOutcome | undefined> {
  const { tx, flowId, situation, caller, now } = context;
  const { invitationId } = situation.row;
  if (!invitationId) throw new AppError('FLOW-STEP-WRONG');
  if (situation.row.acceptedAt) return undefined; // only letting in was left
  await updateFlow(tx, flowId, { acceptedAt: now });
  await moveInvitation(tx, invitationId, 'opened', now);
  await insertInvitationEvent(tx, invitationId, 'accept-pressed', caller.actor, now);
  if (context.client.session) return undefined; // the owner of the address is signed in: nothing to prove
  if (isChoice(situation.facts)) return undefined;
  const [method = null] = methodsFor(situation.facts);
  await updateFlow(tx, flowId, { method });
  if (isProvenByLink(situation)) await takeAddress(context, 'link');
  else await sendFlowCode(context, 'prove-address', method);
  return undefined;
}

export const decline = step<'decline'>({
  at: ['accept', 'wrong-account', 'choose-method', 'code', 'password', 'set-password', 'terms', 'profile', 'company'],
  requirement: null,
  when: ({ row }) => row.invitationId !== null,
  run: async ({ tx, situation, caller, now }, input) => {
    const { invitationId, organizationId } = situation.row;
    if (!invitationId || !(await moveInvitation(tx, invitationId, 'declined', now))) throw new AppError('INV-NOT-OPEN');
    const reason = input.reason?.trim();
    await insertInvitationEvent(tx, invitationId, 'declined', caller.actor, now, reason ? { reason } : {});
    const subject = { type: 'invitation', id: invitationId };
    const change = reason ? { reason } : {};
    await recordAuditEvent(tx, caller, now, { organizationId, action: 'invitation.declined', subject, change });
    return undefined;
  },
});

/** "That is not me": signs the other person out here and goes on with the invitation, which stays as it was. */
export const switchAccount = step<'switch-account'>({
  at: ['wrong-account'],
  requirement: 'address-matches',
  run: async ({ tx, client, now }) => {
    if (client.session) await endSession(tx, client.session.sessionId, client.session.accountId, now);
    return { endSession: true };
  },
});

/**
 * "Both are me": an invited address is to be proven by a code and kept beside the account's own (scenario 5). Whoever has the
 * account's addresses has the account: as anywhere else, one is added after a fresh proof only (security.md S22).
 */
export const addAddress = step<'add-address'>({
  at: ['wrong-account'],
  requirement: 'address-matches',
  when: ({ row, facts }) => policiesOf(row.policies ?? {}).addAddress && addableKinds(facts).length > 0,
  run: async (context, { kind }) => {
    const { tx, client, flowId, now, situation, caller } = context;
    if (!client.session || !situation.row.invitationId) throw new AppError('FLOW-STEP-WRONG');
    if (!isProofFresh(client.session, now, 'strong')) throw new AppError('PROOF-NEEDED');
    const { accountId } = client.session;
    const [first] = addableKinds(situation.facts);
    const added = addableKinds(situation.facts).find((one) => one === (kind ?? first));
    if (!added) throw new AppError('FLOW-STEP-WRONG');
    const method = codeMethodOf(added);
    await updateFlow(tx, flowId, { acceptedAt: now, addingAddress: true, accountId, method });
    await moveInvitation(tx, situation.row.invitationId, 'opened', now);
    await insertInvitationEvent(tx, situation.row.invitationId, 'accept-pressed', caller.actor, now);
    await sendFlowCode(context, 'add-address', method);
    return undefined;
  },
});
