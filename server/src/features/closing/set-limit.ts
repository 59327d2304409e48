import type { Caller } from '../../kernel/actor.ts';
import { AppError } from '../../kernel/app-error.ts';
import type { Services } from '../../platform/services.ts';
import { recordAuditEvent } from '../audit/index.ts';
import { countSeats, type Seats, saveLimit } from '../organizations/index.ts';
import type { LifeTarget } from './change-life.ts';
import { findStanding, lockOrganization } from './closing-store.ts';

/**
 * Says how many members an organization may have; null: as many as come. It may be below what there are: nobody loses
 * their place, and nobody new comes in. Answers what is taken now. The same again changes and records nothing.
 * @throws AppError NOT-FOUND
 */
export async function setMemberLimit(
  services: Pick<Services, 'database' | 'clock'>,
  caller: Caller,
  { id, by }: LifeTarget,
  { limit, reason }: { readonly limit: number | null; readonly reason: string },
): Promise<Seats> {
  const now = services.clock.now();
  return services.database.transaction(async (tx) => {
    await lockOrganization(tx, id);
    const standing = await findStanding(tx, id);
    if (!standing || standing.state === 'deleted') throw new AppError('NOT-FOUND');
    const before = await countSeats(tx, id, now);
    if (before.limit === limit) return before;
    await saveLimit(tx, id, limit);
    const subject = { type: 'organization', id };
    const change = { name: standing.name, memberLimit: { before: before.limit, after: limit }, reason };
    // Whoever acts for another organization answers for it there as well.
    for (const organizationId of new Set([id, by.organizationId ?? id])) {
      await recordAuditEvent(tx, caller, now, { organizationId, action: 'organization.limit-set', subject, change });
    }
    return { ...before, limit };
  });
}
