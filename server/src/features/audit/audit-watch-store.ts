import { command, type Queryable, statement, type Transaction } from '../../platform/database/database.ts';

/** What somebody tried to do to the log. */
export type RefusedOperation = 'update' | 'delete' | 'truncate';
export type Refusals = Readonly<Record<RefusedOperation, number>>;

const REFUSED = statement<Record<RefusedOperation, number>>(`
  select (select last_value from audit_refused_update)::float8 as update,
    (select last_value from audit_refused_delete)::float8 as delete,
    (select last_value from audit_refused_truncate)::float8 as truncate`);

/** Attempts to edit the log that the database refused, since it was made. */
export async function countRefusals(queryable: Queryable): Promise<Refusals> {
  const [counts] = await queryable.query(REFUSED);
  return counts ?? { update: 0, delete: 0, truncate: 0 };
}

// The twins of the triggers of 0008-audit-chain.sql: there, on, and under every session_replication_role ('A').
const MISSING = statement<{ name: string }>(`
  select wanted.name from (values ('audit_events'), ('audit_seals')) of (relation),
    lateral (values (relation || '_append_only', 27), (relation || '_no_truncate', 34)) wanted (name, kind)
  where not exists (
    select from pg_trigger t where t.tgrelid = to_regclass(relation) and t.tgname = wanted.name and t.tgenabled = 'A'
      and t.tgtype = wanted.kind and t.tgqual is null and t.tgfoid = to_regproc('refuse_change_of_log'))
  order by 1`);

/** Triggers that should refuse changes of the log, and are gone or switched off. */
export async function listMissingGuards(queryable: Queryable): Promise<string[]> {
  return (await queryable.query(MISSING)).map(({ name }) => name);
}

const SEEN = statement<{ what: RefusedOperation | 'guard'; seen: number }>(`
  select what, seen::float8 from audit_watch order by what for update`);

/** As far as the log tells; of several that ask one goes on, until its transaction ends. */
export async function lockSeen(tx: Transaction): Promise<Readonly<Record<RefusedOperation | 'guard', number>>> {
  const seen = { update: 0, delete: 0, truncate: 0, guard: 0 };
  for (const row of await tx.query(SEEN)) seen[row.what] = row.seen;
  return seen;
}

const KEEP = command('update audit_watch set seen = $2 where what = $1 and seen <> $2');

export async function keepSeen(tx: Transaction, what: RefusedOperation | 'guard', seen: number): Promise<void> {
  await tx.query(KEEP, [what, seen]);
}
