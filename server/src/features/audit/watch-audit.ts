import { type Clock, SECOND } from '../../kernel/clock.ts';
import type { Database, Queryable } from '../../platform/database/database.ts';
import type { RecurringJob } from '../../platform/jobs/jobs.ts';
import type { Services } from '../../platform/services.ts';
import {
  countRefusals,
  keepSeen,
  listMissingGuards,
  lockSeen,
  type Refusals,
  type RefusedOperation,
} from './audit-watch-store.ts';
import { type AuditEvent, recordAuditEvents } from './record-audit-event.ts';

export type WatchServices = { readonly database: Database; readonly clock: Clock };
/** The organization that runs the installation: its log is where the operator looks. Null before the set-up. */
type HouseOf = (queryable: Queryable) => Promise<{ readonly id: string } | null>;

const OPERATIONS: readonly RefusedOperation[] = ['update', 'delete', 'truncate'];

/** Takes refused edits of the log up into the log, and says when what refuses them is gone; every five seconds (A60). */
export function watchAudit(services: WatchServices, houseOf: HouseOf): RecurringJob {
  return { everyMilliseconds: 5 * SECOND, run: () => recordRefusals(services, houseOf) };
}

/** Both are facts of the database, read outside of what was rolled back; each is told once, whoever runs this. */
export async function recordRefusals({ database, clock }: WatchServices, houseOf: HouseOf): Promise<void> {
  await database.transaction(async (tx) => {
    const seen = await lockSeen(tx);
    const [counts, missing, house] = await Promise.all([countRefusals(tx), listMissingGuards(tx), houseOf(tx)]);
    const found = { ...counts, guard: Math.min(1, missing.length) };
    const organizationId = house?.id ?? null;
    const subject = { type: 'audit-log', id: 'audit_events' };
    const changes = [...refusals(seen, counts), ...guardChanges(seen.guard, missing)];
    const events = changes.map((change): AuditEvent => ({ organizationId, subject, ...change }));
    if (events.length > 0) await recordAuditEvents(tx, SYSTEM, clock.now(), events);
    for (const what of [...OPERATIONS, 'guard'] as const) await keepSeen(tx, what, found[what]);
  });
}

type Change = Pick<AuditEvent, 'action' | 'change'>;

/** A count that went down is a database that was restored: it begins anew. */
function refusals(seen: Refusals, counts: Refusals): Change[] {
  return OPERATIONS.filter((operation) => counts[operation] > seen[operation]).map((operation) => ({
    action: 'audit.change-refused',
    change: { operation, attempts: counts[operation] - seen[operation] },
  }));
}

function guardChanges(before: number, missing: readonly string[]): Change[] {
  if (before === 0 && missing.length > 0) return [{ action: 'audit.guard-lost', change: { triggers: missing } }];
  if (before === 1 && missing.length === 0) return [{ action: 'audit.guard-restored' }];
  return [];
}

/** For the metrics: attempts that were refused, and 1 while all that refuses them is there. */
export async function reportRefusals(services: Pick<Services, 'database' | 'metrics'>): Promise<void> {
  const { database, metrics } = services;
  const [counts, missing] = await Promise.all([countRefusals(database), listMissingGuards(database)]);
  metrics.setGauge('gatehouse_audit_refused_changes', counts.update + counts.delete + counts.truncate);
  metrics.setGauge('gatehouse_audit_guarded', missing.length === 0 ? 1 : 0);
}

const SYSTEM = { actor: { type: 'system' }, ip: '', userAgent: '', requestId: '', locale: 'en' } as const;
