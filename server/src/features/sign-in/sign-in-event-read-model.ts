import { BROWSERS, type DeviceName, SYSTEMS } from '@gatehouse/contract/devices';
import type { SignInEventFilters } from '@gatehouse/contract/sign-in-events';
import { AppError } from '../../kernel/app-error.ts';
import { firstIdAt } from '../../kernel/ids.ts';
import { type Queryable, type Statement, statement } from '../../platform/database/database.ts';
import { readWords } from '../../platform/database/pages.ts';
import { readNetwork } from '../../platform/validation/read-network.ts';

export type SignInEventRow = {
  id: string;
  at: Date;
  identifier: string;
  accountId: string | null;
  name: string | null;
  memberId: string | null;
  method: string;
  methods: string[];
  result: 'success' | 'failure';
  reason: string | null;
  ip: string;
  userAgent: string;
};

/**
 * One condition of the list: its SQL, for a value at `$n`, and that value; without one where the SQL says it all. Where it
 * is several, any of them will do, no row fits two, and each is read from an index of its own.
 */
type Condition = { readonly sql: (n: number) => string | readonly string[]; readonly value?: unknown };

// One statement for each set of filters, so that each finds its index whatever plan PostgreSQL keeps. Arrays, not
// `in (select ...)`: only so is each taken from its index.
const FILTERS: {
  readonly [F in keyof SignInEventFilters]-?: (value: NonNullable<SignInEventFilters[F]>) => Condition;
} = {
  q: (text) => wordsCondition(text),
  person: (value) => ({ value, sql: (n) => `e.account_id = $${n}` }),
  method: (value) => ({
    value,
    sql: (n) => [
      `e.method = $${n}`,
      `e.methods is not null and e.methods[2] = $${n}`,
      `e.methods[3] is not null and e.methods[3] = $${n}`,
    ],
  }),
  result: (value) => ({ sql: () => `e.result = '${value}'` }),
  reason: (value) => ({ value, sql: (n) => `e.result = 'failure' and e.reason = $${n}` }),
  ip: (typed) => ({
    value: networkOrRefuse(typed),
    sql: (n) => `address_of(e.ip) between host(network($${n}::inet))::inet and host(broadcast($${n}::inet))::inet`,
  }),
  device: (name) => ({ sql: () => deviceCondition(name) }),
  from: (value) => ({ value: firstIdAt('sie', new Date(value)), sql: (n) => `e.id >= $${n}` }),
  to: (value) => ({ value: firstIdAt('sie', new Date(value)), sql: (n) => `e.id < $${n}` }),
};

// Of fewer than three letters: where a word begins, or Chinese characters wherever they stand in a name.
function wordsCondition(typed: string): Condition {
  const { by, text } = readWords(typed) ?? { by: 'part', text: '%' };
  const people = (words: string) => `e.account_id = any(array(select m.account_id from memberships m
      where m.organization_id = $1 and m.state <> 'removed' and ${words} limit 50))`;
  const like = (n: number) => `lower(e.identifier) like $${n} escape '\\'`;
  const begins = (n: number) => `(m.words like $${n} escape '\\' or m.words like '% ' || $${n} escape '\\')`;
  if (by === 'han') return { value: text, sql: (n) => people(`han_grams(m.words) @> array[$${n}]`) };
  if (by === 'beginning') return { value: text, sql: (n) => `(${like(n)} or ${people(begins(n))})` };
  return {
    value: text,
    sql: (n) => `(${like(n)} or e.account_id = any(array(
      select m.account_id from memberships m join accounts p on p.id = m.account_id
      where m.organization_id = $1 and lower(p.name) like $${n} escape '\\' limit 50)))`,
  };
}

function networkOrRefuse(typed: string): string {
  const network = readNetwork(typed);
  if (network) return network;
  throw new AppError('REQUEST-INVALID', {}, [{ path: 'ip', code: 'FIELD-INVALID', params: {} }]);
}

/** The first pattern that fits names the device, here as on the page. */
function deviceCondition(name: DeviceName): string {
  const table: readonly (readonly [DeviceName, string])[] = BROWSERS.some(([known]) => known === name)
    ? BROWSERS
    : SYSTEMS;
  const at = table.findIndex(([known]) => known === name);
  const conditions = table
    .slice(0, at + 1)
    .map(([, pattern], index) => `e.user_agent ${index < at ? '!~' : '~'} '${pattern}'`);
  return conditions.reverse().join(' and ');
}

const statements = new Map<string, Statement<SignInEventRow>>();

function listStatement(wheres: readonly string[]): Statement<SignInEventRow> {
  const chosen = wheres.map((where) => `(select * from sign_in_events e where ${where} order by e.id desc limit $2)`);
  const from = chosen.join(' union all ');
  const known = statements.get(from);
  if (known) return known;
  const made = statement<SignInEventRow>(`
    select e.id, e.at, e.identifier, e.account_id as "accountId", a.name, m.id as "memberId", e.method,
      coalesce(e.methods, array[e.method]) as methods, e.result, e.reason, e.ip, e.user_agent as "userAgent"
    from (select * from (${from}) e order by e.id desc limit $2) e
    left join accounts a on a.id = e.account_id
    left join memberships m on m.organization_id = $1 and m.account_id = e.account_id and m.state <> 'removed'
    order by e.id desc`);
  statements.set(from, made);
  return made;
}

/**
 * Tries to sign in of an organization's people, newest first, from before the id `before`.
 * @throws AppError REQUEST-INVALID {ip} for what is neither address nor network
 */
export function listSignInEvents(
  queryable: Queryable,
  organizationId: string,
  filters: SignInEventFilters,
  { before, limit }: { before: string | null; limit: number },
): Promise<SignInEventRow[]> {
  const conditions: Condition[] = Object.entries(FILTERS).flatMap(([name, condition]) => {
    const value = filters[name as keyof SignInEventFilters];
    return value === undefined ? [] : [condition(value as never)];
  });
  if (before !== null) conditions.push({ value: before, sql: (n) => `e.id < $${n}` });
  const values: unknown[] = [organizationId, limit];
  let wheres = ['e.organization_id = $1'];
  for (const { sql, value } of conditions) {
    if (value !== undefined) values.push(value);
    const said = [sql(values.length)].flat();
    wheres = said.flatMap((each) => wheres.map((where) => `${where} and ${each}`));
  }
  return queryable.query(listStatement(wheres), values);
}
