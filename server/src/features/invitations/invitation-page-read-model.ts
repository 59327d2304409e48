import type { InvitationSort } from '@gatehouse/contract/invitation-filters';
import type { RequirementName } from '@gatehouse/contract/invitations';
import { plannedAnew, type Queryable, type Statement, statement } from '../../platform/database/database.ts';
import { beyondSql, keySql, type Order, orderSql, type Position, type Put } from '../../platform/database/pages.ts';
import { conditionsOf, type Narrowing } from './invitation-filter-read-model.ts';
import { type InvitationListRow, JOINED } from './invitation-list-read-model.ts';
import { END, heldSql, LIVE, STOP_COLUMNS, STOP_JOINS } from './invitation-stop-read-model.ts';

/** Which invitations of an organization, and in which order. */
export type InvitationQuery = {
  readonly organizationId: string;
  readonly filters: Narrowing;
  readonly sort: InvitationSort;
  readonly now: Date;
};

export type Page = { readonly after: Position | null; readonly limit: number };

const ORDERS: Record<InvitationSort | 'created', Order | null> = {
  newest: null, // ids sort by age
  created: { key: 'i.created_at', time: true, down: true },
  ends: { key: END, time: true, down: false },
  address: { key: 'i.address_canonical', time: false, down: false },
  changed: { key: 'coalesce(i.changed_at, i.created_at)', time: true, down: true },
};

/** Where days are given, their index finds the first of them; the order is the same. */
function orderOf({ sort, filters }: InvitationQuery): Order | null {
  const byDay = sort === 'newest' && (filters.from !== undefined || filters.to !== undefined);
  return ORDERS[byDay ? 'created' : sort];
}

type Composed = { readonly text: string; readonly values: readonly unknown[]; readonly filtered: boolean };

/**
 * One statement for each set of filters, so that each can be planned with its own index: ids alone, for what belongs to
 * them is looked up for those of one page.
 */
function compose(query: InvitationQuery, { after, limit }: Page): Composed {
  const values: unknown[] = [query.organizationId];
  const put: Put = (value) => `$${values.push(value)}`;
  const order = orderOf(query);
  const conditions = conditionsOf(query.filters, put, query.now);
  const filtered = conditions.length > 0;
  if (query.sort === 'ends') conditions.push(...openSql(query, put));
  if (after) conditions.push(beyondSql(order, 'i.id', after, put));
  const source = query.filters.stop
    ? `(select i.*, ${STOP_COLUMNS} from invitations i ${STOP_JOINS} where i.organization_id = $1)`
    : 'invitations';
  const text = `
    select i.id, ${keySql(order)} as key from ${source} i
    where ${['i.organization_id = $1', ...conditions].join(' and ')}
    ${orderSql(order, 'i.id')} limit ${put(limit)}`;
  return { text, values, filtered };
}

// Only what is open has an end to come; what ran out is asked for by its state.
function openSql({ filters, now }: InvitationQuery, put: Put): string[] {
  return [`i.state in ${LIVE}`, ...(filters.state?.includes('expired') ? [] : [`${END} > ${put(now)}`])];
}

const kept = new Map<string, Statement<Position>>();

function statementOf({ text, filtered }: Composed): Statement<Position> {
  if (filtered) return plannedAnew(text);
  const known = kept.get(text) ?? statement<Position>(text);
  kept.set(text, known);
  return known;
}

/** The invitations of one page, as places in the order. */
export function findPositions(queryable: Queryable, query: InvitationQuery, page: Page): Promise<Position[]> {
  const composed = compose(query, page);
  return queryable.query(statementOf(composed), composed.values);
}

/** How many there are; counts to `most` and no farther. */
export async function countInvitations(queryable: Queryable, query: InvitationQuery, most: number): Promise<number> {
  const { text, values } = compose(query, { after: null, limit: most });
  const [row] = await queryable.query(
    plannedAnew<{ count: number }>(`select count(*)::int as count from (${text}) q`),
    values,
  );
  return row?.count ?? 0;
}

export type InvitationPageRow = InvitationListRow & { readonly stoppedAt: RequirementName | null };

/** The rows of a list whose ids the array `ids` holds, newest first; where each stands by the time `now`. Both are SQL. */
export const rowsOf = (ids: string, now: string) =>
  statement<InvitationPageRow>(`
  select ${JOINED}, i.held as "stoppedAt"
  from (
    select known.*, ${heldSql('known', now)} as held
    from (select i.*, ${STOP_COLUMNS} from invitations i ${STOP_JOINS} where i.id = any(${ids})) known) i
  left join accounts a on a.id = i.created_by order by i.id desc`);

const BY_IDS = rowsOf('$1', '$2::timestamptz');
// The list as most ask for it, in one statement. Its limit is written out: where it is a value, PostgreSQL keeps a plan
// for a tenth of the table.
const newest = (limit: number, beyond: string) =>
  rowsOf(
    `array(select n.id from invitations n where n.organization_id = $1 ${beyond} order by n.id desc limit ${limit})`,
    '$2::timestamptz',
  );

/** These, newest first. */
export function listInvitationsById(
  queryable: Queryable,
  ids: readonly string[],
  now: Date,
): Promise<InvitationPageRow[]> {
  return queryable.query(BY_IDS, [ids, now]);
}

/** A page of rows, and where each stands in the order. */
export async function listInvitations(
  queryable: Queryable,
  query: InvitationQuery,
  page: Page,
): Promise<(InvitationPageRow & Position)[]> {
  const { organizationId, filters, sort, now } = query;
  if (sort === 'newest' && Object.values(filters).every((value) => value === undefined)) {
    const { after, limit } = page;
    const rows = after
      ? await queryable.query(newest(limit, 'and n.id < $3'), [organizationId, now, after.id])
      : await queryable.query(newest(limit, ''), [organizationId, now]);
    return rows.map((row) => ({ ...row, key: '' }));
  }
  const positions = await findPositions(queryable, query, page);
  const ids = positions.map(({ id }) => id);
  const rows = new Map((await queryable.query(BY_IDS, [ids, now])).map((row) => [row.id, row]));
  return positions.flatMap(({ id, key }) => {
    const row = rows.get(id);
    return row ? [{ ...row, key }] : [];
  });
}
