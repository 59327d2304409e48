import type { InvitationAction } from '@gatehouse/contract/bulk';
import { z } from 'zod';
import { AppError } from '../../kernel/app-error.ts';
import type { MessagingServices } from '../notifications/index.ts';
import { type OperationRunners, type RowAction, rowRunner } from '../operations/index.ts';
import { mayAct } from './begin-bulk.ts';
import { extendInvitation, undoExtension } from './extend-invitation.ts';
import { resendInvitation } from './resend-invitation.ts';
import { revokeInvitation } from './revoke-invitation.ts';

const daysSchema = z.object({ days: z.number() });
const movedSchema = z.object({ before: z.string(), after: z.string() });

/** What is done to many invitations, one by one, by the same use cases as to one. */
export function invitationRunners(services: MessagingServices): OperationRunners {
  const allowed = (action: InvitationAction, act: RowAction) =>
    rowRunner(services, async (row, operation, by) => {
      if (!mayAct(by.place, action)) throw new AppError('FORBIDDEN');
      await act(row, operation, by);
    });
  return {
    'resend-invitations': allowed('resend', ({ subjectId, settle }, { organizationId }, { caller }) =>
      resendInvitation(services, caller, organizationId, subjectId, { alongside: settle }),
    ),
    'extend-invitations': allowed('extend', ({ subjectId, settle, before }, operation, { caller }) => {
      const { organizationId, input, undoes } = operation;
      if (undoes) return undoExtension(services, caller, organizationId, subjectId, movedSchema.parse(before), settle);
      return extendInvitation(services, caller, organizationId, subjectId, daysSchema.parse(input).days, settle);
    }),
    'revoke-invitations': allowed('revoke', ({ subjectId, settle }, { organizationId }, { caller }) =>
      revokeInvitation(services, caller, organizationId, subjectId, settle),
    ),
  };
}
