import type { Caller } from '../../kernel/actor.ts';
import type { Transaction } from '../../platform/database/database.ts';
import { parseEmailAddress } from '../accounts/index.ts';
import { recordAuditEvent } from '../audit/index.ts';
import type { DeliveryListener } from '../notifications/index.ts';
import { listChannelStates } from './delivery-read-model.ts';
import { findInvitation, insertInvitationEvent, moveInvitation } from './invitation-store.ts';
import { addressesOf } from './read-invited.ts';
import { insertSuppressions } from './suppression-store.ts';

const SYSTEM: Caller = { actor: { type: 'system' }, ip: '', userAgent: '', requestId: '', locale: 'en' };

/** Ends of a message that reached nobody. */
const LOST = new Set(['bounced', 'abandoned']);

/**
 * Moves an invitation along as its messages do, in the transaction that records the delivery. One that went out by mail
 * and by text message is not delivered only when neither is. Only the newest message of each way moves it: an earlier
 * one may have gone to an address that was corrected since.
 */
export const recordInvitationDelivery: DeliveryListener = async (tx, delivery) => {
  const { subjectId, state, response, at, isNewest, channel } = delivery;
  if (isNewest && (state === 'sent' || state === 'delivered')) await moveInvitation(tx, subjectId, state, at);
  if (isNewest && LOST.has(state)) await bounceIfLost(tx, subjectId, at);
  await insertInvitationEvent(tx, subjectId, state, SYSTEM.actor, at, { response, channel });
  if (state === 'complained') await suppress(tx, subjectId, delivery.to, at);
};

async function bounceIfLost(tx: Transaction, invitationId: string, at: Date): Promise<void> {
  const newest = await listChannelStates(tx, invitationId);
  // Given up after two days of silence is no word about the address: it may be sent again.
  const isRefused = newest.some(({ state }) => state === 'bounced');
  if (isRefused && newest.every(({ state }) => LOST.has(state))) await moveInvitation(tx, invitationId, 'bounced', at);
}

/** Whoever calls an invitation unwanted mail says "do not invite me again" in the words that their mail program has. */
async function suppress(tx: Transaction, invitationId: string, address: string, at: Date): Promise<void> {
  const invitation = await findInvitation(tx, invitationId);
  if (!invitation) return;
  const { organizationId } = invitation;
  const { canonical } = parseEmailAddress(address);
  const own = addressesOf(invitation);
  // An earlier address may have been somebody else's.
  const unwanted = own.includes(canonical) ? own : [canonical];
  if (!(await insertSuppressions(tx, organizationId, unwanted, at))) return;
  const subject = { type: 'invitation', id: invitationId };
  await recordAuditEvent(tx, SYSTEM, at, { organizationId, action: 'invitation.suppressed', subject });
}
