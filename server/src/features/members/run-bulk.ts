import type { MemberAction } from '@gatehouse/contract/bulk';
import { roleSchema } from '@gatehouse/contract/roles';
import { z } from 'zod';
import { AppError } from '../../kernel/app-error.ts';
import type { Services } from '../../platform/services.ts';
import { type OperationRunners, type RowAction, rowRunner } from '../operations/index.ts';
import { endMemberSessions } from './assist-member.ts';
import { mayAct } from './begin-bulk.ts';
import { changeMember } from './change-membership.ts';

const roles = z.array(roleSchema);
const inputSchema = z.object({ roles: roles.optional(), reason: z.string().optional() });
const movedSchema = z.object({ roles: z.object({ before: roles, after: roles }) });

/** What is done to many members, one by one, by the same use cases as to one. */
export function memberRunners(services: Services): OperationRunners {
  const allowed = (action: MemberAction, act: RowAction) =>
    rowRunner(services, async (row, operation, by) => {
      if (!mayAct(by.place, action)) throw new AppError('FORBIDDEN');
      await act(row, operation, by);
    });
  const move = (undone: 'suspended' | 'restored', done: 'suspended' | 'restored'): RowAction => {
    return ({ subjectId: id, settle }, { organizationId, createdBy, input, undoes }, { caller }) => {
      const { reason } = inputSchema.parse(input);
      const target = { organizationId, id, by: createdBy };
      return changeMember(services, caller, target, undoes ? undone : done, { reason, alongside: settle });
    };
  };
  return {
    'suspend-members': allowed('suspend', move('restored', 'suspended')),
    'restore-members': allowed('restore', move('suspended', 'restored')),
    'change-member-roles': allowed('roles', changeRoles(services)),
    'end-member-sessions': allowed(
      'end-sessions',
      async ({ subjectId: id, settle }, { organizationId, createdBy }, { caller }) => {
        await endMemberSessions(services, caller, { organizationId, id, by: createdBy }, settle);
      },
    ),
  };
}

function changeRoles(services: Services): RowAction {
  return ({ subjectId: id, settle, before }, { organizationId, createdBy, input, undoes }, { caller }) => {
    const target = { organizationId, id, by: createdBy };
    const alongside = settle;
    if (undoes) {
      const { roles: moved } = movedSchema.parse(before);
      return changeMember(services, caller, target, 'roles-changed', {
        roles: moved.before,
        onlyIf: moved.after,
        alongside,
      });
    }
    const { roles: wanted, reason } = inputSchema.parse(input);
    return changeMember(services, caller, target, 'roles-changed', {
      roles: wanted ?? null,
      reason,
      alongside,
      unlessSame: true,
    });
  };
}
