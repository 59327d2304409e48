import type { Locale } from '@gatehouse/contract/locales';
import type { Policies } from '@gatehouse/contract/organizations';
import { type Queryable, statement } from '../../platform/database/database.ts';
import { LIVE_STATES } from './domain/invitation.ts';

/** What is known of whom an invitation is for. */
export type RecipientContext = {
  recipientLocale: Locale | null;
  recipientIsMember: boolean;
  /** They asked not to be invited by this organization again. */
  isSuppressed: boolean;
};

/** What the messages of an invitation need to know of its organization, its inviter and its recipient. */
export type InvitationContext = RecipientContext & {
  organizationName: string;
  productName: string;
  supportContact: string;
  locale: Locale;
  timeZone: string;
  policies: Partial<Policies>;
  inviterName: string | null;
  inviterAddress: string | null;
};

/** Whoever has proven one of the invited addresses, e-mail first. */
const recipient = (organization: string, canonicals: string) => {
  const proven = `f.kind in ('email', 'phone') and f.canonical = any(${canonicals}) and f.verified_at is not null`;
  return `
    (select r.locale from identifiers f join accounts r on r.id = f.account_id where ${proven}
      order by f.kind limit 1) as "recipientLocale",
    exists (select from identifiers f join memberships m on m.account_id = f.account_id
      and m.organization_id = ${organization} and m.state <> 'removed' where ${proven}) as "recipientIsMember",
    exists (select from suppressions s where s.organization_id = ${organization}
      and s.address_canonical = any(${canonicals})) as "isSuppressed"`;
};

const GET = statement<InvitationContext>(`
  select o.name as "organizationName", o.product_name as "productName", o.support_contact as "supportContact", o.locale,
    o.time_zone as "timeZone", o.policies, a.name as "inviterName",
    (select i.shown from identifiers i where i.account_id = a.id and i.kind = 'email' and i.is_primary) as "inviterAddress",
    ${recipient('o.id', '$3::text[]')}
  from organizations o
  left join accounts a on a.id = $2
  where o.id = $1`);

/** `canonicals`: the invited addresses. Null when there is no such organization. */
export async function findInvitationContext(
  queryable: Queryable,
  organizationId: string,
  inviterId: string | null,
  canonicals: readonly string[],
): Promise<InvitationContext | null> {
  const [row] = await queryable.query(GET, [organizationId, inviterId, canonicals]);
  return row ?? null;
}

const RECIPIENTS = statement<RecipientContext & { place: number }>(`
  select g.place::int, ${recipient('$1', 'array[g.canonical, g.phone]')}
  from unnest($2::text[], $3::text[]) with ordinality as g (canonical, phone, place) order by g.place`);

/** What is known of whom each invitation would be for, in their order. */
export async function listRecipients(
  queryable: Queryable,
  organizationId: string,
  all: readonly { readonly canonical: string; readonly phone: string | null }[],
): Promise<RecipientContext[]> {
  const addresses = [all.map(({ canonical }) => canonical), all.map(({ phone }) => phone)];
  return queryable.query(RECIPIENTS, [organizationId, ...addresses]);
}

export type TakenRow = { canonical: string; name: string; memberId: string | null; invitationId: string | null };

const TAKEN = statement<TakenRow>(`
  select distinct on (canonical) * from (
    select f.canonical, a.name, m.id as "memberId", null::text as "invitationId"
    from identifiers f join accounts a on a.id = f.account_id
    join memberships m on m.account_id = a.id and m.organization_id = $1 and m.state <> 'removed'
    where f.kind in ('email', 'phone') and f.canonical = any($2) and f.verified_at is not null
    union all
    select c.canonical, coalesce(i.name, i.address_shown), null, i.id
    from unnest($2::text[]) c (canonical)
    join invitations i on i.organization_id = $1 and (i.address_canonical = c.canonical or i.phone = c.canonical)
    where i.state = any($3) and (i.expires_at > $4 or i.resumable_until > $4)) found
  order by canonical, "memberId" nulls last`);

/** Which of these addresses somebody of the organization has: a member, else somebody who is invited. */
export async function listTaken(
  queryable: Queryable,
  organizationId: string,
  canonicals: readonly string[],
  now: Date,
): Promise<TakenRow[]> {
  return queryable.query(TAKEN, [organizationId, canonicals, LIVE_STATES, now]);
}
