import type { Locale } from '@gatehouse/contract/locales';
import { command, type Queryable, statement } from '../../platform/database/database.ts';

/** Words of an organization's own: key of `locales/` -> ICU pattern. */
export type OwnTexts = Readonly<Record<string, string>>;

const LOCALES = statement<{ locale: Locale; keys: string[] }>(`
  select locale, array_agg(key order by key) as keys from message_texts where organization_id = $1 group by locale`);

/** Which keys an organization has words of its own for, by language. */
export function listOwnKeys(queryable: Queryable, organizationId: string) {
  return queryable.query(LOCALES, [organizationId]);
}

export type OwnTextRow = { key: string; text: string; changedAt: Date; changedBy: string | null };

const LIST = statement<OwnTextRow>(`
  select t.key, t.text, t.changed_at as "changedAt", a.name as "changedBy"
  from message_texts t left join accounts a on a.id = t.changed_by
  where t.organization_id = $1 and t.locale = $2 order by t.changed_at desc`);

/** Newest change first. */
export function listOwnTexts(queryable: Queryable, organizationId: string, locale: Locale): Promise<OwnTextRow[]> {
  return queryable.query(LIST, [organizationId, locale]);
}

const SAVE = command(`
  insert into message_texts (organization_id, locale, key, text, changed_at, changed_by)
  select $1, $2, key, text, $5, $6 from unnest($3::text[], $4::text[]) as given (key, text)
  on conflict (organization_id, locale, key) do update
  set text = excluded.text, changed_at = excluded.changed_at, changed_by = excluded.changed_by
  where message_texts.text <> excluded.text`);
const REMOVE = command('delete from message_texts where organization_id = $1 and locale = $2 and key = any($3)');

/** Sets the texts that are given; takes back those that are empty. */
export async function saveOwnTexts(
  queryable: Queryable,
  place: { organizationId: string; locale: Locale; by: string },
  texts: OwnTexts,
  now: Date,
): Promise<void> {
  const { organizationId, locale, by } = place;
  const set = Object.entries(texts).filter(([, text]) => text !== '');
  const taken = Object.keys(texts).filter((key) => texts[key] === '');
  if (taken.length > 0) await queryable.query(REMOVE, [organizationId, locale, taken]);
  if (set.length === 0) return;
  const [keys, words] = [set.map(([key]) => key), set.map(([, text]) => text)];
  await queryable.query(SAVE, [organizationId, locale, keys, words, now, by]);
}
