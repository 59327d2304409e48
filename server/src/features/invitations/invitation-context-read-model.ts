import type { Locale } from '@gatehouse/contract/locales';
import type { Policies } from '@gatehouse/contract/organizations';
import { type Queryable, statement } from '../../platform/database/database.ts';

/** What is known of whom an invitation is for. */
export type RecipientContext = {
  recipientLocale: Locale | null;
  recipientIsMember: boolean;
  /** They asked not to be invited by this organization again. */
  isSuppressed: boolean;
};

/** What an invitation mail needs to know of its organization, its inviter and its recipient. */
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

const RECIPIENT = (organization: string, canonical: string) => `
    r.locale as "recipientLocale", m.id is not null as "recipientIsMember",
    exists (select from suppressions s
      where s.organization_id = ${organization} and s.address_canonical = ${canonical}) as "isSuppressed"`;
const RECIPIENT_JOINS = (organization: string, canonical: string) => `
  left join identifiers f on f.kind = 'email' and f.canonical = ${canonical} and f.verified_at is not null
  left join accounts r on r.id = f.account_id
  left join memberships m on m.organization_id = ${organization} and m.account_id = r.id and m.state <> 'removed'`;

const GET = statement<InvitationContext>(`
  select o.name as "organizationName", o.product_name as "productName", o.support_contact as "supportContact", o.locale,
    o.time_zone as "timeZone", o.policies, a.name as "inviterName",
    (select i.shown from identifiers i where i.account_id = a.id and i.kind = 'email' and i.is_primary) as "inviterAddress",
    ${RECIPIENT('o.id', '$3')}
  from organizations o
  left join accounts a on a.id = $2
  ${RECIPIENT_JOINS('o.id', '$3')}
  where o.id = $1`);

/** Null when there is no such organization. */
export async function findInvitationContext(
  queryable: Queryable,
  organizationId: string,
  inviterId: string | null,
  canonical: string,
): Promise<InvitationContext | null> {
  const [row] = await queryable.query(GET, [organizationId, inviterId, canonical]);
  return row ?? null;
}

const RECIPIENTS = statement<RecipientContext & { canonical: string }>(`
  select g.canonical, ${RECIPIENT('$1', 'g.canonical')}
  from unnest($2::text[]) as g (canonical)
  ${RECIPIENT_JOINS('$1', 'g.canonical')}`);

/** What is known of each of these addresses, by address. */
export async function findRecipients(
  queryable: Queryable,
  organizationId: string,
  canonicals: readonly string[],
): Promise<Map<string, RecipientContext>> {
  const rows = await queryable.query(RECIPIENTS, [organizationId, canonicals]);
  return new Map(rows.map(({ canonical, ...context }) => [canonical, context]));
}
