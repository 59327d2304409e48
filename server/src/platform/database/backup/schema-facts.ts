import type pg from 'pg';

/** A table of the application, with what of it is worth keeping. */
export type TableFacts = { readonly name: string; readonly columns: string[] };

// Not what is made anew by itself: counters of limits (unlogged, and gone after a crash anyway) and the list of
// migrations, which the manifest has.
const TABLES = `
  select c.relname as name, array_agg(a.attname::text order by a.attnum) as columns
  from pg_class c
  join pg_attribute a on a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped and a.attgenerated = ''
  where c.relnamespace = current_schema()::regnamespace and c.relkind in ('r', 'p') and c.relpersistence = 'p'
    and c.relname <> 'schema_migrations'
    and not exists (select from pg_depend d where d.objid = c.oid and d.deptype = 'e')
  group by c.relname order by c.relname`;

const REFERENCES = `
  select child.relname as child, parent.relname as parent
  from pg_constraint f join pg_class child on child.oid = f.conrelid join pg_class parent on parent.oid = f.confrelid
  where f.contype = 'f' and f.conrelid <> f.confrelid and f.connamespace = current_schema()::regnamespace`;

/** The tables, each after those that it refers to, as far as they do not refer to each other in a ring. */
export async function listTables(client: pg.ClientBase): Promise<TableFacts[]> {
  const { rows: tables } = await client.query<TableFacts>(TABLES);
  const { rows: references } = await client.query<{ child: string; parent: string }>(REFERENCES);
  const placed = new Set<string>();
  const sorted: TableFacts[] = [];
  for (let left = tables; left.length > 0; ) {
    const blocked = (name: string) =>
      references.some(
        ({ child, parent }) => child === name && !placed.has(parent) && left.some((t) => t.name === parent),
      );
    const free = left.filter(({ name }) => !blocked(name));
    const next = free.length > 0 ? free : left.slice(0, 1);
    for (const table of next) placed.add(table.name);
    sorted.push(...next);
    left = left.filter(({ name }) => !placed.has(name));
  }
  return sorted;
}

const SEQUENCES = `
  select c.relname as name from pg_class c
  where c.relnamespace = current_schema()::regnamespace and c.relkind = 'S' order by c.relname`;

/** Where each sequence stands. */
export async function listSequences(client: pg.ClientBase) {
  const { rows } = await client.query<{ name: string }>(SEQUENCES);
  const all: { name: string; value: string; called: boolean }[] = [];
  for (const { name } of rows) {
    const { rows: found } = await client.query<{ value: string; called: boolean }>(
      `select last_value::text as value, is_called as called from ${client.escapeIdentifier(name)}`,
    );
    all.push(...found.map((each) => ({ name, ...each })));
  }
  return all;
}

// What was made by an extension goes with it.
const OWN = (catalog: string) =>
  `not exists (select from pg_depend d where d.classid = '${catalog}'::regclass and d.objid = o.oid and d.deptype = 'e')`;

const DROPS = `
  select format('drop %s if exists %s cascade', case o.relkind when 'v' then 'view' when 'm' then 'materialized view' when 'S' then 'sequence' else 'table' end,
      o.oid::regclass) as sql
    from pg_class o where o.relnamespace = current_schema()::regnamespace and o.relkind in ('r', 'p', 'v', 'm', 'S') and ${OWN('pg_class')}
      and not (o.relkind = 'S' and exists (select from pg_depend d where d.objid = o.oid and d.deptype in ('a', 'i')))
  union all
  select format('drop routine if exists %s cascade', o.oid::regprocedure)
    from pg_proc o where o.pronamespace = current_schema()::regnamespace and ${OWN('pg_proc')}
  union all
  select format('drop type if exists %s cascade', o.oid::regtype)
    from pg_type o where o.typnamespace = current_schema()::regnamespace and o.typtype in ('e', 'd') and ${OWN('pg_type')}
  union all
  select format('drop collation if exists %I cascade', o.collname)
    from pg_collation o where o.collnamespace = current_schema()::regnamespace and ${OWN('pg_collation')}`;

/** True when nothing of anybody's is in the database. */
export async function isEmpty(client: pg.ClientBase): Promise<boolean> {
  return (await client.query(DROPS)).rowCount === 0;
}

/** Takes everything out of the database, but for its extensions. */
export async function dropEverything(client: pg.ClientBase): Promise<void> {
  const { rows } = await client.query<{ sql: string }>(DROPS);
  for (const { sql } of rows) await client.query(sql);
}

// Foreign keys, and the indexes that are no part of a constraint: to build one over all rows takes a fraction of the time
// of adding to it row by row. And triggers: what one counts would be counted twice.
const LIFTED = `
  select format('alter table %s drop constraint %I', conrelid::regclass, conname) as drop,
    format('alter table %s add constraint %I %s', conrelid::regclass, conname, pg_get_constraintdef(oid)) as add
  from pg_constraint where contype = 'f' and conparentid = 0 and connamespace = current_schema()::regnamespace
  union all
  select format('drop index %s', i.indexrelid::regclass), pg_get_indexdef(i.indexrelid)
  from pg_index i join pg_class t on t.oid = i.indrelid
  where t.relnamespace = current_schema()::regnamespace and t.relkind = 'r'
    and not exists (select from pg_constraint c where c.conindid = i.indexrelid)
  union all
  select format('alter table %s disable trigger %I', tgrelid::regclass, tgname),
    format('alter table %s enable %s trigger %I', tgrelid::regclass, case tgenabled when 'A' then 'always' when 'R' then 'replica' end, tgname)
  from pg_trigger join pg_class t on t.oid = tgrelid
  where t.relnamespace = current_schema()::regnamespace and not tgisinternal and tgenabled <> 'D'`;

/**
 * Takes foreign keys and indexes away, and lets triggers rest, for what they had done is among the rows; answers what puts all
 * back, which checks every row.
 */
export async function liftRules(client: pg.ClientBase): Promise<() => Promise<void>> {
  const { rows } = await client.query<{ drop: string; add: string }>(LIFTED);
  for (const { drop } of rows) await client.query(drop);
  return async () => {
    for (const { add } of rows.toReversed()) await client.query(add); // indexes first
  };
}
