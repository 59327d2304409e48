import { type Queryable, statement } from '../../platform/database/database.ts';
import { type InvitationSecrets, LIVE } from './invitation-store.ts';

// At most one a minute, five an hour, twenty a day to one address; the newest end date counts (ux.md s. 1.3).
const RENEW = statement<{ id: string }>(`
  with allowed as (
    select i.id from invitations i where i.id = $1 and (i.state in ${LIVE} or i.state = 'expired')
      and not exists (
        select from invitation_tokens t where t.invitation_id = $1
        having max(t.created_at) > $2::timestamptz - interval '1 minute'
          or count(*) filter (where t.created_at > $2::timestamptz - interval '1 hour') >= 5
          or count(*) filter (where t.created_at > $2::timestamptz - interval '1 day') >= 20)),
  renewed as (
    update invitations set expires_at = greatest(expires_at, $3), send_at = null,
      begins_at = case when send_at is null then begins_at else $2 end, resends = resends + 1, changed_at = $2,
      renewals = renewals + case when $7 then 1 else 0 end,
      state = case when state in ('sent', 'delivered', 'expired') then 'queued' else state end,
      ended_at = case when state = 'expired' then null else ended_at end
    where id in (select id from allowed) and ($7 = false or renewals < 3) returning id),
  secret as (
    insert into invitation_tokens (token_hash, code_hash, invitation_id, created_at)
    select $4, $5, id, $2 from renewed),
  event as (
    insert into invitation_events (invitation_id, at, event, actor_type, actor_id)
    select id, $2, case when $7 then 'renewed' else 'resent' end, case when $6::text is null then 'anonymous' else 'account' end, $6
    from renewed)
  select id from renewed`);

/**
 * New secrets beside the old ones and a new end date, under `lockInvitation`; false when too soon, too often, or no
 * longer possible. One that had made room for another is live again, unless that other is (23505).
 */
export async function renewInvitation(
  queryable: Queryable,
  id: string,
  renewal: { expiresAt: Date; secrets: InvitationSecrets; by: string | null; selfService: boolean },
  now: Date,
): Promise<boolean> {
  const { expiresAt, secrets, by, selfService } = renewal;
  const values = [id, now, expiresAt, secrets.tokenHash, secrets.codeHash, by, selfService];
  return (await queryable.query(RENEW, values)).length === 1;
}
