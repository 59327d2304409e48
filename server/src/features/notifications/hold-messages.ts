import type { Caller } from '../../kernel/actor.ts';
import type { Transaction } from '../../platform/database/database.ts';
import { wakeJobs } from '../../platform/jobs/job-store.ts';
import { recordAuditEvent } from '../audit/index.ts';
import type { DeliveryServices } from './deliver-message.ts';
import { countHeld, discardHeld, holdWaiting, releaseHeld } from './held-message-store.ts';
import { tellOwner } from './record-receipt.ts';

/**
 * After a restore: whatever waited to be sent is held, for it may have left in the meantime. One-time codes are given up.
 * Answers how many are held.
 */
export const holdMessages = holdWaiting;

/** How many messages are held, and since when the oldest is; of one organization or (null) of all. */
export async function countHeldMessages(
  services: Pick<DeliveryServices, 'database'>,
  organizationId: string | null,
): Promise<{ count: number; since: Date | null }> {
  const rows = await countHeld(services.database, organizationId);
  const since = rows.map((row) => row.since).toSorted((first, other) => first.getTime() - other.getTime());
  return { count: rows.reduce((sum, row) => sum + row.count, 0), since: since[0] ?? null };
}

/** What a restore holds back. */
export type HeldMessages = {
  /** How many, and since when; of one organization or (null) of all. */
  countHeld(organizationId: string | null): Promise<{ count: number; since: Date | null }>;
  /** Lets them leave; answers how many. */
  releaseHeld(caller: Caller, organizationId: string | null): Promise<number>;
  /** Gives them up; answers how many. */
  discardHeld(caller: Caller, organizationId: string | null): Promise<number>;
};

type Settling = Pick<DeliveryServices, 'database' | 'clock' | 'listeners'>;

/**
 * Lets held messages leave: of one organization, or (null) of all, and then whatever other work the restore held. Answers how
 * many.
 */
export function releaseMessages(services: Settling, caller: Caller, organizationId: string | null): Promise<number> {
  return services.database.transaction(async (tx) => {
    const now = services.clock.now();
    await recordFor(services, tx, caller, organizationId, 'messages.released');
    const released = await releaseHeld(tx, organizationId, now);
    if (organizationId === null) await wakeJobs(tx, now);
    return released;
  });
}

/** Gives held messages up: none of them ever leaves, and whoever owns them is told so. Otherwise as {@link releaseMessages}. */
export function discardMessages(services: Settling, caller: Caller, organizationId: string | null): Promise<number> {
  return services.database.transaction(async (tx) => {
    const now = services.clock.now();
    await recordFor(services, tx, caller, organizationId, 'messages.discarded');
    const discarded = await discardHeld(tx, organizationId, now);
    for (const message of discarded) {
      await tellOwner(services, tx, message, { state: 'abandoned', response: '', at: now });
    }
    if (organizationId === null) await wakeJobs(tx, now);
    return discarded.length;
  });
}

/** In the log of every organization whose messages they are. */
async function recordFor(
  services: Pick<DeliveryServices, 'clock'>,
  tx: Transaction,
  caller: Caller,
  organizationId: string | null,
  action: 'messages.released' | 'messages.discarded',
): Promise<void> {
  for (const { organizationId: id, count } of await countHeld(tx, organizationId)) {
    const subject = { type: id === null ? 'installation' : 'organization', id: id ?? '' };
    await recordAuditEvent(tx, caller, services.clock.now(), {
      organizationId: id,
      action,
      subject,
      change: { count },
    });
  }
}
