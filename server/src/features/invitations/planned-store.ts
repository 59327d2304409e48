import { type Queryable, statement } from '../../platform/database/database.ts';
import { type InvitationSecrets, LIVE } from './invitation-store.ts';

const LEAVE = statement<{ id: string }>(`
  with gone as (
    update invitations set send_at = null, begins_at = $2, expires_at = $3, changed_at = $2
    where id = $1 and send_at is not null and state in ${LIVE} returning id),
  secret as (
    insert into invitation_tokens (token_hash, code_hash, invitation_id, created_at)
    select $4, $5, id, $2 from gone where $4::bytea is not null)
  select id from gone`);

/**
 * An invitation that was to leave later leaves now: its secrets are good and its time begins. False where it has left, or has come to
 * an end, so that of two who let it leave one does. Without `secrets` its time begins, and nothing leads in.
 */
export async function leaveNow(
  tx: Queryable,
  id: string,
  { expiresAt, secrets }: { readonly expiresAt: Date; readonly secrets: InvitationSecrets | null },
  now: Date,
): Promise<boolean> {
  const values = [id, now, expiresAt, secrets?.tokenHash ?? null, secrets?.codeHash ?? null];
  return (await tx.query(LEAVE, values)).length === 1;
}

const PLAN = statement<{ id: string }>(`
  update invitations set send_at = $2, begins_at = $2, expires_at = $3, changed_at = $4
  where id = $1 and send_at is not null and state in ${LIVE} returning id`);

/** It leaves at another time, and its end moves with it; false where it has left, or has come to an end. */
export async function planAnew(
  tx: Queryable,
  id: string,
  { sendAt, expiresAt }: { readonly sendAt: Date; readonly expiresAt: Date },
  now: Date,
): Promise<boolean> {
  return (await tx.query(PLAN, [id, sendAt, expiresAt, now])).length === 1;
}
