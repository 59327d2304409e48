import { setTimeout as pause } from 'node:timers/promises';
import { z } from 'zod';
import { after, MINUTE, SECOND } from '../../kernel/clock.ts';
import { enqueueJob } from '../../platform/jobs/jobs.ts';
import type { JobOutcome, RunningJob } from '../../platform/jobs/run-job.ts';
import type { Services } from '../../platform/services.ts';

/** How long one job works before other jobs have their turn. */
const SLICE = 2 * SECOND;
/** What a batch waits while people wait for answers. */
const CROWDED_PAUSE = 100;

const payloadSchema = z.object({ importId: z.string() });

/**
 * Does `batch` after `batch` of an import, as long as it answers true: for a while, then the job asks for its next turn. `held`:
 * its organization is suspended, and it goes on when that is over.
 * Each batch commits for itself, so that whoever is killed half-way goes on where it stood.
 */
export async function runInSlices(
  services: Services,
  job: RunningJob,
  batch: (importId: string) => Promise<boolean | 'held'>,
): Promise<JobOutcome> {
  const { importId } = payloadSchema.parse(job.payload);
  const until = Date.now() + SLICE;
  for (let more: boolean | 'held' = true; more && Date.now() < until; ) {
    if (!(await job.keepLease())) return { outcome: 'lost' };
    more = await batch(importId);
    if (more === 'held') return { outcome: 'again', runAt: after(services.clock.now(), MINUTE) };
    if (!more) return { outcome: 'done' };
    if (services.metrics.isCrowded()) await pause(CROWDED_PAUSE);
  }
  return {
    outcome: 'done',
    record: async (tx) => {
      await enqueueJob(tx, { kind: job.kind, payload: { importId }, lane: 'background' }, services.clock.now());
    },
  };
}
