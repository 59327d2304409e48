import type { Factor } from '@gatehouse/contract/factors';
import type { FlowKind, Method } from '@gatehouse/contract/flows';
import type { Locale } from '@gatehouse/contract/locales';
import { newId } from '../../kernel/ids.ts';
import { command, type Queryable, statement } from '../../platform/database/database.ts';

export type NewFlow = {
  kind: FlowKind;
  clientHash: Buffer;
  invitationId: string | null;
  /** As it was when the link was read; 0 without an invitation. */
  addressVersion: number;
  returnTo: string | null;
  locale: Locale | null;
  expiresAt: Date;
  /** Sign-in: who it is to be, where that was said at once. */
  identifier: { canonical: string; shown: string } | null;
  /** Confirming: whoever is signed in. Recovering: whose link was pressed. */
  accountId: string | null;
  /** The link that was pressed, which proves who it is. */
  passwordLink?: { readonly id: string; readonly by: string };
  /** Id or slug of the organization at whose door a sign-in began; its pages look so where it has a brand of its own. */
  door: string | null;
};

const INSERT = command(`
  insert into flows (id, kind, client_hash, invitation_id, return_to, locale, created_at, expires_at,
    identifier_canonical, identifier_shown, method, address_version, account_id, password_link_id, authenticated_at,
    authenticated_by, door_named, door_organization_id)
  values ($1, $2, $3, $4, $5, $6, $7, $8, $9::text, $10,
    case when $9::text is not null and $2 <> 'recovery' then 'password' end, $11,
    $12, $14, case when $14::text is not null then $7::timestamptz end,
    case when $15::text is null then '{}' else array[$15::text] end, $13, $16)`);

const FIND_DOOR = statement<{ id: string }>(`
  select organization_id as id from door_brands where (organization_id = $1 or slug = $1) and state = 'active' and decided`);

async function findDoor(queryable: Queryable, named: string): Promise<string | null> {
  return (await queryable.query(FIND_DOOR, [named]))[0]?.id ?? null;
}

const SIGN_IN_PREFIX = 'sin';

/** A flow of no invitation: told from the id alone, so that no statement is needed to choose the statement. */
export function isOfSignIn(flowId: string): boolean {
  return flowId.startsWith(`${SIGN_IN_PREFIX}_`);
}

export async function insertFlow(queryable: Queryable, flow: NewFlow, now: Date): Promise<string> {
  const id = newId(flow.kind === 'invitation' ? 'flw' : SIGN_IN_PREFIX, now);
  const { kind, clientHash, invitationId, returnTo, locale, expiresAt, identifier } = flow;
  const { canonical = null, shown = null } = identifier ?? {};
  // Most have none, and nothing is looked up for them.
  const door = flow.door === null ? null : await findDoor(queryable, flow.door);
  const values = [
    id,
    kind,
    clientHash,
    invitationId,
    returnTo,
    locale,
    now,
    expiresAt,
    canonical,
    shown,
    flow.addressVersion,
    flow.accountId,
    flow.door,
    flow.passwordLink?.id ?? null,
    flow.passwordLink?.by ?? null,
    door,
  ];
  await queryable.query(INSERT, values);
  return id;
}

const FIND_BEGUN = statement<{ id: string }>(`
  select id from flows
  where invitation_id = $1 and client_hash = $2 and accepted_at is not null and completed_at is null
    and not adding_address and expires_at > $3
  order by created_at desc limit 1`);

/** The newest flow of an invitation that this browser has begun and not finished; null when there is none. */
export async function findBegunFlow(
  queryable: Queryable,
  of: { invitationId: string; clientHash: Buffer },
  now: Date,
): Promise<string | null> {
  const [row] = await queryable.query(FIND_BEGUN, [of.invitationId, of.clientHash, now]);
  return row?.id ?? null;
}

const FIND_BY_LINK = statement<{ id: string }>(`
  select id from flows where password_link_id = $1 and client_hash = $2 and completed_at is null and expires_at > $3`);

/** The flow that this browser began with the link, and has not finished; null when there is none. */
export async function findFlowOfLink(
  queryable: Queryable,
  of: { passwordLinkId: string; clientHash: Buffer },
  now: Date,
): Promise<string | null> {
  const [row] = await queryable.query(FIND_BY_LINK, [of.passwordLinkId, of.clientHash, now]);
  return row?.id ?? null;
}

const END_OTHERS = command(`
  update flows set expires_at = $3 where account_id = $1 and id <> $2 and completed_at is null and expires_at > $3`);

/** Ways in of the account that are half done elsewhere: what they had proven was the password before. */
export async function endOtherFlows(queryable: Queryable, accountId: string, kept: string, now: Date): Promise<void> {
  await queryable.query(END_OTHERS, [accountId, kept, now]);
}

// The invitation is locked too, and first of all that follows: whatever a step checks about it stays so until the end,
// and no two flows of one invitation can wait for each other.
const LOCK = command(`
  with flow as (select * from flows where id = $1 for update),
  invitation as (
    select id from invitations where id = (select invitation_id from flow) for no key update)
  select from flow where (select count(*) from invitation) >= 0`);

/** Others that submit a step of this flow or of its invitation wait until the transaction ends. */
export async function lockFlow(queryable: Queryable, id: string): Promise<void> {
  await queryable.query(LOCK, [id]);
}

const LOCK_ALONE = statement<{ version: string }>(`
  select xmin::text as version from flows where id = $1 and invitation_id is null for update`);

/** The same of a flow without an invitation; answers which version of it there is (`flowVersion`), null where it has one. */
export async function lockFlowAlone(queryable: Queryable, id: string): Promise<string | null> {
  const [row] = await queryable.query(LOCK_ALONE, [id]);
  return row?.version ?? null;
}

/** What a step learned; what is left out stays as it is. */
export type FlowChange = {
  acceptedAt?: Date;
  method?: Method | null;
  accountId?: string;
  identifier?: { canonical: string; shown: string };
  addressProven?: { at: Date; by: 'code' | 'link' | 'session' };
  authenticated?: { at: Date; by: string };
  addingAddress?: boolean;
  passwordPostponedAt?: Date;
  completedAt?: Date;
  locale?: Locale;
};

const UPDATE = command(`
  update flows set accepted_at = coalesce(accepted_at, $2), method = case when $3 then $4 else method end,
    account_id = coalesce($5, account_id), identifier_canonical = coalesce($6, identifier_canonical),
    identifier_shown = coalesce($7, identifier_shown), address_proven_at = coalesce(address_proven_at, $8),
    address_proven_by = coalesce(address_proven_by, $9), authenticated_at = coalesce(authenticated_at, $10),
    authenticated_by = case when $11::text is null then authenticated_by else authenticated_by || $11::text end,
    adding_address = coalesce($12, adding_address), completed_at = coalesce(completed_at, $13),
    locale = coalesce($14, locale), password_postponed_at = coalesce(password_postponed_at, $15)
  where id = $1`);

export async function updateFlow(queryable: Queryable, id: string, change: FlowChange): Promise<void> {
  await queryable.query(UPDATE, [
    id,
    change.acceptedAt ?? null,
    change.method !== undefined,
    change.method ?? null,
    change.accountId ?? null,
    change.identifier?.canonical ?? null,
    change.identifier?.shown ?? null,
    change.addressProven?.at ?? null,
    change.addressProven?.by ?? null,
    change.authenticated?.at ?? null,
    change.authenticated?.by ?? null,
    change.addingAddress ?? null,
    change.completedAt ?? null,
    change.locale ?? null,
    change.passwordPostponedAt ?? null,
  ]);
}

const LEAD_ON = command(`
  update flows set kind = 'invitation', invitation_id = $2, address_version = $3, accepted_at = $4
  where id = $1 and invitation_id is null`);

/** A sign-in of somebody who was added goes on as what they were added by. */
export async function leadOnByInvitation(
  queryable: Queryable,
  id: string,
  invitation: { readonly id: string; readonly addressVersion: number },
  now: Date,
): Promise<void> {
  await queryable.query(LEAD_ON, [id, invitation.id, invitation.addressVersion, now]);
}

const HELD = statement<{ id: string }>(`
  select id from flows where client_hash = $1 and completed_at is null and authenticated_at > $3 and expires_at > $2
  order by created_at desc limit 1`);

/** The newest flow of a browser that has proven since then who somebody is and is not done; null when there is none. */
export async function findProvenFlow(
  queryable: Queryable,
  clientHash: Buffer,
  now: Date,
  since: Date,
): Promise<string | null> {
  const [row] = await queryable.query(HELD, [clientHash, now, since]);
  return row?.id ?? null;
}

/** What the pages of the second step learned; what is left out stays as it is. */
export type FactorChange = {
  factor?: Factor;
  /** Typed to become a second step; E.164. */
  number?: string;
  proven?: { at: Date; by: string };
  /** It was set up in this flow just now. */
  added?: true;
  postponedAt?: Date;
  trustDevice?: boolean;
  /** Sealed; null: not to be shown any more. */
  shownOnce?: Buffer | null;
};

const UPDATE_FACTOR = command(`
  update flows set factor = coalesce($2, factor), second_factor_at = coalesce($3, second_factor_at),
    second_factor_by = coalesce($4, second_factor_by), factor_postponed_at = coalesce($5, factor_postponed_at),
    trust_device = coalesce($6, trust_device), factor_number = coalesce($9, factor_number),
    shown_once = case when $7 then $8::bytea else shown_once end,
    factor_added_at = case when $10 then coalesce(factor_added_at, $3) else factor_added_at end
  where id = $1`);

export async function updateFlowFactor(queryable: Queryable, id: string, change: FactorChange): Promise<void> {
  const { factor = null, number = null, proven, postponedAt = null, trustDevice = null, shownOnce } = change;
  const by = [proven?.at ?? null, proven?.by ?? null];
  await queryable.query(UPDATE_FACTOR, [
    id,
    factor,
    ...by,
    postponedAt,
    trustDevice,
    shownOnce !== undefined,
    shownOnce ?? null,
    number,
    change.added ?? false,
  ]);
}

const SHOWN_ONCE = statement<{ sealed: Buffer | null }>('select shown_once as sealed from flows where id = $1');

/** What the flow shows until it is said to be kept, sealed; null for nothing. */
export async function findShownOnce(queryable: Queryable, id: string): Promise<Buffer | null> {
  const [row] = await queryable.query(SHOWN_ONCE, [id]);
  return row?.sealed ?? null;
}

const INSERT_CONSENT = statement<{ id: string }>(`
  insert into consents (id, account_id, organization_id, version, documents, locale, ip, at)
  values ($1, $2, $3, $4, $5, $6, $7, $8)
  on conflict (account_id, organization_id, version) do nothing returning id`);

export type NewConsent = {
  accountId: string;
  organizationId: string;
  version: string;
  documents: unknown;
  locale: Locale;
  ip: string;
};

/** False when the account had agreed to this version before. */
export async function insertConsent(queryable: Queryable, consent: NewConsent, now: Date): Promise<boolean> {
  const { accountId, organizationId, version, documents, locale, ip } = consent;
  const values = [newId('cns', now), accountId, organizationId, version, JSON.stringify(documents), locale, ip, now];
  return (await queryable.query(INSERT_CONSENT, values)).length === 1;
}

const END_EVERY = command('update flows set expires_at = $1 where completed_at is null and expires_at > $1');

/** After a restore nobody is half-way any more: what a browser had proven before it counts no longer. */
export async function endEveryFlow(queryable: Queryable, now: Date): Promise<void> {
  await queryable.query(END_EVERY, [now]);
}
