import type { Locale } from '@gatehouse/contract/locales';
import { type Queryable, statement } from '../../platform/database/database.ts';

export type ApprovalQueueRow = {
  id: string;
  state: 'waiting' | 'approved' | 'rejected' | 'withdrawn';
  name: string;
  country: string | null;
  registrationNumber: string | null;
  address: string;
  phone: string;
  timeZone: string;
  locale: Locale;
  differentCompanyReason: string | null;
  personName: string;
  proofs: { kind: 'email' | 'phone' | 'username'; shown: string; provenAt: string }[] | null;
  invitationId: string;
  invitedBy: string | null;
  invitedAt: Date;
  note: string;
  requestedAt: Date;
  decidedAt: Date | null;
  decidedBy: string | null;
  reason: string | null;
  similarNames: string[] | null;
  sameNumber: string[] | null;
  newDomain: boolean;
};

// Names like this one: of companies that came in by this organization's invitations, or wait to.
const SIMILAR = `
  select array_agg(s.name order by similarity(lower(s.name), lower(o.name)) desc) from (
    select n.name from customer_companies c join organizations n on n.id = c.company_id and n.state = 'active'
      where c.supplier_id = $1 and lower(n.name) % lower(o.name)
    union all
    select n.name from company_approvals w join organizations n on n.id = w.company_id
      where w.supplier_id = $1 and w.state = 'waiting' and w.company_id <> o.id and lower(n.name) % lower(o.name)
    limit 5) s`;

// Possible only where the person said that theirs is a different company, or where the other was turned down.
const SAME_NUMBER = `
  select array_agg(n.name order by n.id) from organizations n
  where n.registration_key = o.registration_key and n.id <> o.id and n.state in ('active', 'suspended', 'pending-approval')`;

// Nobody came in from this domain by an invitation of this organization before; by the index invitations_search.
const NEW_DOMAIN = `
  exists (select from identifiers d where d.account_id = a.id and d.kind = 'email' and d.verified_at is not null)
  and not exists (
    select from identifiers d join invitations e on e.organization_id = $1 and e.state = 'accepted' and e.id <> i.id
      and (e.address_canonical || ' ' || lower(coalesce(e.name, ''))) like
        '%@' || replace(split_part(d.canonical, '@', 2), '_', '\\_') || ' %'
    where d.account_id = a.id and d.kind = 'email' and d.verified_at is not null)`;

const select = (page: string, warnings: 'with-warnings' | 'without') => `
  select o.id, p.state, o.name, o.country, o.registration_number as "registrationNumber", o.address, o.phone,
    o.time_zone as "timeZone", o.locale, o.different_company_reason as "differentCompanyReason", a.name as "personName",
    (select json_agg(json_build_object('kind', f.kind, 'shown', f.shown, 'provenAt', f.verified_at) order by f.is_primary desc, f.id)
      from identifiers f where f.account_id = a.id and f.verified_at is not null) as proofs,
    i.id as "invitationId", b.name as "invitedBy", i.created_at as "invitedAt", p.note, p.requested_at as "requestedAt",
    p.decided_at as "decidedAt", d.name as "decidedBy", p.reason,
    ${warnings === 'without' ? 'null' : `(${SIMILAR})`} as "similarNames",
    ${warnings === 'without' ? 'null' : `(${SAME_NUMBER})`} as "sameNumber",
    ${warnings === 'without' ? 'false' : `(${NEW_DOMAIN})`} as "newDomain"
  from (${page}) p
  join organizations o on o.id = p.company_id
  join accounts a on a.id = p.account_id
  join invitations i on i.id = p.invitation_id
  left join accounts b on b.id = i.created_by
  left join accounts d on d.id = p.decided_by`;

const WAITING = statement<ApprovalQueueRow>(
  `${select(
    `select * from company_approvals where supplier_id = $1 and state = 'waiting' and ($2::text is null or company_id > $2)
   order by company_id limit $3`,
    'with-warnings',
  )} order by o.id`,
);
const DECIDED = statement<ApprovalQueueRow>(
  `${select(
    `select * from company_approvals where supplier_id = $1 and state <> 'waiting' and ($2::text is null or company_id < $2)
   order by company_id desc limit $3`,
    'without',
  )} order by o.id desc`,
);
const ONE = statement<ApprovalQueueRow>(
  select('select * from company_approvals where supplier_id = $1 and company_id = $2', 'with-warnings'),
);

/** Companies that wait, the oldest first, or those decided about, the newest first. `after`: the last one seen. */
export async function listApprovals(
  queryable: Queryable,
  supplierId: string,
  page: { state: 'waiting' | 'decided'; after: string | null; limit: number },
): Promise<ApprovalQueueRow[]> {
  return queryable.query(page.state === 'waiting' ? WAITING : DECIDED, [supplierId, page.after, page.limit]);
}

/** One of them; null when this organization has no such company to decide about. */
export async function findQueuedApproval(
  queryable: Queryable,
  supplierId: string,
  companyId: string,
): Promise<ApprovalQueueRow | null> {
  const [row] = await queryable.query(ONE, [supplierId, companyId]);
  return row ?? null;
}
