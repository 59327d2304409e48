import type { FlowKind, Method } from '@gatehouse/contract/flows';
import type { Locale } from '@gatehouse/contract/locales';
import { newId } from '../../kernel/ids.ts';
import { command, type Queryable, statement } from '../../platform/database/database.ts';

export type NewFlow = {
  kind: FlowKind;
  clientHash: Buffer;
  invitationId: string | null;
  returnTo: string | null;
  locale: Locale | null;
  expiresAt: Date;
};

const INSERT = command(`
  insert into flows (id, kind, client_hash, invitation_id, return_to, locale, created_at, expires_at)
  values ($1, $2, $3, $4, $5, $6, $7, $8)`);

export async function insertFlow(queryable: Queryable, flow: NewFlow, now: Date): Promise<string> {
  const id = newId('flw', now);
  const { kind, clientHash, invitationId, returnTo, locale, expiresAt } = flow;
  await queryable.query(INSERT, [id, kind, clientHash, invitationId, returnTo, locale, now, expiresAt]);
  return id;
}

export type FlowGuard = { clientHash: Buffer; expiresAt: Date; completedAt: Date | null };

const GUARD = 'client_hash as "clientHash", expires_at as "expiresAt", completed_at as "completedAt"';
const FIND = statement<FlowGuard>(`select ${GUARD} from flows where id = $1`);

// The invitation is locked too, and first of all that follows: whatever a step checks about it stays so until the end,
// and no two flows of one invitation can wait for each other.
const LOCK = statement<FlowGuard>(`
  with flow as (select * from flows where id = $1 for update),
  invitation as (
    select id from invitations where id = (select invitation_id from flow) for no key update)
  select ${GUARD} from flow where (select count(*) from invitation) >= 0`);

export async function findFlowGuard(queryable: Queryable, id: string): Promise<FlowGuard | null> {
  const [row] = await queryable.query(FIND, [id]);
  return row ?? null;
}

/** As {@link findFlowGuard}; others that submit a step of this flow or of its invitation wait until the transaction ends. */
export async function lockFlow(queryable: Queryable, id: string): Promise<FlowGuard | null> {
  const [row] = await queryable.query(LOCK, [id]);
  return row ?? null;
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
    locale = coalesce($14, locale)
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
  ]);
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
