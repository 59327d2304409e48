import { type Queryable, statement } from '../../platform/database/database.ts';
import { CLAIM_ADDRESS, EXPIRE, type InvitationSecrets, LIVE, type NewInvitation } from './invitation-store.ts';

/** One of many, with the id that it gets and the secrets of its mail. */
export type BatchInvitation = NewInvitation & { readonly id: string; readonly secrets: InvitationSecrets };

// As `insertInvitation`, for many. Always in the order of their addresses: of two that write the same none waits for the
// other for ever.
const INSERT = statement<{ id: string }>(`
  with given as (
    select * from unnest($4::text[], $5::text[], $6::text[], $7::text[], $8::text[], $9::text[], $10::text[],
      $11::text[], $12::text[], $13::timestamptz[], $14::bytea[], $15::bytea[], $16::text[], $17::text[], $18::boolean[], $19::text[])
      as g (id, kind, canonical, shown, name, locale, roles, note, company, expires_at, token_hash, code_hash, phone,
        address_kind, added, username)),
  expired as (
    ${EXPIRE}
    where organization_id = $1 and (address_canonical = any($6) or phone = any($16)) and state in ${LIVE}
      and greatest(invitations.expires_at, resumable_until) <= $3
    returning invitations.id),
  created as (
    insert into invitations (id, organization_id, kind, state, address_canonical, address_shown, name, locale, roles,
      note, company, created_at, expires_at, created_by, phone, address_kind, added, username)
    select id, $1, kind, 'queued', canonical, shown, name, locale, string_to_array(roles, ','), note, company::jsonb, $3,
      expires_at, $2, phone, address_kind, added, username
    from given where (select count(*) from expired) >= 0 order by canonical
    ${CLAIM_ADDRESS}
    returning id),
  secret as (
    insert into invitation_tokens (token_hash, code_hash, invitation_id, created_at)
    select token_hash, code_hash, id, $3 from given where id in (select id from created)),
  event as (
    insert into invitation_events (invitation_id, at, event, actor_type, actor_id)
    select id, $3, 'created', case when $2::text is null then 'operator' else 'account' end, $2 from created)
  select id from created`);

/** The ids of those that were written: no live invitation existed for their address or number. */
export async function insertInvitations(
  tx: Queryable,
  by: { readonly organizationId: string; readonly inviterId: string | null },
  batch: readonly BatchInvitation[],
  now: Date,
): Promise<Set<string>> {
  const rows = await tx.query(INSERT, [
    by.organizationId,
    by.inviterId,
    now,
    batch.map(({ id }) => id),
    batch.map(({ kind }) => kind),
    batch.map(({ canonical }) => canonical),
    batch.map(({ shown }) => shown),
    batch.map(({ name }) => name),
    batch.map(({ locale }) => locale),
    batch.map(({ roles }) => roles.join()),
    batch.map(({ note }) => note),
    batch.map(({ company }) => company && JSON.stringify(company)),
    batch.map(({ expiresAt }) => expiresAt),
    batch.map(({ secrets }) => secrets.tokenHash),
    batch.map(({ secrets }) => secrets.codeHash),
    batch.map(({ phone }) => phone),
    batch.map(({ addressKind }) => addressKind),
    batch.map(({ added }) => added ?? false),
    batch.map(({ username }) => username ?? null),
  ]);
  return new Set(rows.map(({ id }) => id));
}

const LIVE_FOR = statement<{ id: string; canonical: string }>(`
  select id, address_canonical as canonical from invitations
  where organization_id = $1 and address_canonical = any($2) and state in ${LIVE}
  union all
  select id, phone from invitations where organization_id = $1 and phone = any($2) and state in ${LIVE}`);

/** The live invitations of an organization for these addresses and numbers, by them. */
export async function findLiveInvitations(
  queryable: Queryable,
  organizationId: string,
  canonicals: readonly string[],
): Promise<Map<string, string>> {
  const rows = await queryable.query(LIVE_FOR, [organizationId, canonicals]);
  return new Map(rows.map(({ id, canonical }) => [canonical, id]));
}
const REVOKE_UNOPENED = statement<{ id: string }>(`
  with revoked as (
    update invitations set state = 'revoked', ended_at = $3
    where organization_id = $1 and id = any($2) and state = any($4) and greatest(expires_at, resumable_until) > $3
    returning id),
  event as (
    insert into invitation_events (invitation_id, at, event, actor_type, actor_id)
    select id, $3, 'revoked', 'account', $5 from revoked)
  select id from revoked`);

/** Withdraws those of `ids` that are in one of `states`; answers which. */
export async function revokeInvitationsIn(
  tx: Queryable,
  organizationId: string,
  ids: readonly string[],
  by: { readonly states: readonly string[]; readonly accountId: string | null },
  now: Date,
): Promise<string[]> {
  return (await tx.query(REVOKE_UNOPENED, [organizationId, ids, now, by.states, by.accountId])).map(({ id }) => id);
}
