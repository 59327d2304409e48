import { AppError } from '../../kernel/app-error.ts';
import type { MessagingServices } from '../notifications/index.ts';
import { findByRegistration, listSimilarNames } from '../organizations/index.ts';
import { getFlowSituation } from './load-situation.ts';
import { registrationKeyOf } from './steps/create-company.ts';
import type { FlowClient } from './steps/step.ts';

export type RegisterCheck = { duplicate: { name: string } | null; similar: string[] };

/**
 * Looks beside the company form whether a company with this number, or with such a name, is here already. Only for
 * whoever stands on that page; changes nothing and blocks nothing.
 * @throws AppError FLOW-NOT-FOUND, FLOW-EXPIRED, FLOW-STEP-WRONG
 */
export async function checkCompanyRegister(
  services: MessagingServices,
  client: FlowClient,
  flowId: string,
  typed: { country: string; registrationNumber: string; name?: string | undefined },
): Promise<RegisterCheck> {
  const now = services.clock.now();
  const situation = await getFlowSituation(services.database, flowId, client, now);
  if (situation.next.name !== 'company') throw new AppError('FLOW-STEP-WRONG');
  const key = registrationKeyOf(typed);
  const existing = key ? await findByRegistration(services.database, key) : null;
  const { organizationId } = situation.row;
  const similar =
    typed.name && organizationId ? await listSimilarNames(services.database, organizationId, typed.name) : [];
  return { duplicate: existing && { name: existing.name }, similar };
}
