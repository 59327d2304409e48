import type { CompanyDraft } from '@gatehouse/contract/company';
import type { FlowStep } from '@gatehouse/contract/flows';
import { countHandOvers, domainOf, MOST_HAND_OVERS, suppressionPath } from '../invitations/index.ts';
import type { MessagingServices } from '../notifications/index.ts';
import { findByRegistration } from '../organizations/index.ts';
import type { AdmissionRow } from './admission-row.ts';
import type { Situation } from './load-situation.ts';
import { rejectionOf } from './present-waiting.ts';
import { registrationKeyOf } from './steps/create-company.ts';

/** Card D7: what is prepared, from whom, what was turned down, and the ways out. */
export async function presentCompany(services: MessagingServices, situation: Situation): Promise<FlowStep> {
  const { row } = situation;
  const prepared = row.company ?? {};
  const company: CompanyDraft = { ...prepared, ...row.companyDraft };
  const key = registrationKeyOf(company);
  const existing = key ? await findByRegistration(services.database, key) : null;
  const source = { from: row.organizationName ?? '', at: row.createdAt.toISOString() };
  const unchanged = Object.entries(prepared).filter(
    ([field, value]) => value && company[field as keyof CompanyDraft] === value,
  );
  return {
    name: 'company',
    organizationName: row.organizationName ?? '',
    company,
    sources: Object.fromEntries(unchanged.map(([field]) => [field, source])),
    duplicate: existing && { name: existing.name },
    rejection: rejectionOf(situation),
    ...(await wayOut(services, row)),
  };
}

/** What somebody can do who is not the right person. */
async function wayOut(services: MessagingServices, { invitationId, canonical }: AdmissionRow) {
  const id = invitationId ?? '';
  const left = Math.max(0, MOST_HAND_OVERS - (await countHandOvers(services.database, id)));
  return {
    handOver: { left, domain: domainOf(canonical) },
    stopInvitingPath: suppressionPath(services, id, canonical),
  };
}
