import type { DeliveryListener } from '../notifications/index.ts';
import { insertInvitationEvent, moveInvitation } from './invitation-store.ts';

/** Moves an invitation along as its message does, in the transaction that records the delivery. */
export const recordInvitationDelivery: DeliveryListener = async (tx, delivery) => {
  const { subjectId, state, response, at } = delivery;
  if (state === 'sent') await moveInvitation(tx, subjectId, 'sent', at);
  if (state === 'delivered') await moveInvitation(tx, subjectId, 'delivered', at);
  // Given up after two days of silence is no word about the address: it may be sent again.
  if (state === 'bounced') await moveInvitation(tx, subjectId, 'bounced', at);
  await insertInvitationEvent(tx, subjectId, state, { type: 'system' }, at, { response });
};
