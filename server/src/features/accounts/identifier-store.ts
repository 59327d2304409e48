import type { AddressKind } from '@gatehouse/contract/fields';
import { command, type Queryable, statement, type Transaction } from '../../platform/database/database.ts';

export type IdentifierRow = {
  id: string;
  kind: AddressKind;
  canonical: string;
  shown: string;
  verified: boolean;
  isPrimary: boolean;
};

const LOCK = command('select from accounts where id = $1 for no key update');

/** Others that change what an account is found by wait until the transaction ends. */
export async function lockIdentifiers(tx: Transaction, accountId: string): Promise<void> {
  await tx.query(LOCK, [accountId]);
}

const LIST = statement<IdentifierRow>(`
  select id, kind, canonical, shown, verified_at is not null as verified, is_primary as "isPrimary" from identifiers
  where account_id = $1 and kind in ('email', 'phone') order by kind, is_primary desc, id`);

/** Every address and number of an account, proven or not: e-mail first, the primary ones first. */
export async function listIdentifiers(queryable: Queryable, accountId: string): Promise<IdentifierRow[]> {
  return queryable.query(LIST, [accountId]);
}

const OWN_USER_NAMES = statement<{ shown: string; organizationName: string }>(`
  select m.username || '@' || o.slug as shown, o.name as "organizationName"
  from memberships m join organizations o on o.id = m.organization_id and o.state = 'active'
  where m.account_id = $1 and m.state = 'active' and m.username is not null order by o.name`);

/** User names of an account as they were written, with the short name of the organization that gave each. */
export function listOwnUserNames(queryable: Queryable, accountId: string) {
  return queryable.query(OWN_USER_NAMES, [accountId]);
}

const REMOVE = statement<{ kind: AddressKind }>(`
  with gone as (
    delete from identifiers i where account_id = $1 and canonical = $2 and kind in ('email', 'phone')
      and (verified_at is null or exists (
        select from identifiers other where other.account_id = $1 and other.id <> i.id
          and other.kind in ('email', 'phone') and other.verified_at is not null))
    returning kind, is_primary),
  step_gone as (
    delete from second_factors where account_id = $1 and kind = 'sms' and destination = $2 and exists (select from gone)),
  next as (
    update identifiers set is_primary = true where id = (
      select n.id from identifiers n join gone g on g.kind = n.kind and g.is_primary
      where n.account_id = $1 and n.canonical <> $2 and n.verified_at is not null order by n.id limit 1)
    returning id)
  select kind from gone where (select count(*) from next) >= 0`);

/**
 * Takes an address away from its account; the oldest of its kind becomes the primary one. False when there is none such, or
 * when it is the last that is proven: the twin of `isRemovable`. Under {@link lockIdentifiers}.
 */
export async function removeIdentifier(tx: Transaction, accountId: string, canonical: string): Promise<boolean> {
  return (await tx.query(REMOVE, [accountId, canonical])).length === 1;
}

const MAKE_PRIMARY = command(`
  update identifiers set is_primary = canonical = $2
  where account_id = $1 and verified_at is not null
    and kind = (select kind from identifiers where account_id = $1 and canonical = $2 and verified_at is not null)`);

/** Makes a proven address the primary one of its kind. */
export async function makePrimary(tx: Transaction, accountId: string, canonical: string): Promise<void> {
  await tx.query(MAKE_PRIMARY, [accountId, canonical]);
}
