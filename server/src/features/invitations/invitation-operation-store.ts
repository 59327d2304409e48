import type { Actor } from '../../kernel/actor.ts';
import { command, type Queryable, statement } from '../../platform/database/database.ts';
import { LIVE_STATES } from './domain/invitation.ts';
import type { InvitationSecrets } from './invitation-store.ts';
import type { Invited } from './read-invited.ts';

const LIVE = `('${LIVE_STATES.join("', '")}')`;
const OPEN = `('${[...LIVE_STATES, 'expired'].join("', '")}')`;

const MAKE_ROOM = command(`
  update invitations set state = 'expired', ended_at = greatest(expires_at, resumable_until),
    changed_at = greatest(expires_at, resumable_until)
  where organization_id = $1 and (address_canonical = $2 or phone = $4) and state in ${LIVE}
    and greatest(expires_at, resumable_until) <= $3`);

const READDRESS = statement<{ id: string }>(`
  with moved as (
    update invitations set state = 'queued', address_canonical = $2, address_shown = $3, phone = $12, address_kind = $13, name = $4, expires_at = $5,
      resumable_until = null, ended_at = null, renewals = 0, address_version = address_version + 1,
      address_changed_at = $6, changed_at = $6, company_draft = case when $15 then company_draft end,
      username = case when $14 = 'corrected' then username end,
      begins_at = case when $7::bytea is null or send_at is null then begins_at else $6 end,
      send_at = case when $7::bytea is null then send_at end
    where id = $1 and state in ${OPEN} returning id),
  dead as (
    update invitation_tokens set dead_at = $6 where invitation_id in (select id from moved) and dead_at is null),
  secret as (
    insert into invitation_tokens (token_hash, code_hash, invitation_id, created_at) select $7, $8, id, $6 from moved where $7::bytea is not null),
  event as (
    insert into invitation_events (invitation_id, at, event, actor_type, actor_id, detail)
    select id, $6, $14, $9, $10, $11 from moved)
  select id from moved`);

type Readdressing = {
  readonly organizationId: string;
  readonly invited: Invited;
  readonly name: string | null;
  readonly expiresAt: Date;
  /** Null: it has not left yet, and leaves when it was to. */
  readonly secrets: InvitationSecrets | null;
  readonly actor: Actor;
  readonly detail: Readonly<Record<string, string>>;
  /** The word of the timeline. */
  readonly event: 'corrected' | 'handed-over';
  /** What was typed of the company is for the next one, too. */
  readonly keepsDraft: boolean;
};

/**
 * Moves an invitation to another address: earlier links die, what the person before typed is gone with them unless they handed it over, flows that were begun for it are over (`address_version`).
 * False when it is not open any more. The unique indexes `invitations_live` and `invitations_live_phone` refuse a second one (23505).
 */
export async function readdressInvitation(tx: Queryable, id: string, move: Readdressing, now: Date): Promise<boolean> {
  const { organizationId, invited, secrets, actor } = move;
  await tx.query(MAKE_ROOM, [organizationId, invited.canonical, now, invited.phone]);
  const rows = await tx.query(READDRESS, [
    id,
    invited.canonical,
    invited.shown,
    move.name,
    move.expiresAt,
    now,
    secrets?.tokenHash ?? null,
    secrets?.codeHash ?? null,
    actor.type,
    actor.type === 'account' ? actor.id : null,
    JSON.stringify(move.detail),
    invited.phone,
    invited.addressKind,
    move.event,
    move.keepsDraft,
  ]);
  return rows.length === 1;
}

const EXTEND = statement<{ id: string }>(`
  update invitations set expires_at = $2, changed_at = $3 where id = $1 and state in ${LIVE} returning id`);

/** False when it has come to an end. */
export async function extendInvitationTo(tx: Queryable, id: string, expiresAt: Date, now: Date): Promise<boolean> {
  return (await tx.query(EXTEND, [id, expiresAt, now])).length === 1;
}

const SHORTEN = statement<{ id: string }>(`
  update invitations set expires_at = $2, changed_at = $4
  where id = $1 and expires_at = $3::timestamptz and state in ${LIVE} returning id`);

/** Gives it its end from before; false when it has another than `after` by now. */
export async function shortenInvitation(
  tx: Queryable,
  id: string,
  given: { readonly before: string; readonly after: string },
  now: Date,
): Promise<boolean> {
  return (await tx.query(SHORTEN, [id, given.before, given.after, now])).length === 1;
}

const ADD_SECRET = statement<{ id: string }>(`
  insert into invitation_tokens (token_hash, code_hash, invitation_id, created_at)
  select $2, $3, i.id, $4 from invitations i
  where i.id = $1 and i.state in ${LIVE} and (
    select count(*) from invitation_tokens t
    where t.invitation_id = $1 and t.created_at > $4::timestamptz - interval '1 day') < 20
  returning invitation_id as id`);

/** Another link beside the earlier ones, under the invitation's lock; false after twenty in a day. */
export async function addSecret(tx: Queryable, id: string, secrets: InvitationSecrets, now: Date): Promise<boolean> {
  return (await tx.query(ADD_SECRET, [id, secrets.tokenHash, secrets.codeHash, now])).length === 1;
}

// The twin of what `renewInvitation` and `addSecret` allow: the newest, the fifth and the twentieth of the latest hold the next.
const NEXT = statement<{ at: Date | null }>(`
  select max(t.created_at + h.span) as at
  from (
    select created_at, row_number() over (order by created_at desc) as place from invitation_tokens
    where invitation_id = $1 and created_at > $2::timestamptz - interval '1 day') t
  join (values (1, interval '1 minute', true), (5, interval '1 hour', true), (20, interval '1 day', false))
    as h (place, span, sends) on h.place = t.place
  where (not h.sends or $3) and t.created_at + h.span > $2`);

/** From when on an invitation may be sent again, or another link be made of it; null where it is not time that holds it. */
export async function nextSecretAt(tx: Queryable, id: string, sends: boolean, now: Date): Promise<Date | null> {
  return (await tx.query(NEXT, [id, now, sends]))[0]?.at ?? null;
}
