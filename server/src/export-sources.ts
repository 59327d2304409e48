import type { ExportOf } from '@gatehouse/contract/exports';
import { auditRows } from './features/audit/index.ts';
import { invitationRows } from './features/invitations/index.ts';
import { memberRows } from './features/members/index.ts';
import { overviewRows } from './features/overview/index.ts';
import { signInRows } from './features/sign-in/index.ts';
import type { Services } from './platform/services.ts';
import type { RowSource } from './platform/spreadsheets/rows.ts';

/** What is written into a file, list by list. */
export function exportSources(services: Services): Readonly<Record<ExportOf, RowSource>> {
  return {
    'audit-events': auditRows(services),
    'sign-in-events': signInRows(services),
    members: memberRows(services),
    invitations: invitationRows(services),
    overview: overviewRows(services),
  };
}
