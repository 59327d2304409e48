import type { Method } from '@gatehouse/contract/flows';
import { AppError } from '../../kernel/app-error.ts';
import { after, DAY } from '../../kernel/clock.ts';
import {
  type AccountState,
  claimAddress,
  findOwner,
  insertUnverifiedAddress,
  kindOfAddress,
  phoneAddress,
} from '../accounts/index.ts';
import { findAddedFor, insertInvitationEvent, moveInvitation } from '../invitations/index.ts';
import { policiesOf } from '../organizations/index.ts';
import { endSessionsOf } from '../sessions/index.ts';
import { type CodePurpose, enqueueSecurityNotice, sendCode } from '../sign-in/index.ts';
import { speakerOf } from './admission-row.ts';
import { updateFlow } from './flow-store.ts';
import { addressOf, type Situation } from './load-situation.ts';
import type { StepContext } from './steps/step.ts';

/** Half-done onboarding is kept this long from any device (ux.md s. 1.3). */
const RESUMABLE = 30 * DAY;

/**
 * True where policy says that the mailed link itself proves the mailbox; never for an account that exists already, and
 * never where a number stands beside it, for its text message opens the same invitation.
 */
export function isProvenByLink({ row, facts }: Situation): boolean {
  if (row.phone !== null || facts.addressOwner !== null) return false;
  return policiesOf(row.policies ?? {}).mailboxProof === 'link';
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
 * Sends a code to the address that is proven by this way, unless one was sent a moment ago: answers when the next may be
 * had. Whoever signs in with an address that nobody has gets the same page and the same limits, and no message.
 */
export async function sendFlowCode(
  context: StepContext,
  purpose: CodePurpose,
  method: Method | null,
): Promise<Date | null> {
  const { services, tx, caller, situation, flowId, now } = context;
  const { row } = situation;
  const to = addressOf(situation, method);
  const owner = row.invitationId ? null : await findOwner(tx, to.canonical);
  const isAdded = !row.invitationId && mayBegin(owner) && (await findAddedFor(tx, to.canonical, now)) !== null;
  const request = {
    flowId,
    purpose,
    to,
    deliver: row.invitationId !== null || owner?.state === 'active' || isAdded,
    organizationId: row.organizationId,
    ...speakerOf(row),
    locale: caller.locale,
  };
  const result = await sendCode(services, tx, caller, request, now);
  if (!result.sent) return result.nextAt;
  if (!row.invitationId) return null;
  await moveInvitation(tx, row.invitationId, 'proving', now);
  const channel = kindOfAddress(to.canonical) === 'phone' ? 'sms' : 'email';
  await insertInvitationEvent(tx, row.invitationId, 'code-sent', caller.actor, now, { channel });
  return null;
}

/** Whether a place that was added for an address can be taken with it: nobody uses it yet. */
export function mayBegin(owner: { readonly state: AccountState } | null): boolean {
  return owner === null || owner.state === 'pending';
}

/**
 * An invited address was just proven in this browser: the flow acts from now on for the account that it belongs to.
 * Squatters lose the address, their passwords and their sessions in the same transaction; whoever had the number until
 * now loses it and is told by mail. The other address of the invitation is noted for an account that is made here, and
 * for no other: it is not proven.
 */
export async function takeAddress(context: StepContext, by: 'code' | 'link'): Promise<void> {
  const { tx, caller, situation, flowId, now } = context;
  const { row, facts } = situation;
  if (!row.invitationId) throw new AppError('FLOW-STEP-WRONG');
  const adding = facts.flow?.addingAddress ? row.flowAccountId : null;
  const address = addressOf(situation);
  const claim = { address, by, accountId: adding, name: row.inviteeName ?? '', locale: caller.locale };
  const { accountId, created, removedAccounts, movedFrom } = await claimAddress(tx, caller, claim, now);
  await endSessionsOf(tx, removedAccounts, now);
  if (created) await noteOther(context, accountId, address.canonical);
  const channel = kindOfAddress(address.canonical) === 'phone' ? 'sms' : 'email';
  await updateFlow(tx, flowId, {
    accountId,
    addressProven: { at: now, by },
    // Adding an address is no sign-in: the session that asked for it stays the proof of who acts.
    ...(adding === null ? { authenticated: { at: now, by: `${channel}-${by}` } } : {}),
  });
  await moveInvitation(tx, row.invitationId, 'proven', now, after(now, RESUMABLE));
  const event = adding === null ? 'address-verified' : 'address-added';
  await insertInvitationEvent(tx, row.invitationId, event, { type: 'account', id: accountId }, now, { by, channel });
  if (movedFrom !== null) await tell(context, { accountId: movedFrom, kind: 'number-moved', address: address.shown });
  if (created || adding === null) return;
  const kind = channel === 'sms' ? 'number-added' : 'address-added';
  await tell(context, { accountId, kind, address: address.shown });
}

async function noteOther({ tx, situation, now }: StepContext, accountId: string, proven: string): Promise<void> {
  const { canonical, shown, addressKind, phone } = situation.row;
  if (addressKind !== 'email' || phone === null) return;
  const other = proven === canonical ? phoneAddress(phone) : { canonical, shown };
  await insertUnverifiedAddress(tx, accountId, other, now);
}

type Told = {
  readonly accountId: string;
  readonly kind: 'address-added' | 'number-added' | 'number-moved';
  readonly address: string;
};

async function tell({ services, tx, caller, situation, now }: StepContext, told: Told): Promise<void> {
  const { productName, door } = speakerOf(situation.row);
  const notice = { ...told, productName, organizationId: null, door };
  await enqueueSecurityNotice(services, tx, caller, notice, now);
}
