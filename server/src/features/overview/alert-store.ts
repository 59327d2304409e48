import { type Queryable, statement } from '../../platform/database/database.ts';

const CLAIM = statement<{ alert: string }>(`
  insert into alert_mails (alert, sent_at) values ($1, $2)
  on conflict (alert) do update set sent_at = excluded.sent_at where alert_mails.sent_at <= $3
  returning alert`);

/** True for one caller, and then for none until `since` has passed the time of this one. */
export async function claimAlert(
  queryable: Queryable,
  alert: string,
  { now, since }: { readonly now: Date; readonly since: Date },
): Promise<boolean> {
  return (await queryable.query(CLAIM, [alert, now, since])).length === 1;
}
