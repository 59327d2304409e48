import { setTimeout as pause } from 'node:timers/promises';
import type pg from 'pg';
import { type Database, SERVER_NAME, type Statement, type Transaction } from '../database.ts';
import { applyMigration, listApplied, MIGRATION_LOCK, type Migration, missingOf, readMigrations } from '../migrate.ts';
import { type CheckedBackup, copyStatement, countRows, type Manifest, quoted, readBackup } from './backup-file.ts';
import { copyIn, copyOut } from './copy.ts';
import { SETTINGS_OF_ROWS } from './dump-database.ts';
import { dropEverything, isEmpty, liftRules } from './schema-facts.ts';
import { SOLE_CLIENT, withSoleClient } from './sole-client.ts';

export type RestoreOptions<T> = {
  /** Take away what is there first; else a database that is not empty is refused. */
  readonly replace: boolean;
  /** In the transaction of the restore, on the schema of this release: what must be so before anybody sees the data. */
  readonly afterwards: (tx: Transaction, backup: CheckedBackup) => Promise<T>;
  /** Told each table that is in, with its rows. */
  readonly onTable?: (name: string, rows: number) => void;
  /** Of another place than usual: tests. */
  readonly migrationsDirectory?: string;
};

/**
 * Reads a backup to its end and changes nothing.
 * @throws Error in words when it is not whole
 */
export function checkBackup(file: string): Promise<CheckedBackup> {
  return readBackup(file, async (_table, rows) => {
    for await (const _part of rows); // counting and hashing is done on the way
  });
}

/**
 * Puts a backup into the database: the schema of its release, its rows, then the migrations up to this release. All or nothing:
 * what fails leaves the database as it was, with `replace` too. The file is checked as a whole before anything is
 * touched, and every table is read back and compared with its hash.
 * @throws Error in words: a backup that is not whole or is of a newer release; a database that is not empty, or in use
 */
export async function restoreDatabase<T>(
  database: Database,
  file: string,
  options: RestoreOptions<T>,
): Promise<{ readonly migrated: readonly string[]; readonly after: T }> {
  const backup = await checkBackup(file);
  const migrations = await readMigrations(options.migrationsDirectory);
  const { earlier, later } = splitMigrations(migrations, backup.manifest);
  const after = await withSoleClient(database, async (client) => {
    await client.query(`${SETTINGS_OF_ROWS}; set maintenance_work_mem = '128MB'`);
    await refuseInUse(client);
    await client.query('begin');
    await client.query('select pg_advisory_xact_lock($1)', [MIGRATION_LOCK]); // a server that is started now waits
    if (options.replace) await dropEverything(client);
    else if (!(await isEmpty(client))) throw new Error(await notEmpty(client));
    await listApplied(client);
    for (const migration of earlier) await applyMigration(client, migration);
    await fill(client, file, backup, options);
    for (const migration of later) await applyMigration(client, migration);
    const done = await options.afterwards(asTransaction(client), backup);
    await client.query('commit');
    await client.query('analyze');
    return done;
  });
  return { after, migrated: later.map(({ name }) => name) };
}

/** Those that the backup was made on, and those that came after. */
function splitMigrations(migrations: readonly Migration[], manifest: Manifest) {
  const known = new Map(manifest.migrations.map(({ name, hash }) => [name, hash]));
  try {
    const later = missingOf(migrations, known);
    return { earlier: migrations.filter(({ name }) => known.has(name)), later };
  } catch (error) {
    throw new Error(
      `The backup was made by Gatehouse ${manifest.release}, whose tables this release does not know: ` +
        `restore it with that release or a later one. (${(error as Error).message})`,
      { cause: error },
    );
  }
}

/** A server that was stopped a moment ago may still be listed: a few looks. */
async function refuseInUse(client: pg.ClientBase, looks = 10): Promise<void> {
  const { rows } = await client.query<{ others: number }>(
    `select count(*)::int as others from pg_stat_activity
     where datname = current_database() and application_name in ($1, $2) and pid <> pg_backend_pid()`,
    [SERVER_NAME, SOLE_CLIENT],
  );
  const others = rows[0]?.others ?? 0;
  if (others > 0 && looks > 1) return pause(200).then(() => refuseInUse(client, looks - 1));
  if (others > 0)
    throw new Error(`Gatehouse is at work on this database (${others} connections). Stop every process of it first.`);
}

async function notEmpty(client: pg.ClientBase): Promise<string> {
  const { rows } = await client.query<{ name: string }>('select current_database() as name');
  return (
    `The database ${rows[0]?.name} is not empty. Give an empty one, or, to lose everything that is in it, ` +
    `--replace ${rows[0]?.name}`
  );
}

async function fill(
  client: pg.ClientBase,
  file: string,
  { manifest, ends, end }: CheckedBackup,
  { onTable = () => {} }: Pick<RestoreOptions<unknown>, 'onTable'>,
): Promise<void> {
  const putBack = await liftRules(client);
  await readBackup(file, async (table, rows) => {
    // A migration may have put first rows in; where it has not, a table that refuses deleting is asked nothing.
    const name = quoted(table.name);
    const { rowCount } = await client.query(`select from ${name} limit 1`);
    if (rowCount) await client.query(`delete from ${name}`);
    onTable(table.name, await copyIn(client, copyStatement(table, 'FROM stdin'), rows));
  });
  for (const table of manifest.tables) {
    const counted = countRows(copyOut(client, copyStatement(table, 'TO STDOUT')));
    for await (const _part of counted.rows); // read for its hash
    const { rows, sha256 } = counted.end();
    const wanted = ends.find(({ name }) => name === table.name);
    if (rows !== wanted?.rows || sha256 !== wanted.sha256) {
      throw new Error(`Table ${table.name} is not in the database as it is in the backup. Nothing was changed.`);
    }
  }
  await putBack();
  for (const { name, value, called } of end.sequences) {
    await client.query('select setval($1::regclass, $2::bigint, $3)', [quoted(name), value, called]);
  }
}

function asTransaction(client: pg.ClientBase): Transaction {
  return {
    inTransaction: true,
    query: async <Row>({ text }: Statement<Row>, values: readonly unknown[] = []) =>
      (await client.query(text, values as unknown[])).rows as Row[],
  };
}
