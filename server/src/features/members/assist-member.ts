import type { Caller } from '../../kernel/actor.ts';
import { AppError } from '../../kernel/app-error.ts';
import type { Transaction } from '../../platform/database/database.ts';
import type { Services } from '../../platform/services.ts';
import { type AuditAction, recordAuditEvent } from '../audit/index.ts';
import { distrustDevices, endSessionsIn } from '../sessions/index.ts';
import type { Alongside, Target } from './change-membership.ts';
import { mayTouch } from './domain/membership.ts';
import { findPlace, findPlaceOf, lockPlaces, type Place } from './member-store.ts';

type AssistServices = Pick<Services, 'database' | 'clock'>;

/** Signs a member out wherever they work here; answers how many sessions ended. @throws AppError NOT-FOUND, ROLE-TOO-HIGH */
export function endMemberSessions(
  services: AssistServices,
  caller: Caller,
  target: Target,
  alongside?: Alongside,
): Promise<number> {
  return assist(services, target, async (tx, place, now) => {
    const ended = await endSessionsIn(tx, place.accountId, target.organizationId, now);
    await record(tx, caller, now, target, place, 'membership.sessions-ended', { ended });
    await alongside?.(tx);
    return ended;
  });
}

/** Signs one device out, if its session works here. @throws AppError NOT-FOUND, ROLE-TOO-HIGH */
export function endMemberSession(
  services: AssistServices,
  caller: Caller,
  target: Target,
  sessionId: string,
): Promise<void> {
  return assist(services, target, async (tx, place, now) => {
    if ((await endSessionsIn(tx, place.accountId, target.organizationId, now, sessionId)) === 0) {
      throw new AppError('NOT-FOUND');
    }
    await record(tx, caller, now, target, place, 'membership.sessions-ended', { ended: 1 });
  });
}

/** The second step is asked for in every browser of the member again. @throws AppError NOT-FOUND, ROLE-TOO-HIGH */
export function distrustMember(services: AssistServices, caller: Caller, target: Target): Promise<void> {
  return assist(services, target, async (tx, place, now) => {
    await distrustDevices(tx, place.accountId);
    await record(tx, caller, now, target, place, 'membership.browsers-distrusted', {});
  });
}

/** With the organization locked, so that somebody who was demoted a moment ago does nothing any more. */
function assist<T>(
  services: AssistServices,
  target: Target,
  act: (tx: Transaction, place: Place, now: Date) => Promise<T>,
): Promise<T> {
  const now = services.clock.now();
  return services.database.transaction(async (tx) => {
    await lockPlaces(tx, target.organizationId);
    const place = await findPlace(tx, target.organizationId, target.id);
    if (!place || place.state === 'removed') throw new AppError('NOT-FOUND');
    const by = await findPlaceOf(tx, target.organizationId, target.by);
    if (by?.state !== 'active') throw new AppError('FORBIDDEN');
    if (!mayTouch(by.roles, place.roles)) throw new AppError('ROLE-TOO-HIGH');
    return act(tx, place, now);
  });
}

function record(
  tx: Transaction,
  caller: Caller,
  now: Date,
  { organizationId }: Target,
  { id }: Place,
  action: Extract<AuditAction, `membership.${string}`>,
  change: Readonly<Record<string, unknown>>,
): Promise<void> {
  return recordAuditEvent(tx, caller, now, { organizationId, action, subject: { type: 'membership', id }, change });
}
