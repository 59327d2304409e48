import type { ErrorCode } from '@gatehouse/contract/errors';
import type { Caller } from '../../kernel/actor.ts';
import { AppError, isAppError } from '../../kernel/app-error.ts';
import { after, DAY } from '../../kernel/clock.ts';
import type { Transaction } from '../../platform/database/database.ts';
import { recordAuditEvent } from '../audit/index.ts';
import { consumeInvitation, insertInvitationEvent, keepInvitation, lockInvitation } from '../invitations/index.ts';
import type { MessagingServices } from '../notifications/index.ts';
import {
  type ApprovalRow,
  decideApproval,
  findApproval,
  insertMembership,
  linkCustomer,
} from '../organizations/index.ts';
import { tellDecision } from './tell-decision.ts';

export type Decider = Caller & { readonly actor: { readonly type: 'account'; readonly id: string } };
export type Verdict = { readonly decision: 'approve' | 'reject'; readonly reason?: string | undefined };

/** Turned down, the person may correct what they sent for this long. */
const KEPT_AFTER_REJECTION = 30 * DAY;

/**
 * Lets a company in that waits, or turns it down. Approved: the company opens, whoever created it owns it, and the
 * invitation is used, in one transaction; rejected: its number is free for others, and the person may ask again. Of two
 * decisions, or a decision and a withdrawal, one wins.
 * @throws AppError NOT-FOUND, CONFLICT {decision, by, at} when it was decided already, INV-NOT-OPEN
 */
export async function decideCompany(
  services: MessagingServices,
  caller: Decider,
  supplierId: string,
  companyId: string,
  verdict: Verdict,
): Promise<void> {
  const now = services.clock.now();
  await services.database.transaction(async (tx) => {
    const asked = await findApproval(tx, supplierId, companyId);
    if (!asked) throw new AppError('NOT-FOUND');
    // As every step of a flow does, before anything else.
    await lockInvitation(tx, asked.invitationId);
    const state = verdict.decision === 'approve' ? 'approved' : 'rejected';
    const decision = { state, by: caller.actor.id, reason: verdict.reason || null } as const;
    const decided = await decideApproval(tx, { supplierId, companyId }, decision, now);
    if (!decided) throw await alreadyDecided(tx, supplierId, companyId);
    await record(tx, caller, supplierId, asked, decision, now);
    if (state === 'approved') await letIn(tx, supplierId, asked, now);
    else await keepInvitation(tx, asked.invitationId, after(now, KEPT_AFTER_REJECTION), now);
    await tellDecision(services, tx, { kind: 'company', organizationId: supplierId, ...asked, ...decision });
  });
}

/** What became of each. */
export type DecisionResult = {
  readonly id: string;
  readonly result: 'done' | 'refused';
  readonly problem?: { readonly code: ErrorCode; readonly params: Record<string, string | number> };
};

/** Decides alike about several, one after the other: what is refused is told with its row, and stops no other. */
export async function decideCompanies(
  services: MessagingServices,
  caller: Decider,
  supplierId: string,
  companyIds: readonly string[],
  verdict: Verdict,
): Promise<DecisionResult[]> {
  const results: DecisionResult[] = [];
  for (const id of new Set(companyIds)) {
    try {
      await decideCompany(services, caller, supplierId, id, verdict);
      results.push({ id, result: 'done' });
    } catch (error) {
      if (!isAppError(error)) throw error;
      results.push({ id, result: 'refused', problem: { code: error.code, params: { ...error.params } } });
    }
  }
  return results;
}

async function alreadyDecided(tx: Transaction, supplierId: string, companyId: string): Promise<AppError> {
  const row = await findApproval(tx, supplierId, companyId);
  return new AppError('CONFLICT', {
    decision: row?.state ?? '',
    by: row?.decidedBy ?? '',
    at: row?.decidedAt?.toISOString() ?? '',
  });
}

async function record(
  tx: Transaction,
  caller: Decider,
  supplierId: string,
  { companyId, companyName, invitationId, accountId }: ApprovalRow,
  { state, reason }: { readonly state: 'approved' | 'rejected'; readonly reason: string | null },
  now: Date,
): Promise<void> {
  const detail = { company: companyName, ...(reason ? { reason } : {}) };
  await insertInvitationEvent(tx, invitationId, `company-${state}`, caller.actor, now, detail);
  const subject = { type: 'organization', id: companyId };
  const change = { name: companyName, person: accountId, ...(reason ? { reason } : {}) };
  await recordAuditEvent(tx, caller, now, { organizationId: supplierId, action: `company.${state}`, subject, change });
}

async function letIn(
  tx: Transaction,
  supplierId: string,
  { companyId, invitationId, accountId }: ApprovalRow,
  now: Date,
): Promise<void> {
  await insertMembership(tx, { organizationId: companyId, accountId, roles: ['owner'], invitationId }, now);
  await linkCustomer(tx, { supplierId, companyId, invitationId }, now);
  const acceptance = { accountId, organizationId: companyId };
  if (!(await consumeInvitation(tx, invitationId, acceptance, now))) throw new AppError('INV-NOT-OPEN');
  await insertInvitationEvent(tx, invitationId, 'accepted', { type: 'account', id: accountId }, now);
}
