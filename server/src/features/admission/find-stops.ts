import type { RequirementName } from '@gatehouse/contract/invitations';
import type { Services } from '../../platform/services.ts';
import { firstOpen } from './domain/requirement.ts';
import { loadSituations } from './load-situation.ts';

const ENDED = new Set(['accepted', 'declined', 'revoked', 'superseded']);

/** The requirement that holds each invited person: the same answer that the door and the diagnosis give. */
export async function findStops(
  services: Pick<Services, 'database' | 'clock'>,
  invitationIds: readonly string[],
): Promise<Map<string, RequirementName | null>> {
  const situations = await loadSituations(services.database, invitationIds, services.clock.now());
  const stops = [...situations].map(([id, { row, requirements }]) => {
    return [id, ENDED.has(row.state) ? null : (firstOpen(requirements)?.name ?? null)] as const;
  });
  return new Map(stops);
}
