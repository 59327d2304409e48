import { approvalRoutes, type CompanyApproval } from '@gatehouse/contract/approvals';
import type { FastifyInstance } from 'fastify';
import { AppError } from '../../kernel/app-error.ts';
import { pageOf } from '../../platform/database/pages.ts';
import type { Binder } from '../../platform/http/bind-route.ts';
import type { MessagingServices } from '../notifications/index.ts';
import { countWaiting } from '../organizations/index.ts';
import { type ApprovalQueueRow, findQueuedApproval, listApprovals } from './approval-queue-read-model.ts';
import { type Decider, decideCompanies, decideCompany } from './decide-company.ts';
import { countWaitingRecoveries } from './waiting-recovery-read-model.ts';

export function registerApprovalRoutes(app: FastifyInstance, binder: Binder, services: MessagingServices): void {
  const { database } = services;
  binder.bind(app, approvalRoutes.list, async ({ organization, query }) => {
    const page = { state: query.state, after: query.cursor ?? null, limit: query.limit + 1 };
    return pageOf(await listApprovals(database, organization.organizationId, page), query.limit, presentApproval);
  });
  binder.bind(app, approvalRoutes.count, async ({ organization: { organizationId } }) => ({
    ...(await countWaiting(database, organizationId)),
    recoveries: await countWaitingRecoveries(database, organizationId, services.clock.now()),
  }));
  binder.bind(app, approvalRoutes.decide, async ({ organization, session, caller, params, body }) => {
    const decider: Decider = { ...caller, actor: { type: 'account', id: session.accountId } };
    await decideCompany(services, decider, organization.organizationId, params.id, body);
    const row = await findQueuedApproval(database, organization.organizationId, params.id);
    if (!row) throw new AppError('NOT-FOUND');
    return presentApproval(row);
  });
  binder.bind(app, approvalRoutes.decideMany, async ({ organization, session, caller, body }) => {
    const decider: Decider = { ...caller, actor: { type: 'account', id: session.accountId } };
    const { ids, ...verdict } = body;
    return { items: await decideCompanies(services, decider, organization.organizationId, ids, verdict) };
  });
}

function presentApproval(row: ApprovalQueueRow): CompanyApproval {
  return {
    id: row.id,
    state: row.state,
    company: {
      name: row.name,
      country: row.country ?? '',
      registrationNumber: row.registrationNumber ?? '',
      address: row.address,
      phone: row.phone,
      timeZone: row.timeZone,
      locale: row.locale,
    },
    differentCompanyReason: row.differentCompanyReason,
    person: {
      name: row.personName,
      proofs: (row.proofs ?? []).map((proof) => ({ ...proof, provenAt: new Date(proof.provenAt).toISOString() })),
    },
    invitation: { id: row.invitationId, invitedBy: row.invitedBy || null, invitedAt: row.invitedAt.toISOString() },
    note: row.note,
    requestedAt: row.requestedAt.toISOString(),
    decidedAt: row.decidedAt?.toISOString() ?? null,
    decidedBy: row.decidedBy,
    reason: row.reason,
    warnings: warningsOf(row),
  };
}

function warningsOf({ similarNames, sameNumber, newDomain }: ApprovalQueueRow): CompanyApproval['warnings'] {
  return [
    ...(sameNumber?.length ? [{ kind: 'same-number' as const, names: sameNumber }] : []),
    ...(similarNames?.length ? [{ kind: 'similar-name' as const, names: similarNames }] : []),
    ...(newDomain ? [{ kind: 'new-domain' as const, names: [] }] : []),
  ];
}
