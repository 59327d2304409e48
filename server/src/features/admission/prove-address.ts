import { AppError } from '../../kernel/app-error.ts';
import { after, DAY } from '../../kernel/clock.ts';
import { claimAddress, findOwner } from '../accounts/index.ts';
import { insertInvitationEvent, moveInvitation } from '../invitations/index.ts';
import { policiesOf } from '../organizations/index.ts';
import { endSessionsOf } from '../sessions/index.ts';
import { type CodePurpose, enqueueSecurityNotice, sendCode } from '../sign-in/index.ts';
import { updateFlow } from './flow-store.ts';
import { addressOf, type Situation } from './load-situation.ts';
import type { StepContext } from './steps/step.ts';

/** Half-done onboarding is kept this long from any device (ux.md s. 1.3). */
const RESUMABLE = 30 * DAY;

/** True where policy says that the mailed link itself proves the mailbox; never for an account that exists already. */
export function isProvenByLink({ row, facts }: Situation): boolean {
  return policiesOf(row.policies ?? {}).mailboxProof === 'link' && facts.addressOwner === null;
}

/**
 * Which proof the flow's codes are for. The same whether or not somebody owns the address: who proves it in another
 * flow meanwhile must not kill the code of this one.
 */
export function codePurpose({ facts }: Situation): CodePurpose {
  if (facts.kind === 'sign-in') return 'sign-in';
  return facts.flow?.addingAddress ? 'add-address' : 'prove-address';
}

/**
 * Sends a code to the address of the flow, unless one was sent a moment ago: answers when the next may be had. Whoever
 * signs in with an address that nobody has gets the same page and the same limits, and no mail.
 */
export async function sendFlowCode(context: StepContext, purpose: CodePurpose): Promise<Date | null> {
  const { services, tx, caller, situation, flowId, now } = context;
  const { row } = situation;
  const to = addressOf(situation);
  const owner = row.invitationId ? null : await findOwner(tx, to.canonical);
  const request = {
    flowId,
    purpose,
    to,
    deliver: row.invitationId !== null || owner?.state === 'active',
    organizationId: row.organizationId,
    door: row.brand?.organizationId ?? null,
    senderName: row.organizationName ?? 'Gatehouse',
    productName: row.productName ?? 'Gatehouse',
    locale: caller.locale,
  };
  const result = await sendCode(services, tx, caller, request, now);
  if (!result.sent) return result.nextAt;
  if (!row.invitationId) return null;
  await moveInvitation(tx, row.invitationId, 'proving', now);
  await insertInvitationEvent(tx, row.invitationId, 'code-sent', caller.actor, now);
  return null;
}

/**
 * The invited address was just proven in this browser: the flow acts from now on for the account that it belongs to.
 * Squatters lose the address, their passwords and their sessions in the same transaction.
 */
export async function takeAddress(context: StepContext, by: 'code' | 'link'): Promise<void> {
  const { services, tx, caller, situation, flowId, now } = context;
  const { row, facts } = situation;
  if (!row.invitationId) throw new AppError('FLOW-STEP-WRONG');
  const adding = facts.flow?.addingAddress ? row.flowAccountId : null;
  const address = { canonical: row.canonical, shown: row.shown };
  const claim = { address, by, accountId: adding, name: row.inviteeName ?? '', locale: caller.locale };
  const { accountId, created, removedAccounts } = await claimAddress(tx, caller, claim, now);
  await endSessionsOf(tx, removedAccounts, now);
  await updateFlow(tx, flowId, {
    accountId,
    addressProven: { at: now, by },
    // Adding an address is no sign-in: the session that asked for it stays the proof of who acts.
    ...(adding === null ? { authenticated: { at: now, by: by === 'code' ? 'email-code' : 'email-link' } } : {}),
  });
  await moveInvitation(tx, row.invitationId, 'proven', now, after(now, RESUMABLE));
  const event = adding === null ? 'address-verified' : 'address-added';
  await insertInvitationEvent(tx, row.invitationId, event, { type: 'account', id: accountId }, now, { by });
  if (created || adding === null) return;
  const notice = {
    accountId,
    kind: 'address-added',
    productName: row.productName ?? '',
    organizationId: null,
    door: row.brand?.organizationId ?? null,
    address: row.shown,
  } as const;
  await enqueueSecurityNotice(services, tx, caller, notice, now);
}
