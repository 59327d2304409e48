import { AppError } from '../../../kernel/app-error.ts';
import { networkOf } from '../../../kernel/network.ts';
import { findInvitation, insertInvitationEvent, mayRenew, sendNewLink } from '../../invitations/index.ts';
import { step } from './step.ts';

/** "Send a new link" on the page of an expired one: to the invited address and nowhere else (scenario 11). */
export const requestLink = step<'request-link'>({
  at: ['stopped'],
  requirement: null,
  when: ({ next }) => next.reason === 'INV-EXPIRED',
  prepare: async ({ services, caller, situation }) => {
    await services.rateLimits.consume(['send.network', networkOf(caller.ip)]);
    const { invitationId } = situation.row;
    const invitation = invitationId ? await findInvitation(services.database, invitationId) : null;
    if (!invitation || !(await mayRenew(services, invitation))) throw new AppError('FORBIDDEN');
    await sendNewLink(services, caller, invitation);
    return undefined;
  },
  run: async ({ tx, situation, caller, now }) => {
    const { invitationId } = situation.row;
    if (invitationId) await insertInvitationEvent(tx, invitationId, 'link-requested', caller.actor, now);
    return undefined;
  },
});
