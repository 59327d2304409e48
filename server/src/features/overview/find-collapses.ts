import type { Overview } from '@gatehouse/contract/overview';
import type { Services } from '../../platform/services.ts';
import { findHouse } from '../organizations/index.ts';
import { countCodes } from './code-ratio-read-model.ts';
import { type Collapse, collapsesOf } from './domain/code-ratio.ts';

/**
 * Where an organization's codes by text message are not typed any more, as its overview tells it. Those who run the
 * installation see what is so over the whole of it, too.
 */
export async function findCollapses(
  services: Pick<Services, 'database' | 'clock'>,
  organizationId: string,
): Promise<Overview['needsAttention']> {
  const house = await findHouse(services.database);
  const counts = await countCodes(services, house?.id === organizationId ? null : organizationId);
  const everywhere = house?.id === organizationId ? collapsesOf(counts, 'installation') : [];
  const own = collapsesOf(counts, 'organization').filter(
    (one) => one.organizationId === organizationId && !everywhere.some(({ country }) => country === one.country),
  );
  return [...everywhere, ...own].map(present);
}

function present({ organizationId, country, window, sent, verified, since }: Collapse) {
  const scope = organizationId === null ? 'installation' : 'organization';
  return {
    kind: 'codes-unverified' as const,
    count: sent - verified,
    oldestAt: since.toISOString(),
    room: 'sign-in-log' as const,
    query: {},
    params: { country, window, sent, verified, scope },
  };
}
