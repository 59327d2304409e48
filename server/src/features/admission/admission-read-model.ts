import { type Queryable, statement } from '../../platform/database/database.ts';
import { bindsSql, fullSql, passwordPoliciesSql, shutOutSql } from '../organizations/index.ts';
import { decidableSql } from '../sign-in/index.ts';
import type { AdmissionRow } from './admission-row.ts';
import { isOfSignIn } from './flow-store.ts';

/** Columns by the name of their field. */
type Columns = { readonly [F in keyof AdmissionRow]?: string };

const FLOW = {
  flowId: 'f.id',
  flowVersion: 'f.xmin::text',
  flowKind: 'f.kind',
  flowAccountId: 'f.account_id',
  identifier: 'f.identifier_shown',
  identifierCanonical: 'f.identifier_canonical',
  method: 'f.method',
  returnTo: 'f.return_to',
  acceptedAt: 'f.accepted_at',
  addressProvenAt: 'f.address_proven_at',
  authenticatedAt: 'f.authenticated_at',
  authenticatedBy: 'f.authenticated_by',
  addingAddress: 'f.adding_address',
  flowLocale: 'f.locale',
  flowCreatedAt: 'f.created_at',
  flowExpiresAt: 'f.expires_at',
  clientHash: 'f.client_hash',
  passwordPostponedAt: 'f.password_postponed_at',
  factor: 'f.factor',
  factorNumber: 'f.factor_number',
  secondFactorAt: 'f.second_factor_at',
  secondFactorBy: 'f.second_factor_by',
  trustDevice: 'f.trust_device',
  factorPostponedAt: 'f.factor_postponed_at',
  factorAddedAt: 'f.factor_added_at',
  showsCodes: 'f.shown_once is not null',
  trustedUntil: `(select d.trusted_until from devices d where d.token_hash = f.client_hash and d.account_id = a.id)`,
  completedAt: 'f.completed_at',
  flowAddressVersion: 'f.address_version',
  flowDoorId: 'f.door_organization_id',
  flowDoorNamed: 'f.door_named',
} as const satisfies Columns;

const ACCOUNT = {
  accountId: 'a.id',
  accountState: 'a.state',
  accountName: 'a.name',
  accountCreatedAt: 'a.created_at',
  passwordSetAt: 'p.set_at',
  passwordDueAt: 'a.password_due_at',
  passwordDueBy: 'a.password_due_by',
  factors: `case when a.id is not null then json_build_object(
    'totpAt', (select confirmed_at from second_factors where account_id = a.id and kind = 'totp'),
    'smsAt', (select confirmed_at from second_factors where account_id = a.id and kind = 'sms' and sms_factor_allowed(a.id)),
    'smsTo', (select destination from second_factors where account_id = a.id and kind = 'sms' and confirmed_at is not null),
    'recovery', (select json_build_object('state', r.state, 'askedAt', r.asked_at, 'readyAt', r.ready_at,
      'expiresAt', r.expires_at, 'decidable', ${decidableSql('r.organization_id', 'r.account_id')}) from recovery_requests r where r.account_id = a.id and r.state in ('waiting', 'approved')),
    'home', (select ho.name from memberships hm join organizations ho on ho.id = hm.organization_id and ${bindsSql('ho')}
      where hm.account_id = a.id and hm.state = 'active' order by hm.id limit 1),
    'passkeys', (select count(*) from passkeys where account_id = a.id),
    'recoveryCodes', (select count(*) from recovery_codes where account_id = a.id and used_at is null)) end`,
  factorPolicies: `(select json_agg(json_build_object('policy', fo.policies->>'secondFactor',
      'days', (fo.policies->>'trustedDeviceDays')::int, 'verify', (fo.policies->>'verifyPasskeys')::boolean, 'administers', fm.roles && array['owner', 'administrator']))
    from memberships fm join organizations fo on fo.id = fm.organization_id and ${bindsSql('fo')}
    where fm.account_id = a.id and fm.state = 'active')`,
  passwordPolicies: passwordPoliciesSql('a.id'),
  shutOutBy: shutOutSql('a.id'),
  legal: 't.legal',
  termsOrganizationId: 't.id',
  termsOrganizationName: 't.name',
  termsVersion: "coalesce(t.legal->>'version', '1')",
  consentAt: 'c.at',
} as const satisfies Columns;

/** Whether the organization `o`, which has a limit, has a place: no more members are counted than that. */
function seatSql(o: string): string {
  return `case when ${fullSql(o)} then 'none' else 'free' end`;
}

const INVITATION = {
  invitationId: 'i.id',
  added: 'i.added',
  kind: 'i.kind',
  state: 'i.state',
  canonical: 'i.address_canonical',
  addressVersion: 'i.address_version',
  addressChangedAt: 'i.address_changed_at',
  shown: 'i.address_shown',
  addressKind: 'i.address_kind',
  phone: 'i.phone',
  inviteeName: 'i.name',
  invitationLocale: 'i.locale',
  roles: 'i.roles',
  inviterRoles: `(select im.roles from memberships im where im.organization_id = i.organization_id
      and im.account_id = i.created_by and im.state = 'active'
    union all select array['owner'] where i.created_by is null)`,
  note: 'i.note',
  company: 'i.company',
  companyDraft: 'i.company_draft',
  createdAt: 'i.created_at',
  sendAt: 'i.send_at',
  expiresAt: 'i.expires_at',
  resumableUntil: 'i.resumable_until',
  endedAt: 'i.ended_at',
  acceptedBy: 'i.accepted_by',
  inviterName: 'inviter.name',
  organizationId: 'o.id',
  organizationName: 'o.name',
  organizationState: 'o.state',
  productName: 'o.product_name',
  supportContact: 'o.support_contact',
  brand: '(select brand from door_brands where organization_id = o.id)',
  policies: 'o.policies',
  seat: `case when i.kind = 'member' and o.member_limit is not null then ${seatSql('o')} end`,
  emailOwnerId: 'own.account_id',
  phoneOwnerId: 'own_phone.account_id',
  phoneMoves: `coalesce((
    select n.state <> 'pending' or exists (
      select from identifiers e where e.account_id = n.id and e.kind = 'email' and e.verified_at is not null)
    from accounts n where n.id = own_phone.account_id), false)`,
  ownerId: 'owner.id',
  ownerHasPassword: 'owner.has_password',
  ownerHasPasskey: 'exists (select from passkeys ok where ok.account_id = owner.id)',
  addressVerifiedAt: `(select min(mine.verified_at) from identifiers mine where mine.account_id = a.id
    and mine.kind in ('email', 'phone') and mine.canonical in (i.address_canonical, i.phone))`,
  landingId: 'land.id',
  landingSlug: 'land.slug',
  landingState: 'land.state',
  companyCreatedAt: "case when i.kind = 'company' and i.state = 'accepted' then land.created_at end",
  joinState: 'j.state',
  joinAt: 'j.requested_at',
  joinOrganization: 'jo.name',
  joinOrganizationId: 'jo.id',
  joinOrganizationState: 'jo.state',
  joinNote: 'j.note',
  joinNotify: 'j.notify',
  approval: 'ap.approval',
  handedOver: `(select json_build_object('to', h.to_shown, 'at', h.at) from invitation_hand_overs h
    where h.invitation_id = i.id and h.from_version = f.address_version)`,
  handedOn: `(select json_build_object('by', h.by_name, 'note', h.note) from invitation_hand_overs h
    where h.invitation_id = i.id and h.from_version = i.address_version - 1)`,
  membershipState: 'm.state',
  membershipAt: 'm.created_at',
  membershipRemovedAt: 'm.removed_at',
  delivery: 'd.delivery',
} as const satisfies Columns;

function select(...parts: readonly Columns[]): string {
  const columns = parts.flatMap((part) => Object.entries(part).map(([field, column]) => `${column} as "${field}"`));
  return `select ${columns.join(', ')}`;
}

// The terms in question at a sign-in: those of an organization that changed them since the account agreed.
const CHANGED_TERMS = `
  select s.id, s.name, s.legal from memberships sm join organizations s on s.id = sm.organization_id and s.state = 'active'
  where sm.account_id = a.id and sm.state = 'active'
    and exists (select from consents sc where sc.account_id = a.id and sc.organization_id = s.id)
    and not exists (select from consents sc where sc.account_id = a.id and sc.organization_id = s.id
      and sc.version = coalesce(s.legal->>'version', '1'))`;

// Everything hangs on one invitation or one flow by keys, so that the whole of it is a handful of index look-ups.
const load = (source: string) => statement<AdmissionRow>(loadingSql(source));

/** The same as a part of a larger statement. `source`: a row of ids of a flow, an invitation and the account that is signed in, or nulls. */
export function loadingSql(source: string): string {
  return `
  ${select(FLOW, ACCOUNT, INVITATION)}
  from ${source} q (flow_id, invitation_id, session_id)
  left join flows f on f.id = q.flow_id
  left join invitations i on i.id = coalesce(f.invitation_id, q.invitation_id)
  left join accounts inviter on inviter.id = i.created_by
  left join organizations o on o.id = i.organization_id
  left join identifiers own on own.kind = 'email' and own.canonical = i.address_canonical and own.verified_at is not null
  left join identifiers own_phone on own_phone.kind = 'phone' and own_phone.canonical = i.phone
    and own_phone.verified_at is not null
  left join lateral (
    select o.id, w.account_id is not null as has_password
    from (values (own.account_id, 1), (own_phone.account_id, 2)) o (id, place)
    left join passwords w on w.account_id = o.id
    where o.id is not null
    order by o.id = q.session_id desc nulls last, w.account_id is not null desc, o.place limit 1) owner on true
  left join accounts a on a.id = coalesce(f.account_id, owner.id)
  left join passwords p on p.account_id = a.id
  left join lateral (
    select s.id, s.name, s.legal from organizations s where s.id = o.id
    union all (${CHANGED_TERMS} and i.id is null)
    limit 1) t on true
  left join consents c on c.account_id = a.id and c.organization_id = t.id
    and c.version = coalesce(t.legal->>'version', '1')
  left join lateral (
    select state, requested_at, organization_id, note, notify from join_requests
    where invitation_id = i.id order by id desc limit 1) j on true
  left join organizations jo on jo.id = j.organization_id
  left join lateral (
    select json_build_object('state', state, 'at', requested_at, 'decidedAt', decided_at, 'note', note, 'notify', notify,
      'reason', reason, 'company', (select name from organizations c where c.id = company_id)) as approval
    from company_approvals where invitation_id = i.id order by company_id desc limit 1) ap on i.kind = 'company'
  left join organizations land on land.id = coalesce(i.accepted_organization_id, case when i.kind = 'member' then o.id end)
  left join memberships m on m.account_id = a.id and m.organization_id = land.id
  left join lateral (
    select json_build_object('state', state, 'response', response, 'at', updated_at, 'channel', channel) as delivery from (
      select distinct on (channel) channel, state, response, updated_at from messages
      where subject_type = 'invitation' and subject_id = i.id order by channel, id desc) newest
    order by array_position(array['delivered', 'sent', 'sending', 'queued', 'abandoned'], state), channel
    limit 1) d on true`;
}

// Planning so many joins takes six times as long as running them. PostgreSQL keeps the plan of ONE, for it cannot be
// bettered by knowing the values; that of MANY it makes anew each time, for it depends on how many there are.
const ONE = load('(select $1::text, $2::text, $3::text)');
const MANY = load('unnest($1::text[], $2::text[], $3::text[])');

// A sign-in has no invitation, and every statement of it counts: nothing else is looked at.
const SIGN_IN = statement<AdmissionRow>(`
  ${select(FLOW, ACCOUNT)},
    coalesce((select brand from door_brands where organization_id = f.door_organization_id),
      (select brand from house_brand)) as brand
  from flows f
  left join accounts a on a.id = f.account_id
  left join passwords p on p.account_id = a.id
  left join lateral (${CHANGED_TERMS} limit 1) t on true
  left join consents c on c.account_id = a.id and c.organization_id = t.id
    and c.version = coalesce(t.legal->>'version', '1')
  where f.id = $1 and f.invitation_id is null`);
const NO_INVITATION = Object.fromEntries(Object.keys(INVITATION).map((field) => [field, null]));

/** Fields of a member that are not the account's own. */
const PLACE = {
  membershipState: 'm.state',
  membershipAt: 'm.created_at',
  landingState: '(select o.state from organizations o where o.id = m.organization_id)',
  joinState: 'j.state',
  joinAt: 'j.requested_at',
  addressVerifiedAt: 'v.verified_at',
} as const satisfies Columns;

/**
 * A member as the console looks at one, as a part of a larger statement: their account, their place, a request to join
 * that waits, and terms that changed. The arguments are expressions: ids of an organization and an account.
 */
export function loadingMemberSql(organization: string, account: string): string {
  return `
  ${select(ACCOUNT, PLACE)}
  from accounts a
  left join memberships m on m.account_id = a.id and m.organization_id = ${organization}
  left join passwords p on p.account_id = a.id
  left join lateral (
    select verified_at from identifiers where account_id = a.id and verified_at is not null order by is_primary desc limit 1) v on true
  left join lateral (${CHANGED_TERMS} and s.id = ${organization} limit 1) t on true
  left join consents c on false
  left join lateral (
    select state, requested_at from join_requests where organization_id = ${organization} and account_id = a.id
    order by id desc limit 1) j on true
  where a.id = ${account}`;
}

/** Names of the fields of {@link loadingSql} and of {@link loadingMemberSql}; the rest of a member's row is null. */
export const LOADED_FIELDS = Object.keys({ ...FLOW, ...ACCOUNT, ...INVITATION });
export const LOADED_MEMBER_FIELDS = Object.keys({ ...ACCOUNT, ...PLACE });

/** A flow with its invitation, for whoever is signed in with this account; null when there is no such flow. */
export async function loadFlow(
  queryable: Queryable,
  flowId: string,
  sessionAccountId: string | null,
): Promise<AdmissionRow | null> {
  if (isOfSignIn(flowId)) {
    const [row] = await queryable.query(SIGN_IN, [flowId]);
    if (row) return { ...NO_INVITATION, ...row };
    // Of somebody who was added, and is led on by that since they proved who they are.
  }
  const [row] = await queryable.query(ONE, [flowId, null, sessionAccountId]);
  return row?.flowId ? row : null;
}

/** Invitations as their links are opened: before there is any flow. */
export async function loadInvitations(
  queryable: Queryable,
  ids: readonly string[],
  sessionAccountId: string | null = null,
): Promise<AdmissionRow[]> {
  if (ids.length === 0) return [];
  const rows =
    ids.length === 1
      ? await queryable.query(ONE, [null, ids[0], sessionAccountId])
      : await queryable.query(MANY, [ids.map(() => null), ids, ids.map(() => sessionAccountId)]);
  return rows.filter((row) => row.invitationId !== null);
}
