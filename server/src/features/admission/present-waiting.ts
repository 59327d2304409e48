import type { FlowStep } from '@gatehouse/contract/flows';
import { listVerifiedIdentifiers, maskAddress } from '../accounts/index.ts';
import type { MessagingServices } from '../notifications/index.ts';
import { usualApprovalSeconds, usualJoinSeconds } from '../organizations/index.ts';
import type { Situation } from './load-situation.ts';

type Waiting = Extract<FlowStep, { name: 'waiting' }>;

/** Card D20: what waits, since when, who decides, how long that usually takes, and where the answer goes. */
export async function presentWaiting({ database }: MessagingServices, situation: Situation): Promise<Waiting> {
  const { row } = situation;
  const [address] = row.accountId ? await listVerifiedIdentifiers(database, row.accountId) : [];
  const tellAt = address ? maskAddress(address.shown) : null;
  const { approval } = row;
  if (approval?.state === 'waiting') {
    return {
      name: 'waiting',
      request: 'company',
      organizationName: row.organizationName ?? '',
      companyName: approval.company,
      since: new Date(approval.at).toISOString(),
      usualSeconds: row.organizationId ? await usualApprovalSeconds(database, row.organizationId) : null,
      sent: row.companyDraft,
      note: approval.note,
      notify: approval.notify,
      tellAt,
    };
  }
  return {
    name: 'waiting',
    request: 'join',
    organizationName: row.joinOrganization ?? '',
    companyName: row.joinOrganization ?? '',
    since: (row.joinAt ?? row.createdAt).toISOString(),
    usualSeconds: row.joinOrganizationId ? await usualJoinSeconds(database, row.joinOrganizationId) : null,
    sent: null,
    note: row.joinNote ?? '',
    notify: row.joinNotify ?? true,
    tellAt,
  };
}

/** What was turned down, for whoever corrects it. */
export function rejectionOf({ row, next }: Situation): Extract<FlowStep, { name: 'company' }>['rejection'] {
  const { approval } = row;
  if (next.reason !== 'COMPANY-REJECTED' || !approval) return null;
  const at = new Date(approval.decidedAt ?? approval.at).toISOString();
  return { organizationName: row.organizationName ?? '', reason: approval.reason ?? '', at };
}
