import type { DeliveryListener } from '../notifications/index.ts';
import { insertInvitationEvent, moveInvitation } from './invitation-store.ts';

/** Moves an invitation along as its mail does, in the transaction that records the delivery. */
export const recordInvitationDelivery: DeliveryListener = async (tx, delivery) => {
  const { subjectId, state, response, at } = delivery;
  if (state === 'sent') await moveInvitation(tx, subjectId, 'sent', at);
  if (state === 'bounced' || state === 'abandoned') await moveInvitation(tx, subjectId, 'bounced', at);
  await insertInvitationEvent(tx, subjectId, state, { type: 'system' }, at, { response });
};
