import type { CompanyDraft, CompanyInput } from '@gatehouse/contract/company';
import { AppError, isAppError } from '../../../kernel/app-error.ts';
import { after, DAY } from '../../../kernel/clock.ts';
import { recordAuditEvent } from '../../audit/index.ts';
import { insertInvitationEvent, keepInvitation, saveCompanyDraft } from '../../invitations/index.ts';
import {
  type CheckedCompany,
  checkCompany,
  createOrganization,
  findByRegistration,
  insertApproval,
  insertJoinRequest,
  linkCustomer,
  type NewApproval,
  type OrganizationDraft,
  policiesOf,
} from '../../organizations/index.ts';
import { consumeInvitationFor } from '../complete-flow.ts';
import { actingAccount } from '../load-situation.ts';
import { type StepContext, type StepOutcome, step } from './step.ts';

/**
 * CREATE COMPANY. The company, its owner, the consumed invitation and the customer's link to the inviting organization
 * are one transaction: of two with one number, or two presses at once, one wins. Where the inviting organization
 * approves companies, it waits for that, and nothing is given to anybody yet.
 */
export const company = step<'company'>({
  at: ['company'],
  requirement: 'company-created',
  prepare: async ({ services, situation }) => {
    const { invitationId, policies } = situation.row;
    if (invitationId && policiesOf(policies ?? {}).companyApproval) {
      await services.rateLimits.consume(['company-request.invitation', invitationId]);
    }
    return undefined;
  },
  run: async (context, input): Promise<StepOutcome | undefined> => {
    const checked = checkCompany(input);
    if ('problems' in checked) throw new AppError('REQUEST-INVALID', {}, checked.problems);
    try {
      await create(context, draftOf(checked.company, input, context), typedOf(input));
      return undefined;
    } catch (error) {
      if (!isAppError(error, 'COMPANY-EXISTS')) throw error;
      // Nothing was written yet. What was typed is kept, for "Ask to join" or "It's a different company".
      const { invitationId } = context.situation.row;
      if (invitationId) await saveCompanyDraft(context.tx, invitationId, typedOf(input));
      return { problem: error };
    }
  },
});

async function create(context: StepContext, draft: OrganizationDraft, typed: CompanyDraft): Promise<void> {
  const { tx, situation, caller, now } = context;
  const accountId = actingAccount(situation);
  const { invitationId, organizationId } = situation.row;
  if (!invitationId || !organizationId) throw new AppError('FLOW-STEP-WRONG');
  const needsApproval = policiesOf(situation.row.policies ?? {}).companyApproval;
  const companyId = await createOrganization(tx, caller, draft, accountId, { invitationId, needsApproval }, now);
  if (needsApproval) {
    // Turned down, it is corrected and sent again.
    await saveCompanyDraft(tx, invitationId, typed);
    return askForApproval(context, draft, { companyId, supplierId: organizationId, invitationId, accountId });
  }
  await linkCustomer(tx, { supplierId: organizationId, companyId, invitationId }, now);
  const actor = { type: 'account', id: accountId } as const;
  await insertInvitationEvent(tx, invitationId, 'company-created', actor, now, { company: draft.name });
  await consumeInvitationFor(context, accountId, { id: companyId, name: draft.name });
}

/** A decision may take its time: the invitation does not end while the person waits for it. */
const KEPT_WHILE_WAITING = 365 * DAY;

async function askForApproval(context: StepContext, draft: OrganizationDraft, approval: NewApproval): Promise<void> {
  const { tx, caller, now } = context;
  const { companyId, supplierId, invitationId, accountId } = approval;
  await insertApproval(tx, approval, now);
  await keepInvitation(tx, invitationId, after(now, KEPT_WHILE_WAITING), now);
  const actor = { type: 'account', id: accountId } as const;
  await insertInvitationEvent(tx, invitationId, 'approval-asked', actor, now, { company: draft.name });
  const subject = { type: 'organization', id: companyId };
  const { name, country, registrationNumber } = draft;
  const change = { name, country, registrationNumber, invitation: invitationId };
  await recordAuditEvent(tx, { ...caller, actor }, now, {
    organizationId: supplierId,
    action: 'company.approval-asked',
    subject,
    change,
  });
}

function typedOf({ differentCompanyReason: _, ...typed }: CompanyInput): CompanyDraft {
  return typed;
}

function draftOf(checked: CheckedCompany, input: CompanyInput, { caller, situation }: StepContext): OrganizationDraft {
  return {
    name: checked.name,
    locale: input.locale ?? caller.locale,
    country: checked.country,
    registrationNumber: checked.registrationNumber,
    registrationKey: checked.registrationKey,
    differentCompanyReason: input.differentCompanyReason || null,
    address: checked.address ?? '',
    phone: checked.phone ?? '',
    timeZone: checked.timeZone ?? '',
    productName: situation.row.productName ?? checked.name,
  };
}

/** "Save and finish later": kept as typed with the invitation, for any device. */
export const saveCompany = step<'save-company'>({
  at: ['company'],
  requirement: 'company-created',
  run: async ({ tx, situation, caller, now }, draft) => {
    const { invitationId } = situation.row;
    if (!invitationId) throw new AppError('FLOW-STEP-WRONG');
    actingAccount(situation);
    await saveCompanyDraft(tx, invitationId, draft);
    await insertInvitationEvent(tx, invitationId, 'company-draft-saved', caller.actor, now);
    return undefined;
  },
});

/** Card D7j: the company exists; its administrators decide. The number is the one of the saved draft. */
export const joinCompany = step<'join-company'>({
  at: ['company'],
  requirement: 'approved',
  run: async ({ tx, situation, caller, now }) => {
    const accountId = actingAccount(situation);
    const { invitationId, companyDraft, company: prepared } = situation.row;
    if (!invitationId) throw new AppError('FLOW-STEP-WRONG');
    const key = registrationKeyOf({ ...prepared, ...companyDraft });
    const existing = key ? await findByRegistration(tx, key) : null;
    if (!existing) throw new AppError('NOT-FOUND');
    const request = { organizationId: existing.id, accountId, invitationId };
    const id = await insertJoinRequest(tx, request, now);
    if (!id) return undefined;
    const actor = { type: 'account', id: accountId } as const;
    await insertInvitationEvent(tx, invitationId, 'join-requested', actor, now, { company: existing.name });
    const subject = { type: 'join-request', id };
    const event = { organizationId: existing.id, action: 'join-request.created', subject } as const;
    await recordAuditEvent(tx, { ...caller, actor }, now, event);
    return undefined;
  },
});

/** `country:number` of a draft, or null while it is not one. */
export function registrationKeyOf(draft: {
  country?: string | undefined;
  registrationNumber?: string | undefined;
}): string | null {
  const { country, registrationNumber } = draft;
  if (!country || !registrationNumber) return null;
  const checked = checkCompany({ name: '-', country, registrationNumber, address: '', phone: '', timeZone: '' });
  return 'company' in checked ? checked.company.registrationKey : null;
}
