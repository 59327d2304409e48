import type { Webhook, WebhookDelivery } from '@gatehouse/contract/webhooks';
import { command, type Queryable, statement, type Transaction } from '../../platform/database/database.ts';
import { insertJob } from '../../platform/jobs/job-store.ts';

export type WebhookRow = {
  url: string;
  secrets: Buffer;
  previousUntil: Date | null;
  state: Webhook['state'];
  changedAt: Date;
};

const COLUMNS = `url, secrets, previous_until as "previousUntil", state, changed_at as "changedAt"`;
const FIND = statement<WebhookRow>(`select ${COLUMNS} from webhooks where organization_id = $1`);
const LOCK = statement<WebhookRow>(`select ${COLUMNS} from webhooks where organization_id = $1 for update`);

export async function findWebhook(queryable: Queryable, organizationId: string): Promise<WebhookRow | null> {
  return (await queryable.query(FIND, [organizationId]))[0] ?? null;
}

/** The same, for whoever changes it: others wait. */
export async function lockWebhook(tx: Transaction, organizationId: string): Promise<WebhookRow | null> {
  return (await tx.query(LOCK, [organizationId]))[0] ?? null;
}

const SAVE = command(`
  insert into webhooks (organization_id, url, secrets, previous_until, state, changed_at, changed_by)
  values ($1, $2, $3, $4, 'active', $5, $6)
  on conflict (organization_id) do update set url = excluded.url, secrets = excluded.secrets,
    previous_until = excluded.previous_until, state = 'active', changed_at = excluded.changed_at, changed_by = excluded.changed_by`);

export async function saveWebhookRow(
  tx: Transaction,
  organizationId: string,
  row: Pick<WebhookRow, 'url' | 'secrets' | 'previousUntil'>,
  by: { now: Date; accountId: string },
): Promise<void> {
  await tx.query(SAVE, [organizationId, row.url, row.secrets, row.previousUntil, by.now, by.accountId]);
}

const STOP = statement<{ url: string }>(`
  update webhooks set state = 'stopped' where organization_id = $1 and url = $2 and state = 'active' returning url`);

/** True where it was not stopped before, and still leads there. */
export async function stopWebhook(tx: Transaction, organizationId: string, url: string): Promise<boolean> {
  return (await tx.query(STOP, [organizationId, url])).length === 1;
}

const REMOVE = statement<{ url: string }>('delete from webhooks where organization_id = $1 returning url');

export async function removeWebhookRow(tx: Transaction, organizationId: string): Promise<boolean> {
  return (await tx.query(REMOVE, [organizationId])).length === 1;
}

export const DELIVER_WEBHOOK = 'deliver-webhook';

export type NewDelivery = { id: string; jobId: string; organizationId: string; type: string; body: string };

// Only where there is somebody to tell.
const INSERT = statement<{ id: string }>(`
  insert into webhook_deliveries (id, organization_id, type, body, created_at, next_at)
  select $1, organization_id, $3, $4, $5, $5 from webhooks where organization_id = $2 and state = 'active' returning id`);

/** Owes an event, with the job that posts it; false where the organization has no webhook. */
export async function insertDelivery(tx: Transaction, delivery: NewDelivery, now: Date): Promise<boolean> {
  const { id, jobId, organizationId, type, body } = delivery;
  if ((await tx.query(INSERT, [id, organizationId, type, body, now])).length === 0) return false;
  const payload = { deliveryId: id };
  await insertJob(tx, { id: jobId, kind: DELIVER_WEBHOOK, payload, runAt: now, createdAt: now, lane: 'background' });
  return true;
}

export type DeliveryRow = Omit<WebhookDelivery, 'createdAt' | 'triedAt' | 'nextAt'> & {
  organizationId: string;
  body: string;
  createdAt: Date;
  triedAt: Date | null;
  nextAt: Date | null;
};

const VIEW = `id, organization_id as "organizationId", type, body, state, attempts, status, error, created_at as "createdAt",
  tried_at as "triedAt", next_at as "nextAt"`;
const ONE = statement<DeliveryRow>(`select ${VIEW} from webhook_deliveries where id = $1`);
const LIST = statement<DeliveryRow>(`
  select ${VIEW} from webhook_deliveries where organization_id = $1 and ($2::text is null or id < $2) order by id desc limit $3`);

export async function findDelivery(queryable: Queryable, id: string): Promise<DeliveryRow | null> {
  return (await queryable.query(ONE, [id]))[0] ?? null;
}

export function listDeliveries(
  queryable: Queryable,
  organizationId: string,
  { before, limit }: { before: string | null; limit: number },
): Promise<DeliveryRow[]> {
  return queryable.query(LIST, [organizationId, before, limit]);
}

const SETTLE = command(`
  update webhook_deliveries set state = $2, attempts = attempts + 1, status = $3, error = $4, tried_at = $5, next_at = $6
  where id = $1`);

export async function settleDelivery(
  tx: Transaction,
  id: string,
  of: Pick<DeliveryRow, 'state' | 'status' | 'error' | 'nextAt'>,
  now: Date,
): Promise<void> {
  await tx.query(SETTLE, [id, of.state, of.status, of.error, now, of.nextAt]);
}
