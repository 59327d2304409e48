import type { DeliveryListener } from '../notifications/index.ts';
import { listChannelStates } from './delivery-read-model.ts';
import { insertInvitationEvent, moveInvitation } from './invitation-store.ts';

/** Ends of a message that reached nobody. */
const LOST = new Set(['bounced', 'abandoned']);

/**
 * Moves an invitation along as its messages do, in the transaction that records the delivery. One that went out by mail
 * and by text message is not delivered only when neither is.
 */
export const recordInvitationDelivery: DeliveryListener = async (tx, delivery) => {
  const { subjectId, state, response, at, channel } = delivery;
  if (state === 'sent') await moveInvitation(tx, subjectId, 'sent', at);
  if (state === 'delivered') await moveInvitation(tx, subjectId, 'delivered', at);
  if (LOST.has(state)) {
    const newest = await listChannelStates(tx, subjectId);
    // Given up after two days of silence is no word about the address: it may be sent again.
    const isRefused = newest.some((message) => message.state === 'bounced');
    if (isRefused && newest.every((message) => LOST.has(message.state))) {
      await moveInvitation(tx, subjectId, 'bounced', at);
    }
  }
  await insertInvitationEvent(tx, subjectId, state, { type: 'system' }, at, { response, channel });
};
