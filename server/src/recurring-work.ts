import { tellApprovers } from './features/admission/index.ts';
import { watchSignIns } from './features/alerts/index.ts';
import { sealAudit, watchAudit } from './features/audit/index.ts';
import { eraseDueOrganizations } from './features/closing/index.ts';
import { remindInvited } from './features/invitations/index.ts';
import type { MessagingServices } from './features/notifications/index.ts';
import { findHouse } from './features/organizations/index.ts';
import { watchCodes } from './features/overview/index.ts';
import { eraseDueAccounts } from './features/own-account/index.ts';
import { sweepEnded } from './platform/database/sweep-ended.ts';
import type { RecurringJob } from './platform/jobs/jobs.ts';
import { SWEEP_RULES } from './sweep-rules.ts';

/** What is done again and again, by one process at a time, by the kind of its job. */
export function recurringWork(services: MessagingServices): Readonly<Record<string, RecurringJob>> {
  return {
    'seal-audit-events': sealAudit(services),
    'watch-audit': watchAudit(services, findHouse),
    'watch-sign-ins': watchSignIns(services),
    'remind-invited': remindInvited(services),
    'tell-approvers': tellApprovers(services),
    'watch-codes': watchCodes(services),
    'erase-accounts': eraseDueAccounts(services),
    'erase-organizations': eraseDueOrganizations(services),
    'sweep-ended': sweepEnded(services, SWEEP_RULES),
  };
}
