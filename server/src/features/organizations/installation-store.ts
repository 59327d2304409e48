import type { Locale } from '@gatehouse/contract/locales';
import { command, type Queryable, statement } from '../../platform/database/database.ts';

const STATUS = statement<{ done: boolean; tokenHash: Buffer | null }>(`
  select completed_at is not null as done, setup_token_hash as "tokenHash" from installation`);

export async function getInstallation(queryable: Queryable): Promise<{ done: boolean; tokenHash: Buffer | null }> {
  const [row] = await queryable.query(STATUS);
  return row ?? { done: false, tokenHash: null };
}

const SET_TOKEN = command('update installation set setup_token_hash = $1 where completed_at is null');

export async function setSetupToken(queryable: Queryable, hash: Buffer): Promise<void> {
  await queryable.query(SET_TOKEN, [hash]);
}

const COMPLETE = statement<{ done: boolean }>(`
  update installation set completed_at = $2, setup_token_hash = null
  where completed_at is null and setup_token_hash = $1 returning true as done`);

/** Uses the token up: true for one caller only, however many come at once. */
export async function completeInstallation(queryable: Queryable, tokenHash: Buffer, now: Date): Promise<boolean> {
  return (await queryable.query(COMPLETE, [tokenHash, now])).length === 1;
}

export type House = {
  id: string;
  slug: string;
  productName: string;
  locale: Locale;
  country: string | null;
  /** Its support contact, where that is a mailbox and no page. */
  supportMailbox: string | null;
};

const HOUSE = statement<House>(`
  select id, slug, product_name as "productName", locale, country,
    case when support_contact like '%@%' and support_contact not like '%://%' then support_contact end as "supportMailbox"
  from organizations where state <> 'deleted' order by id limit 1`);

/** The oldest organization: its owners run this installation. Null before it is set up. */
export async function findHouse(queryable: Queryable): Promise<House | null> {
  return (await queryable.query(HOUSE))[0] ?? null;
}

const FIRST = statement<{ productName: string }>(`
  select product_name as "productName" from organizations where state <> 'deleted' order by id limit 1`);

/** Of the oldest organization: the one that runs this installation. */
export async function findFirstProductName(queryable: Queryable): Promise<string | null> {
  const [row] = await queryable.query(FIRST);
  return row?.productName ?? null;
}
