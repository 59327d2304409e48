import { findOwner } from '../accounts/index.ts';
import { findAddedFor, insertInvitationEvent, lockInvitation, moveInvitation } from '../invitations/index.ts';
import { recordSignIn } from '../sign-in/index.ts';
import { leadOnByInvitation } from './flow-store.ts';
import { addressOf, getFlowSituation } from './load-situation.ts';
import { mayBegin, takeAddress } from './prove-address.ts';
import type { StepContext } from './steps/step.ts';

/**
 * Somebody has just proven, at a sign-in, an address that an administrator added and that nobody uses yet: from here on the
 * flow is led by that, as if its link had been pressed. Answers false where there is no such place.
 */
export async function takeAddedPlace(context: StepContext): Promise<boolean> {
  const { services, tx, caller, client, flowId, situation, now } = context;
  const { canonical, shown } = addressOf(situation);
  if (situation.row.invitationId || !mayBegin(await findOwner(tx, canonical))) return false;
  const found = await findAddedFor(tx, canonical, now);
  if (!found) return false;
  await lockInvitation(tx, found.id);
  // Under the lock: it may have been taken, withdrawn or corrected a moment ago.
  const added = await findAddedFor(tx, canonical, now);
  if (added?.id !== found.id) return false;
  await leadOnByInvitation(tx, flowId, added, now);
  const led = await getFlowSituation(tx, flowId, client, now);
  await moveInvitation(tx, added.id, 'opened', now);
  await insertInvitationEvent(tx, added.id, 'signed-in-first', caller.actor, now);
  await takeAddress({ ...context, situation: led }, 'code');
  const { row } = await getFlowSituation(tx, flowId, client, now);
  const attempt = { accountId: row.flowAccountId, identifier: shown, method: row.method ?? 'sms-code', reason: null };
  await recordSignIn(services, tx, caller, attempt, now);
  return true;
}
