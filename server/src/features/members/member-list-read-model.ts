import type { Locale } from '@gatehouse/contract/locales';
import type { Member, MemberFilters, MemberSort } from '@gatehouse/contract/member-filters';
import { after, DAY } from '../../kernel/clock.ts';
import { plannedAnew, type Queryable, type Statement, statement } from '../../platform/database/database.ts';
import {
  beyondSql,
  keySql,
  type Order,
  orderSql,
  type Position,
  type Put,
  type WordSearch,
  wordsSql,
} from '../../platform/database/pages.ts';

export type MemberNarrowing = Omit<MemberFilters, 'q'> & { readonly words?: WordSearch | undefined };

/** Which members of an organization, and in which order; names in that of `locale`. */
export type MemberQuery = {
  readonly organizationId: string;
  readonly filters: MemberNarrowing;
  readonly sort: MemberSort;
  readonly locale: Locale;
  readonly now: Date;
};

const COLLATIONS: Record<Locale, string> = {
  en: 'names_en',
  'zh-TW': 'names_zh_tw',
  'zh-CN': 'names_zh_cn',
  pl: 'names_pl',
  ru: 'names_ru',
};

const NEVER = 'to_timestamp(0)';

function orderOf({ sort, locale }: MemberQuery): Order | null {
  if (sort === 'name') return { key: `m.sort_name collate ${COLLATIONS[locale]}`, time: false, down: false };
  if (sort === 'seen') return { key: 'v.last_sign_in_at', time: true, down: true };
  return null; // ids sort by age
}

// With a limit it is looked up for each: without, PostgreSQL may read all requests of everybody first.
const WAY_IN = `case
  when m.invitation_id is not null then 'invitation'
  when (select true from join_requests j where j.organization_id = m.organization_id and j.account_id = m.account_id
    and j.state = 'approved' limit 1) then 'request'
  when m.account_id = (select o.created_by from organizations o where o.id = m.organization_id) then 'founder'
  else 'other' end`;

type Conditions = {
  readonly [F in keyof MemberNarrowing]-?: (value: NonNullable<MemberNarrowing[F]>, put: Put, now: Date) => string;
};

/** Each filter as a condition on the membership `m` of organization `$1`, and on its visits `v`. */
const CONDITIONS: Conditions = {
  // Nearly everybody is a member and nothing else: those who are more have an index of their own.
  role: (roles, put) =>
    `m.roles && ${put(roles)}::text[]${roles.includes('member') ? '' : ` and m.roles <> array['member']`}`,
  state: (state, put) => `m.state = ${put(state)}`,
  away: (away, put, now) =>
    away === 'never'
      ? `v.last_sign_in_at = ${NEVER}`
      : `v.last_sign_in_at < ${put(after(now, -away * DAY))} and v.last_sign_in_at > ${NEVER}`,
  joined: (way, put) => `${WAY_IN} = ${put(way)}`,
  words: (words, put) => wordsSql('m.words', words, put),
};
const FILTERS = Object.keys(CONDITIONS) as (keyof MemberNarrowing)[];

export type MemberPage = { readonly after: Position | null; readonly limit: number };

function compose(query: MemberQuery, page: MemberPage) {
  const values: unknown[] = [query.organizationId];
  const put: Put = (value) => `$${values.push(value)}`;
  const order = orderOf(query);
  const conditions = FILTERS.flatMap((name) => {
    const value = query.filters[name];
    const condition = CONDITIONS[name] as (value: unknown, put: Put, now: Date) => string;
    return value === undefined ? [] : [condition(value, put, query.now)];
  });
  // Visits are read where they matter, and then they lead: their index is in the order of the list.
  const visits = query.sort === 'seen' || query.filters.away !== undefined;
  const id = query.sort === 'seen' ? 'v.membership_id' : 'm.id';
  const beyond = page.after ? [beyondSql(order, id, page.after, put)] : [];
  const places = [`m.organization_id = $1 and m.state <> 'removed'`, ...(visits ? ['v.organization_id = $1'] : [])];
  const text = `
    select m.id, ${keySql(order)} as key
    from memberships m${visits ? ' join member_visits v on v.membership_id = m.id' : ''}
    where ${[...places, ...conditions, ...beyond].join(' and ')}
    ${orderSql(order, id)} limit ${put(page.limit)}`;
  return { text, values, filtered: conditions.length > 0 };
}

const kept = new Map<string, Statement<Position>>();

function statementOf({ text, filtered }: { text: string; filtered: boolean }): Statement<Position> {
  if (filtered) return plannedAnew(text);
  const known = kept.get(text) ?? statement<Position>(text);
  kept.set(text, known);
  return known;
}

/** The members of one page, as places in the order. */
export function findMemberPositions(queryable: Queryable, query: MemberQuery, page: MemberPage): Promise<Position[]> {
  const composed = compose(query, page);
  return queryable.query(statementOf(composed), composed.values);
}

/** How many there are; counts to `most` and no farther. */
export async function countMembers(queryable: Queryable, query: MemberQuery, most: number): Promise<number> {
  const { text, values } = compose({ ...query, sort: 'joined' }, { after: null, limit: most });
  const counting = plannedAnew<{ count: number }>(`select count(*)::int as count from (${text}) q`);
  return (await queryable.query(counting, values))[0]?.count ?? 0;
}

export type MemberListRow = Omit<Member, 'joinedAt' | 'lastSignInAt'> & {
  readonly joinedAt: Date;
  readonly lastSignInAt: Date | null;
};

/** The rows of a list whose ids the array `ids`, which is SQL, holds; newest first. */
export const rowsOf = (ids: string) =>
  statement<MemberListRow>(`
  select m.id, m.account_id as "accountId", m.sort_name as name, m.roles, m.state, m.created_at as "joinedAt",
    (select i.shown from identifiers i where i.account_id = m.account_id and i.kind = 'email'
      order by i.verified_at is null, i.is_primary desc limit 1) as email,
    (select i.shown from identifiers i where i.account_id = m.account_id and i.kind = 'phone'
      order by i.verified_at is null, i.is_primary desc limit 1) as phone,
    nullif(v.last_sign_in_at, ${NEVER}) as "lastSignInAt", ${WAY_IN} as "joinedBy"
  from memberships m join member_visits v on v.membership_id = m.id where m.id = any(${ids}) order by m.id desc`);

const BY_IDS = rowsOf('$1');
// The list as most ask for it, in one statement. Its limit is written out: where it is a value, PostgreSQL keeps a plan
// for a tenth of the table.
const newest = (limit: number, beyond: string) =>
  rowsOf(`array(select n.id from memberships n where n.organization_id = $1 and n.state <> 'removed' ${beyond}
    order by n.id desc limit ${limit})`);

/** These, newest first. */
export function listMembersById(queryable: Queryable, ids: readonly string[]): Promise<MemberListRow[]> {
  return queryable.query(BY_IDS, [ids]);
}

const KEEP = statement<{ id: string }>(`
  select m.id from memberships m join unnest($2::text[]) with ordinality chosen (id, row) on chosen.id = m.id
  where m.organization_id = $1 and m.state <> 'removed' group by m.id order by min(chosen.row)`);

/** Of these ids those that are members of the organization, each once, in this order. */
export async function keepMembersOf(
  queryable: Queryable,
  organizationId: string,
  ids: readonly string[],
): Promise<string[]> {
  return (await queryable.query(KEEP, [organizationId, ids])).map(({ id }) => id);
}

/** A page of rows, and where each stands in the order. */
export async function listMembers(
  queryable: Queryable,
  query: MemberQuery,
  page: MemberPage,
): Promise<(MemberListRow & Position)[]> {
  if (query.sort === 'joined' && Object.values(query.filters).every((value) => value === undefined)) {
    const { after, limit } = page;
    const rows = after
      ? await queryable.query(newest(limit, 'and n.id < $2'), [query.organizationId, after.id])
      : await queryable.query(newest(limit, ''), [query.organizationId]);
    return rows.map((row) => ({ ...row, key: '' }));
  }
  const positions = await findMemberPositions(queryable, query, page);
  const found = await queryable.query(BY_IDS, [positions.map(({ id }) => id)]);
  const rows = new Map(found.map((row) => [row.id, row]));
  return positions.flatMap(({ id, key }) => {
    const row = rows.get(id);
    return row ? [{ ...row, key }] : [];
  });
}
