import { command, type Queryable, statement } from '../../platform/database/database.ts';
import { fullSql } from '../organizations/index.ts';
import type { InvitationSecrets } from './invitation-store.ts';

export type RemindedRow = { id: string; createdAt: Date; expiresAt: Date; reminders: number };

const QUIET = `not exists (
  select from invitation_tokens t where t.invitation_id = i.id and t.created_at > $1::timestamptz - interval '1 day')`;
// Who could not come in anyway is reminded once they can.
const SEATED = `(i.kind <> 'member' or not exists (
  select from organizations o where o.id = i.organization_id and o.member_limit is not null and ${fullSql('o')}))`;
const COLUMNS = `i.id, coalesce(i.begins_at, i.created_at) as "createdAt", i.expires_at as "expiresAt", i.reminders`;

const DUE = statement<RemindedRow>(`
  (select ${COLUMNS} from invitations i
    where i.state in ('sent', 'delivered') and i.reminders = 0 and i.created_at <= $2
      and coalesce(i.begins_at, i.created_at) <= $2 and i.expires_at > $1 and ${QUIET}
      and ${SEATED}
    order by i.created_at limit $4)
  union
  (select ${COLUMNS} from invitations i
    where i.state in ('sent', 'delivered') and i.reminders < 2 and i.expires_at > $1 and i.expires_at <= $3 and ${QUIET}
      and ${SEATED}
    order by i.expires_at limit $4)`);

/** Delivered, not opened, and old enough (`since`) or near enough to the end (`until`); none that got a message within a day. */
export function listDueReminders(
  queryable: Queryable,
  { now, since, until, limit }: { now: Date; since: Date; until: Date; limit: number },
): Promise<RemindedRow[]> {
  return queryable.query(DUE, [now, since, until, limit]);
}

const MARK = statement<{ id: string }>(`
  update invitations set reminders = reminders | $2::smallint
  where id = $1 and state in ('sent', 'delivered') and (reminders & $2::smallint) <> $2::smallint returning id`);

/** False when it was opened in the meantime, or somebody else has just dealt with it. */
export async function markReminded(queryable: Queryable, id: string, mark: number): Promise<boolean> {
  return (await queryable.query(MARK, [id, mark])).length === 1;
}

const ADD_SECRETS = command(`
  insert into invitation_tokens (token_hash, code_hash, invitation_id, created_at) values ($1, $2, $3, $4)`);

/** Another link and typed code beside those that were sent before. */
export async function addInvitationSecrets(
  queryable: Queryable,
  id: string,
  { tokenHash, codeHash }: InvitationSecrets,
  now: Date,
): Promise<void> {
  await queryable.query(ADD_SECRETS, [tokenHash, codeHash, id, now]);
}

const SKIP = command(`
  update invitations set reminders = reminders | case when expires_at <= $2 then 3 else 1 end
  where state in ('sent', 'delivered') and reminders < 2 and (coalesce(begins_at, created_at) <= $1 or expires_at <= $2)`);

/** After a restore: what was due until now counts as sent, for it may have been. Rather none than a second one. */
export async function skipDueReminders(queryable: Queryable, { since, until }: { since: Date; until: Date }) {
  await queryable.query(SKIP, [since, until]);
}
