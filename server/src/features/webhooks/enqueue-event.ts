import { newId } from '../../kernel/ids.ts';
import type { Transaction } from '../../platform/database/database.ts';
import { insertDelivery } from './webhook-store.ts';

/** Owes an event to the webhook of an organization, in the transaction of what happened; nothing where it has none. */
export async function enqueueEvent(
  tx: Transaction,
  organizationId: string,
  event: { readonly type: string; readonly data: Readonly<Record<string, unknown>> },
  now: Date,
): Promise<void> {
  const body = eventBody(event.type, event.data, now);
  const ids = { id: newId('whd', now), jobId: newId('job', now) };
  await insertDelivery(tx, { ...ids, organizationId, type: event.type, body }, now);
}

/** The body that Standard Webhooks recommends: what, when, of what. */
export function eventBody(type: string, data: Readonly<Record<string, unknown>>, at: Date): string {
  return JSON.stringify({ type, timestamp: at.toISOString(), data });
}
