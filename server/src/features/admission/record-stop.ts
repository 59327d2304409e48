import type { ErrorCode } from '@gatehouse/contract/errors';

import { newReference, showReference } from '../../kernel/reference.ts';
import type { Services } from '../../platform/services.ts';
import { firstOpen } from './domain/requirement.ts';
import type { Situation } from './load-situation.ts';
import { keepStop, type NewStop } from './stop-store.ts';

type StopServices = Pick<Services, 'database' | 'clock' | 'logger'>;

/** What was refused on a page that goes on: no wrong letter, but something that the person cannot get past now. */
const HOLDS = new Set<ErrorCode>([
  'ACC-DISABLED',
  'ACC-LOCKED',
  'ACC-PENDING',
  'CODE-TOO-MANY',
  'METHOD-OFF',
  'RATE-LIMITED',
  'SEND-FAILED',
  'SEND-LIMIT',
]);

/** Failures of the server that are kept in an hour: enough to find one, too few to fill a table. */
const FAILURES_AN_HOUR = 200;

/**
 * The reference of the stop that this page shows, as `GH-7K2M-4QXT`; null where the page lets the person go on. One
 * statement, which mostly reads.
 */
export async function recordStop(
  services: StopServices,
  { row, next, requirements }: Situation,
  request: { readonly requestId: string; readonly problem?: ErrorCode | null },
): Promise<string | null> {
  const { requestId, problem } = request;
  const held = problem && HOLDS.has(problem) ? problem : null;
  const stopped = next.name === 'stopped' ? next.reason : next.name === 'wrong-account' ? 'INV-WRONG-ACCOUNT' : null;
  const error = stopped ?? held;
  if (error === null) return null;
  const requirement = firstOpen(requirements)?.name ?? null;
  const { flowId, invitationId } = row;
  return keep(services, { flowId, invitationId, subject: null, error, requirement, requestId });
}

/** The same for a request that failed outside of any page: by its flow where there is one, else by its own id. */
export function recordFailure(
  services: StopServices,
  failure: { readonly error: ErrorCode; readonly flowId: string | null; readonly requestId: string },
): Promise<string | null> {
  const { error, flowId, requestId } = failure;
  const subject = error === 'SERVER' ? requestId : null;
  return keep(services, { flowId, invitationId: null, subject, error, requirement: null, requestId });
}

/** Nobody is kept from a page because its reference could not be written. */
async function keep(services: StopServices, stop: NewStop): Promise<string | null> {
  const { database, clock, logger } = services;
  const once = () => keepStop(database, stop, { code: newReference(), most: FAILURES_AN_HOUR, now: clock.now() });
  try {
    // A second time: what another request kept at the same moment is seen by the next statement only.
    const code = (await once()) ?? (await once());
    return code === null ? null : showReference(code);
  } catch (error) {
    logger.warn({ requestId: stop.requestId, err: error }, 'no reference could be kept');
    return null;
  }
}
