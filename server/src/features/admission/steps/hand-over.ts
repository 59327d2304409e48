import { AppError } from '../../../kernel/app-error.ts';
import { networkOf } from '../../../kernel/network.ts';
import { handOverInvitation } from '../../invitations/index.ts';
import { actingAccount } from '../load-situation.ts';
import { step } from './step.ts';

/**
 * Card D7s: "I'm not the right person". Only on the page of the company, where the invited address is proven: whoever
 * came by a forwarded mail gives nothing away.
 */
export const handOver = step<'hand-over'>({
  at: ['company'],
  requirement: null,
  prepare: async ({ services, caller, situation }) => {
    const { invitationId } = situation.row;
    await services.rateLimits.consume(
      ['send.network', networkOf(caller.ip)],
      ['hand-over.invitation', invitationId ?? ''],
    );
    return undefined;
  },
  run: async (context, { email, name, note, otherDomain }) => {
    const { services, tx, caller, situation } = context;
    const { invitationId, accountName, shown } = situation.row;
    if (!invitationId) throw new AppError('FLOW-STEP-WRONG');
    const by = { accountId: actingAccount(situation), name: accountName || shown };
    const input = { email, name: name ?? null, note: note || null, otherDomain: otherDomain ?? false };
    await handOverInvitation(services, tx, caller, { id: invitationId, by }, input);
    return undefined;
  },
});
