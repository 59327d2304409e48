import { ORGANIZATION_DELETION_DAYS } from '@gatehouse/contract/closing';
import type { Caller } from '../../kernel/actor.ts';
import { AppError } from '../../kernel/app-error.ts';
import { after, DAY } from '../../kernel/clock.ts';
import type { Transaction } from '../../platform/database/database.ts';
import { type AuditAction, recordAuditEvent } from '../audit/index.ts';
import type { MessagingServices } from '../notifications/index.ts';
import {
  askDeletion,
  type By,
  findAsker,
  findStanding,
  keep,
  lockOrganization,
  resume,
  type StandingRow,
  suspend,
} from './closing-store.ts';
import { type LifeChange, lifeAfter, mayKeep, type Side } from './domain/organization-life.ts';
import { tellAdministrators } from './tell-administrators.ts';

/** Which organization, and who changes its life from which side. */
export type LifeTarget = { readonly id: string; readonly side: Side; readonly by: By };

/** Keeps everybody out until it is resumed. @throws AppError NOT-FOUND, ORG-STATE */
export function suspendOrganization(services: MessagingServices, caller: Caller, target: LifeTarget, reason: string) {
  return changeLife(services, caller, target, 'suspended', reason, (tx, now) =>
    suspend(tx, target.id, target.by, reason, now),
  );
}

/** Lets everybody in again, as they were. @throws AppError NOT-FOUND, ORG-STATE */
export function resumeOrganization(services: MessagingServices, caller: Caller, target: LifeTarget, reason: string) {
  return changeLife(services, caller, target, 'resumed', reason, (tx) => resume(tx, target.id));
}

/**
 * Suspends it at once, and lets it be deleted after the waiting time. Whoever asks types its short name.
 * @throws AppError NOT-FOUND, ORG-STATE, ORG-FIRST, ORG-DECIDES, REQUEST-INVALID (SHORT-NAME-WRONG)
 */
export async function askForDeletion(
  services: MessagingServices,
  caller: Caller,
  target: LifeTarget,
  { shortName, reason }: { readonly shortName: string; readonly reason: string },
): Promise<Date> {
  const dueAt = after(services.clock.now(), ORGANIZATION_DELETION_DAYS * DAY);
  const fromOutside = target.side !== 'owner';
  await changeLife(services, caller, target, 'deletion-asked', reason, (tx, now, standing) => {
    if (shortName.trim().toLowerCase() !== standing.slug) {
      const wrong = { path: 'shortName', code: 'SHORT-NAME-WRONG', params: { expected: standing.slug } } as const;
      throw new AppError('REQUEST-INVALID', {}, [wrong]);
    }
    if (standing.isFirst) throw new AppError('ORG-FIRST');
    if (standing.decides) throw new AppError('ORG-DECIDES');
    return askDeletion(tx, target.id, target.by, { reason, dueAt, fromOutside }, now);
  });
  return dueAt;
}

/** Takes a deletion back that waits. @throws AppError NOT-FOUND, ORG-STATE, FORBIDDEN where this side may not */
export function keepOrganization(services: MessagingServices, caller: Caller, target: LifeTarget) {
  const { id, side, by } = target;
  return changeLife(services, caller, target, 'kept', null, async (tx, now) => {
    // Under the lock: whoever asked for it may have taken it back, and another asked again.
    if (!mayKeep(side, by.organizationId, await findAsker(tx, id))) throw new AppError('FORBIDDEN');
    return keep(tx, id, now);
  });
}

const ACTIONS = {
  suspended: 'organization.suspended',
  resumed: 'organization.resumed',
  'deletion-asked': 'organization.deletion-asked',
  kept: 'organization.kept',
} as const satisfies Partial<Record<LifeChange, AuditAction>>;

async function changeLife(
  services: MessagingServices,
  caller: Caller,
  target: LifeTarget,
  change: keyof typeof ACTIONS,
  reason: string | null,
  write: (tx: Transaction, now: Date, standing: StandingRow) => Promise<boolean>,
): Promise<void> {
  const now = services.clock.now();
  await services.database.transaction(async (tx) => {
    await lockOrganization(tx, target.id);
    const standing = await findStanding(tx, target.id);
    if (!standing || standing.state === 'deleted') throw new AppError('NOT-FOUND');
    if (lifeAfter(standing, change, now) === null) throw new AppError('ORG-STATE');
    if (!(await write(tx, now, standing))) throw new AppError('ORG-STATE');
    const subject = { type: 'organization', id: target.id };
    const noted = { name: standing.name, ...(reason ? { reason } : {}) };
    // Whoever acts for another organization answers for it there as well.
    for (const organizationId of new Set([target.id, target.by.organizationId ?? target.id])) {
      await recordAuditEvent(tx, caller, now, { organizationId, action: ACTIONS[change], subject, change: noted });
    }
    await tellAdministrators(services, tx, { organizationId: target.id, kind: change, reason });
  });
}
