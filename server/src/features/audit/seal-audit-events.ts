import { type Clock, SECOND } from '../../kernel/clock.ts';
import type { SecretBox } from '../../platform/crypto/secret-box.ts';
import type { Database } from '../../platform/database/database.ts';
import type { RecurringJob } from '../../platform/jobs/jobs.ts';
import type { Services } from '../../platform/services.ts';
import { findChainEnd, insertSeal, listUnsealed, measureTail, unmarkEvents } from './audit-seal-store.ts';
import { type ChainHashes, DIGEST_BYTES, eventText, type SealedFields, sealText } from './domain/seal-chain.ts';

/** Events in one transaction, and so in one seal at most. */
const BATCH = 500;

export type SealServices = {
  readonly database: Database;
  readonly clock: Clock;
  readonly secretBox: Pick<SecretBox, 'keyedHash' | 'keyedHashes'>;
};

/** Seals what was written, every second. */
export function sealAudit(services: SealServices): RecurringJob {
  return { everyMilliseconds: SECOND, run: () => sealAuditEvents(services) };
}

/** Seals every committed event that has no seal yet. May run in several processes: each event is sealed once. */
export async function sealAuditEvents(services: SealServices): Promise<void> {
  while ((await sealBatch(services)) === BATCH);
}

function sealBatch({ database, clock, secretBox }: SealServices): Promise<number> {
  return database.transaction(async (tx) => {
    const listed = await listUnsealed(tx, BATCH);
    if (listed.length === 0) return 0;
    const mine = new Set(
      await unmarkEvents(
        tx,
        listed.map(({ id }) => id),
      ),
    );
    for (const [organizationId, events] of byOrganization(listed.filter(({ id }) => mine.has(id)))) {
      const end = await findChainEnd(tx, organizationId);
      const digests = events.map((event) =>
        secretBox.keyedHash(eventText(event), EVENT_CONTEXT).subarray(0, DIGEST_BYTES),
      );
      const seal = {
        organizationId,
        seq: end.seq + 1,
        eventIds: events.map(({ id }) => id),
        digests: Buffer.concat(digests),
        previous: end.hash,
        sealedAt: clock.now(),
      };
      await insertSeal(tx, { ...seal, hash: secretBox.keyedHash(sealText(seal), SEAL_CONTEXT) });
    }
    return listed.length;
  });
}

/** How many events wait for their seal, and how long: for the metrics. Grows where no process seals. */
export async function reportTail(services: Pick<Services, 'database' | 'clock' | 'metrics'>): Promise<void> {
  const { waiting, seconds } = await measureTail(services.database, services.clock.now());
  services.metrics.setGauge('gatehouse_audit_unsealed_events', waiting);
  services.metrics.setGauge('gatehouse_audit_unsealed_seconds', seconds);
}

function byOrganization(events: readonly SealedFields[]): Map<string, SealedFields[]> {
  return Map.groupBy(events, ({ organizationId }) => organizationId ?? '');
}

const EVENT_CONTEXT = 'audit-event';
const SEAL_CONTEXT = 'audit-seal';

/** What a check compares with: the HMACs under every key of the list, so that keys may rotate. */
export function chainHashes(secretBox: Pick<SecretBox, 'keyedHashes'>): ChainHashes {
  return {
    ofEvent: (text) => secretBox.keyedHashes(text, EVENT_CONTEXT),
    ofSeal: (text) => secretBox.keyedHashes(text, SEAL_CONTEXT),
  };
}
