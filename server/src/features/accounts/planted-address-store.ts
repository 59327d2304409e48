import { command, type Queryable, statement, type Transaction } from '../../platform/database/database.ts';
import { removeIdentifier } from './identifier-store.ts';

type Planted = { readonly since: Date; readonly keep: readonly string[] };

const CAME = `
  select c.canonical from identifier_changes c
  where c.account_id = $1 and c.act in ('add', 'replace') and c.done_at >= $2 and c.canonical <> all($3)`;

const LIST = statement<{ canonical: string }>(`
  select i.canonical from identifiers i
  where i.account_id = $1 and i.verified_at is not null and i.canonical in (${CAME}) order by i.is_primary, i.id`);

// What would bring one of them back is worth nothing either.
const END_UNDO = command(`
  update identifier_changes d set undo_until = $4
  where d.account_id = $1 and d.state = 'done' and d.undo_until > $4
    and case d.act when 'remove' then d.canonical when 'replace' then d.former_canonical end in (${CAME})`);

/**
 * Takes away the addresses that somebody signed in has brought to the account since then, except those of `keep`, and every
 * link that would bring one back (security.md A3). The last proven address stays. Answers how many went. Under `lockIdentifiers`.
 */
export async function dropPlantedAddresses(
  tx: Transaction,
  accountId: string,
  { since, keep }: Planted,
  now: Date,
): Promise<number> {
  let dropped = 0;
  for (const { canonical } of await tx.query(LIST, [accountId, since, keep])) {
    if (await removeIdentifier(tx, accountId, canonical)) dropped += 1;
  }
  await tx.query(END_UNDO, [accountId, since, keep, now]);
  return dropped;
}

const PRIMARY = statement<{ canonical: string }>(`
  select canonical from identifiers where account_id = $1 and verified_at is not null and kind in ('email', 'phone')
  order by kind, is_primary desc, id limit 1`);

/** Where an account is reached first. */
export async function findFirstAddress(queryable: Queryable, accountId: string): Promise<string | null> {
  return (await queryable.query(PRIMARY, [accountId]))[0]?.canonical ?? null;
}
