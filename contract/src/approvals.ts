import { z } from 'zod';
import { companyDraftSchema } from './company.ts';
import { problemCodeSchema } from './errors.ts';
import { fieldCode, idField, line, noteField, timestampField } from './fields.ts';
import { listOf, listQuery } from './lists.ts';
import { route } from './route.ts';

/** What whoever decides should look at twice. `names`: of the companies that it is about; empty where it is about none. */
export const APPROVAL_WARNINGS = ['similar-name', 'same-number', 'new-domain'] as const;

export const companyApprovalSchema = z
  .object({
    /** Of the company. */
    id: idField,
    state: z.enum(['waiting', 'approved', 'rejected', 'withdrawn']),
    /** What the person sent. */
    company: companyDraftSchema,
    /** Set where the person said "it is a different company" though the number exists. */
    differentCompanyReason: z.string().nullable(),
    /** Who asks, and what they have proven to own. */
    person: z.object({
      name: z.string(),
      proofs: z.array(
        z.object({ kind: z.enum(['email', 'phone', 'username']), shown: z.string(), provenAt: timestampField }),
      ),
    }),
    invitation: z.object({ id: idField, invitedBy: z.string().nullable(), invitedAt: timestampField }),
    /** What the person says to whoever decides. */
    note: z.string(),
    requestedAt: timestampField,
    decidedAt: timestampField.nullable(),
    decidedBy: z.string().nullable(),
    /** Why it was turned down. */
    reason: z.string().nullable(),
    warnings: z.array(z.object({ kind: z.enum(APPROVAL_WARNINGS), names: z.array(z.string()) })),
  })
  .meta({ id: 'CompanyApproval' });
export type CompanyApproval = z.infer<typeof companyApprovalSchema>;

const decision = {
  decision: z.enum(['approve', 'reject']),
  /** The person reads it; needed to reject. */
  reason: noteField.optional(),
};
const hasReason = (typed: { decision: string; reason?: string | undefined }) =>
  typed.decision === 'approve' || Boolean(typed.reason);
const REASON_MISSING = { message: fieldCode('FIELD-REQUIRED'), path: ['reason'] };

/** As many companies as are decided about at once at most. */
export const MOST_DECISIONS = 50;

const organizationParams = z.object({ org: idField });
const base = '/organizations/{org}/company-approvals';

export const approvalRoutes = {
  list: route({
    method: 'GET',
    path: base,
    access: 'companies.decide',
    summary: 'Companies that wait for a decision, the oldest first; or those decided about, the newest first',
    params: organizationParams,
    query: z.object({ ...listQuery, state: z.enum(['waiting', 'decided']).default('waiting') }),
    status: 200,
    response: listOf(companyApprovalSchema),
  }),
  count: route({
    method: 'GET',
    path: '/organizations/{org}/waiting-requests',
    access: 'companies.decide',
    summary: 'How many companies, people who wish to join, and people who lost every second step wait for a decision',
    params: organizationParams,
    status: 200,
    response: z.object({ companies: z.number().int(), joinRequests: z.number().int(), recoveries: z.number().int() }),
  }),
  decide: route({
    method: 'POST',
    path: `${base}/{id}/decision`,
    access: 'companies.decide',
    summary: 'Let a company in, or turn it down with a reason; one decision wins',
    params: z.object({ org: idField, id: idField }),
    body: z.strictObject(decision).refine(hasReason, REASON_MISSING),
    status: 200,
    response: companyApprovalSchema,
    errors: ['CONFLICT', 'INV-NOT-OPEN'],
  }),
  decideMany: route({
    method: 'POST',
    path: `${base}/decisions`,
    access: 'companies.decide',
    summary: 'Decide alike about several companies; each on its own, so that one that fails stops no other',
    params: organizationParams,
    body: z
      .strictObject({ ids: z.array(line(64, 1)).min(1).max(MOST_DECISIONS), ...decision })
      .refine(hasReason, REASON_MISSING),
    status: 200,
    response: z.object({
      items: z.array(
        z.object({
          id: idField,
          result: z.enum(['done', 'refused']),
          problem: z
            .object({ code: problemCodeSchema, params: z.record(z.string(), z.union([z.string(), z.number()])) })
            .optional(),
        }),
      ),
    }),
  }),
} as const;
