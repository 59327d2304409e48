import { type Queryable, statement } from '../../platform/database/database.ts';
import { LIVE_STATES } from './domain/invitation.ts';
import type { InvitationRow } from './invitation-store.ts';

export type InvitationListRow = InvitationRow & {
  inviterName: string | null;
  suppressed: boolean;
  acceptedOrganization: { id: string; name: string } | null;
  changedAt: Date;
};

/** An invitation `i` with the name of its inviter `a`. */
export const JOINED = `
  i.id, i.organization_id as "organizationId", i.kind, i.state, i.address_canonical as canonical,
  i.address_shown as shown, i.address_kind as "addressKind", i.phone, i.name, i.locale, i.roles, i.note, i.company, i.company_draft as "companyDraft",
  i.created_by as "createdBy", i.created_at as "createdAt", i.expires_at as "expiresAt",
  i.resumable_until as "resumableUntil", i.renewals, i.accepted_by as "acceptedBy",
  i.address_version as "addressVersion", i.added, i.username, i.send_at as "sendAt", i.begins_at as "beginsAt",
  a.name as "inviterName",
  exists (select from suppressions s where s.organization_id = i.organization_id
    and s.address_canonical in (i.address_canonical, i.phone)) as suppressed,
  (select json_build_object('id', o.id, 'name', o.name) from organizations o where o.id = i.accepted_organization_id)
    as "acceptedOrganization", coalesce(i.changed_at, i.created_at) as "changedAt"`;

const ONE = statement<InvitationListRow>(`
  select ${JOINED} from invitations i left join accounts a on a.id = i.created_by
  where i.organization_id = $1 and i.id = $2`);

export async function findInvitationOf(
  queryable: Queryable,
  organizationId: string,
  id: string,
): Promise<InvitationListRow | null> {
  const [row] = await queryable.query(ONE, [organizationId, id]);
  return row ?? null;
}

const KEEP = statement<{ id: string }>(`
  select i.id from invitations i join unnest($2::text[]) with ordinality chosen (id, row) on chosen.id = i.id
  where i.organization_id = $1 group by i.id order by min(chosen.row)`);

/** Of these ids those that are invitations of the organization, each once, in this order. */
export async function keepInvitationsOf(
  queryable: Queryable,
  organizationId: string,
  ids: readonly string[],
): Promise<string[]> {
  return (await queryable.query(KEEP, [organizationId, ids])).map(({ id }) => id);
}

export type TimelineRow = { at: Date; event: string; actor: string | null; detail: Record<string, string | number> };

const TIMELINE = statement<TimelineRow>(`
  select e.at, e.event, a.name as actor, e.detail from (
    select * from invitation_events where invitation_id = $1 order by id desc limit 500) e
  left join accounts a on a.id = e.actor_id order by e.id`);

export async function listTimeline(queryable: Queryable, id: string): Promise<TimelineRow[]> {
  return queryable.query(TIMELINE, [id]);
}

export type WaitingRow = InvitationRow & { organizationName: string; inviterName: string | null };

const WAITING = statement<WaitingRow>(`
  with mine as (
    select canonical from identifiers where account_id = $1 and kind in ('email', 'phone') and verified_at is not null)
  select ${JOINED}, o.name as "organizationName" from invitations i
  join organizations o on o.id = i.organization_id and o.state = 'active'
  left join accounts a on a.id = i.created_by
  where i.id in (
      select x.id from mine join invitations x on x.address_canonical = mine.canonical
      union select x.id from mine join invitations x on x.phone = mine.canonical)
    and i.state = any($2) and i.send_at is null
    and (i.expires_at > $3 or i.resumable_until > $3)
  order by i.id desc limit 50`);

/** Live invitations that have left, for addresses that the account has proven; never for one that it merely typed. */
export async function listWaitingInvitations(
  queryable: Queryable,
  accountId: string,
  now: Date,
): Promise<WaitingRow[]> {
  return queryable.query(WAITING, [accountId, LIVE_STATES, now]);
}

const FOR_ADDRESS = statement<InvitationRow>(`
  select ${JOINED} from invitations i left join accounts a on a.id = i.created_by
  where (i.address_canonical = $1 or i.phone = $1) and i.state = any($2) and i.send_at is null order by i.id desc limit 5`);

/** Invitations for an address or a number that have left and are live, or have only run out of time. */
export async function listInvitationsForAddress(queryable: Queryable, canonical: string): Promise<InvitationRow[]> {
  return queryable.query(FOR_ADDRESS, [canonical, LIVE_STATES]);
}
