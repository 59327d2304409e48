import { AppError } from '../../../kernel/app-error.ts';
import { after, DAY } from '../../../kernel/clock.ts';
import { recordAuditEvent } from '../../audit/index.ts';
import { insertInvitationEvent, keepInvitation } from '../../invitations/index.ts';
import { noteApproval, noteJoinRequest, withdrawApproval, withdrawJoinRequests } from '../../organizations/index.ts';
import { actingAccount } from '../load-situation.ts';
import { type StepContext, step } from './step.ts';

/** Taken back, what was typed is kept for this long. */
const KEPT_AFTER_WITHDRAWAL = 30 * DAY;

/** Card D20: what the person says to whoever decides, and whether they want to be told of the decision. */
export const noteApprover = step<'note-approver'>({
  at: ['waiting'],
  requirement: null,
  run: async (context, { note = '', notify = true }) => {
    const { tx, now } = context;
    const { invitationId, actor } = asking(context);
    const words = { note, notify };
    const isNoted = (await noteApproval(tx, invitationId, words)) || (await noteJoinRequest(tx, invitationId, words));
    if (!isNoted) throw new AppError('FLOW-STEP-WRONG');
    await insertInvitationEvent(tx, invitationId, 'request-noted', actor, now);
    return undefined;
  },
});

/** "I take it back": nobody has to decide any more, and the company form is the person's again. */
export const withdrawRequest = step<'withdraw-request'>({
  at: ['waiting'],
  requirement: null,
  run: async (context) => {
    const { tx, caller, now } = context;
    const { invitationId, actor } = asking(context);
    const company = await withdrawApproval(tx, invitationId, now);
    const requests = company ? [] : await withdrawJoinRequests(tx, invitationId, now);
    if (!company && requests.length === 0) throw new AppError('FLOW-STEP-WRONG');
    if (company) {
      await keepInvitation(tx, invitationId, after(now, KEPT_AFTER_WITHDRAWAL), now);
      const subject = { type: 'organization', id: company.companyId };
      const event = { organizationId: company.supplierId, action: 'company.approval-withdrawn', subject } as const;
      await recordAuditEvent(tx, { ...caller, actor }, now, event);
    }
    for (const { id, organizationId } of requests) {
      const subject = { type: 'join-request', id };
      await recordAuditEvent(tx, { ...caller, actor }, now, {
        organizationId,
        action: 'join-request.withdrawn',
        subject,
      });
    }
    await insertInvitationEvent(tx, invitationId, 'request-withdrawn', actor, now);
    return undefined;
  },
});

/** It was decided while the page stood open, and they are in: the session of whoever has proven here who they are. */
export const enter = step<'enter'>({
  at: ['done'],
  requirement: null,
  when: ({ row }) => row.completedAt === null,
  run: async () => undefined,
});

function asking({ situation }: StepContext) {
  const { invitationId } = situation.row;
  if (!invitationId) throw new AppError('FLOW-STEP-WRONG');
  return { invitationId, actor: { type: 'account', id: actingAccount(situation) } as const };
}
