import type { CompanyDraft } from '@gatehouse/contract/company';
import type { InvitationKind, InvitationState } from '@gatehouse/contract/invitations';
import type { Locale } from '@gatehouse/contract/locales';
import type { Role } from '@gatehouse/contract/roles';
import type { Actor } from '../../kernel/actor.ts';
import { newId } from '../../kernel/ids.ts';
import { command, type Queryable, statement } from '../../platform/database/database.ts';
import { LIVE_STATES, TRANSITIONS, type Transition } from './domain/invitation.ts';
import type { Invited } from './read-invited.ts';

export type InvitationSecrets = { tokenHash: Buffer; codeHash: Buffer };
/** Of one that has no link yet. */
const NO_SECRETS = { tokenHash: null, codeHash: null };

export type NewInvitation = Invited & {
  organizationId: string;
  kind: InvitationKind;
  name: string | null;
  locale: Locale | null;
  roles: readonly Role[];
  note: string | null;
  company: CompanyDraft | null;
  /** Null: the operator, at the command line. */
  createdBy: string | null;
  expiresAt: Date;
  /** By an administrator, so that signing in with a code is enough. */
  added?: boolean;
  /** What they will sign in with here; it is to be claimed in the same transaction. */
  username?: string | null;
  /** When it leaves, where not at once. */
  sendAt?: Date | null;
};

export const LIVE = `('${LIVE_STATES.join("', '")}')`;

/** What has run out of time makes room for a new one. */
export const EXPIRE = `update invitations set state = 'expired',
  ended_at = greatest(invitations.expires_at, resumable_until),
  changed_at = greatest(invitations.expires_at, resumable_until)`;

/** Of two for one address or number of an organization, the later is not written: `invitations_live`, `invitations_live_phone`. */
export const CLAIM_ADDRESS = 'on conflict do nothing';

// One statement: what has run out of time makes room, then row, secrets and the first word of the timeline.
const INSERT = statement<{ id: string }>(`
  with expired as (
    ${EXPIRE}
    where organization_id = $2 and (address_canonical = $4 or phone = $16) and state in ${LIVE}
      and expires_at <= $12 and (resumable_until is null or resumable_until <= $12)
    returning id),
  created as (
    insert into invitations (id, organization_id, kind, state, address_canonical, address_shown, name, locale, roles,
      note, company, created_at, expires_at, created_by, phone, address_kind, added, username, send_at, begins_at)
    select $1, $2, $3, 'queued', $4, $5, $6, $7, $8::text[], $9, $10, $12, $11, $13, $16, $17, $18, $19, $20, $20
    where (select count(*) from expired) >= 0
    ${CLAIM_ADDRESS}
    returning id),
  secret as (
    insert into invitation_tokens (token_hash, code_hash, invitation_id, created_at)
    select $14, $15, id, $12 from created where $14::bytea is not null),
  event as (
    insert into invitation_events (invitation_id, at, event, actor_type, actor_id, detail)
    select id, $12, 'created', case when $13::text is null then 'operator' else 'account' end, $13, $21::jsonb from created)
  select id from created`);

/** The new id; without `secrets` nothing leads in yet. Null when a live invitation for this address or number exists in the organization. */
export async function insertInvitation(
  queryable: Queryable,
  invitation: NewInvitation,
  secrets: InvitationSecrets | null,
  now: Date,
): Promise<string | null> {
  const { tokenHash, codeHash } = secrets ?? NO_SECRETS;
  const rows = await queryable.query(INSERT, [
    newId('inv', now),
    invitation.organizationId,
    invitation.kind,
    invitation.canonical,
    invitation.shown,
    invitation.name,
    invitation.locale,
    invitation.roles,
    invitation.note,
    invitation.company && JSON.stringify(invitation.company),
    invitation.expiresAt,
    now,
    invitation.createdBy,
    tokenHash,
    codeHash,
    invitation.phone,
    invitation.addressKind,
    invitation.added ?? false,
    invitation.username ?? null,
    invitation.sendAt ?? null,
    JSON.stringify(invitation.sendAt ? { sendAt: invitation.sendAt.toISOString() } : {}),
  ]);
  return rows[0]?.id ?? null;
}

const LIVE_FOR = statement<{ id: string }>(`
  select id from invitations
  where organization_id = $1 and (address_canonical = $2 or phone = $3) and state in ${LIVE} and id is distinct from $4
  order by address_canonical = $2 desc limit 1`);

/** A live one of the address or of the number, other than `except`. */
export async function findLiveInvitation(
  queryable: Queryable,
  organizationId: string,
  { canonical, phone }: Invited,
  except: string | null,
): Promise<string | null> {
  const [row] = await queryable.query(LIVE_FOR, [organizationId, canonical, phone, except]);
  return row?.id ?? null;
}

export type InvitationRow = Invited & {
  id: string;
  organizationId: string;
  kind: InvitationKind;
  state: InvitationState;
  name: string | null;
  locale: Locale | null;
  roles: Role[];
  note: string | null;
  company: CompanyDraft | null;
  companyDraft: CompanyDraft | null;
  createdBy: string | null;
  createdAt: Date;
  expiresAt: Date;
  resumableUntil: Date | null;
  renewals: number;
  acceptedBy: string | null;
  addressVersion: number;
  added: boolean;
  username: string | null;
  /** When it is to leave; null once it has, and where it left at once. */
  sendAt: Date | null;
  /** From when its time counts, where that is not when it was made. */
  beginsAt: Date | null;
};

const COLUMNS = `id, organization_id as "organizationId", kind, state, address_canonical as canonical,
  address_shown as shown, address_kind as "addressKind", phone, name, locale, roles, note, company, company_draft as "companyDraft",
  created_by as "createdBy", created_at as "createdAt", expires_at as "expiresAt",
  resumable_until as "resumableUntil", renewals, accepted_by as "acceptedBy",
  address_version as "addressVersion", added, username, send_at as "sendAt", begins_at as "beginsAt"`;

const GET = statement<InvitationRow>(`select ${COLUMNS} from invitations where id = $1`);

export async function findInvitation(queryable: Queryable, id: string): Promise<InvitationRow | null> {
  const [row] = await queryable.query(GET, [id]);
  return row ?? null;
}

const ADDED_FOR = statement<{ id: string; addressVersion: number }>(`
  select i.id, i.address_version as "addressVersion" from invitations i
  join organizations o on o.id = i.organization_id and o.state = 'active'
  where i.added and i.kind = 'member' and i.address_canonical = $1 and i.state in ${LIVE}
    and (i.expires_at > $2 or i.resumable_until > $2)
  union all
  select i.id, i.address_version from invitations i
  join organizations o on o.id = i.organization_id and o.state = 'active'
  where i.added and i.kind = 'member' and i.phone = $1 and i.state in ${LIVE}
    and (i.expires_at > $2 or i.resumable_until > $2)
  order by 1 limit 1`);

/** The oldest place that an administrator added for this address, and that nobody has taken; null where there is none. */
export async function findAddedFor(
  queryable: Queryable,
  canonical: string,
  now: Date,
): Promise<{ id: string; addressVersion: number } | null> {
  const [row] = await queryable.query(ADDED_FOR, [canonical, now]);
  return row ?? null;
}

/** `addressVersion` is read together with the secret: what is live is of that address. */
type FoundSecret = { id: string; dead: boolean; deadAt: Date | null; addressVersion: number };

const FOUND = `select i.id, t.dead_at is not null as dead, t.dead_at as "deadAt", i.address_version as "addressVersion"
  from invitation_tokens t join invitations i on i.id = t.invitation_id`;
const BY_TOKEN = statement<FoundSecret>(`
  ${FOUND} where t.token_hash = $1`);
const BY_CODE = statement<FoundSecret>(`
  ${FOUND} where t.code_hash = any($1)`);

export async function findIdByToken(queryable: Queryable, tokenHash: Buffer): Promise<FoundSecret | null> {
  const [row] = await queryable.query(BY_TOKEN, [tokenHash]);
  return row ?? null;
}

export async function findIdByTypedCode(
  queryable: Queryable,
  codeHashes: readonly Buffer[],
): Promise<FoundSecret | null> {
  const [row] = await queryable.query(BY_CODE, [codeHashes]);
  return row ?? null;
}

const MOVE = statement<{ id: string }>(`
  update invitations set state = $2, resumable_until = coalesce($4, resumable_until), changed_at = $6,
    ended_at = case when $5 then $6::timestamptz else ended_at end
  where id = $1 and state = any($3) and (expires_at > $6 or resumable_until > $6) returning id`);

const ENDS: readonly Transition[] = ['declined', 'revoked', 'superseded'];

/** Runs one row of the transition table on a live invitation; false when its state or time does not allow it. */
export async function moveInvitation(
  queryable: Queryable,
  id: string,
  transition: Exclude<Transition, 'accepted'>,
  now: Date,
  resumableUntil: Date | null = null,
): Promise<boolean> {
  const { from, to } = TRANSITIONS[transition];
  const rows = await queryable.query(MOVE, [id, to, from, resumableUntil, ENDS.includes(transition), now]);
  return rows.length === 1;
}

const ACCEPT = statement<{ username: string | null }>(`
  update invitations set state = 'accepted', accepted_by = $3, accepted_organization_id = $4, ended_at = $5,
    changed_at = $5
  where id = $1 and state = any($2) and (expires_at > $5 or resumable_until > $5) returning username`);

/** Consumes the invitation, for one caller only; null for others. The user name that was kept for whoever comes is theirs to take. Runs in the transaction that grants what it grants. */
export async function consumeInvitation(
  queryable: Queryable,
  id: string,
  acceptance: { accountId: string; organizationId: string },
  now: Date,
): Promise<{ username: string | null } | null> {
  const values = [id, TRANSITIONS.accepted.from, acceptance.accountId, acceptance.organizationId, now];
  return (await queryable.query(ACCEPT, values))[0] ?? null;
}

const SAVE_DRAFT = command('update invitations set company_draft = $2 where id = $1');

export async function saveCompanyDraft(queryable: Queryable, id: string, draft: CompanyDraft): Promise<void> {
  await queryable.query(SAVE_DRAFT, [id, JSON.stringify(draft)]);
}

const KEEP = command('update invitations set resumable_until = $2, changed_at = $3 where id = $1');

/** Half-done onboarding is kept until then, or until the end date where that is later. */
export async function keepInvitation(tx: Queryable, id: string, until: Date, now: Date): Promise<void> {
  await tx.query(KEEP, [id, until, now]);
}

const LOCK = statement<{ id: string }>('select id from invitations where id = $1 for no key update');

/** Keeps others from changing an invitation until the transaction ends: what is counted next cannot change meanwhile. */
export async function lockInvitation(tx: Queryable, id: string): Promise<void> {
  await tx.query(LOCK, [id]);
}

const INSERT_EVENT = command(`
  insert into invitation_events (invitation_id, at, event, actor_type, actor_id, detail)
  values ($1, $2, $3, $4, $5, $6)`);

/** One word of the timeline: see `console.timeline.*`. Never a secret in `detail`. */
export async function insertInvitationEvent(
  queryable: Queryable,
  id: string,
  event: string,
  actor: Actor,
  now: Date,
  detail: Readonly<Record<string, string | number>> = {},
): Promise<void> {
  const actorId = actor.type === 'account' ? actor.id : null;
  await queryable.query(INSERT_EVENT, [id, now, event, actor.type, actorId, JSON.stringify(detail)]);
}
