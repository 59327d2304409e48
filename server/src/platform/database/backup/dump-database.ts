import { open, rename, rm, stat } from 'node:fs/promises';
import path from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { createGzip } from 'node:zlib';
import type pg from 'pg';
import { VERSION } from '../../release.ts';
import type { Database } from '../database.ts';
import {
  type BackupEnd,
  copyStatement,
  countRows,
  hashOfTables,
  type Manifest,
  type Sequence,
  type TableEnd,
  TERMINATOR,
  TITLE,
} from './backup-file.ts';
import { copyOut } from './copy.ts';
import { listSequences, listTables } from './schema-facts.ts';
import { withSoleClient } from './sole-client.ts';

export type Dump = { readonly manifest: Manifest; readonly end: BackupEnd; readonly bytes: number };

/**
 * Writes everything that the database holds at one moment into a new file, readable by its owner alone: one snapshot, a table at
 * a time, with memory that does not grow. Others work on meanwhile. The file has its name only once it is whole and on disk.
 * @param keys fingerprints of the master keys, newest first
 * @throws Error in words, when the file exists already or cannot be written
 */
export async function dumpDatabase(database: Database, file: string, keys: readonly string[]): Promise<Dump> {
  if (await stat(file).catch(() => null)) throw new Error(`${file} exists already: give another name.`);
  const draft = `${file}.part`;
  const target = await open(draft, 'w', 0o600).catch((error: Error) => {
    throw new Error(`${file} cannot be written: ${error.message}.`);
  });
  try {
    const written = await withSoleClient(database, async (client) => {
      const { manifest, parts } = await takeSnapshot(client, keys);
      const ends = { end: null as BackupEnd | null };
      const sink = target.createWriteStream({ flush: true }); // closes it too
      await pipeline(Readable.from(parts(ends), { objectMode: false }), createGzip({ level: 5 }), sink);
      if (!ends.end) throw new Error('The backup did not come to its end.');
      return { manifest, end: ends.end };
    });
    const { size } = await stat(draft);
    await rename(draft, file);
    await syncFolder(path.dirname(file));
    return { ...written, bytes: size };
  } catch (error) {
    await target.close().catch(() => {});
    await rm(draft, { force: true });
    throw error;
  }
}

/** A name is on disk once its folder is. */
async function syncFolder(folder: string): Promise<void> {
  const handle = await open(folder, 'r');
  await handle.sync().catch(() => {}); // not every system can
  await handle.close();
}

/** Rows as text in a form that no setting of a server or a person changes. */
export const SETTINGS_OF_ROWS = `set timezone = 'UTC'; set datestyle = 'ISO'; set intervalstyle = 'postgres';
  set extra_float_digits = 1; set bytea_output = 'hex'; set client_encoding = 'UTF8'`;

async function takeSnapshot(client: pg.ClientBase, keys: readonly string[]) {
  await client.query(SETTINGS_OF_ROWS);
  await client.query('begin isolation level repeatable read, read only');
  const tables = await listTables(client);
  // Nobody changes a table's shape until it has been read. Whoever wants to, waits; whoever reads and writes, does not.
  await client.query(
    `lock table ${tables.map(({ name }) => client.escapeIdentifier(name)).join(', ')} in access share mode`,
  );
  const { rows: migrations } = await client.query('select name, hash from schema_migrations order by name');
  const { rows } = await client.query(`select now(), version()`);
  const manifest: Manifest = {
    format: 1,
    release: VERSION,
    createdAt: rows[0].now.toISOString(),
    database: String(rows[0].version).split(' (')[0] ?? '',
    keys: [...keys],
    migrations,
    tables,
  };
  return { manifest, parts: (ends: { end: BackupEnd | null }) => partsOf(client, manifest, ends) };
}

async function* partsOf(
  client: pg.ClientBase,
  manifest: Manifest,
  ends: { end: BackupEnd | null },
): AsyncGenerator<Buffer> {
  const text = (...lines: string[]) => Buffer.from(`${lines.join('\n')}\n`);
  yield text(TITLE, `-- manifest ${JSON.stringify(manifest)}`, ...PREAMBLE);
  const tables: TableEnd[] = [];
  for (const table of manifest.tables) {
    yield text('', `${copyStatement(table, 'FROM stdin')};`);
    const counted = countRows(copyOut(client, copyStatement(table, 'TO STDOUT')));
    yield* counted.rows as AsyncIterable<Buffer>;
    const end = { name: table.name, ...counted.end() };
    tables.push(end);
    yield text(`${TERMINATOR}-- table ${JSON.stringify(end)}`);
  }
  const sequences: Sequence[] = await listSequences(client);
  await client.query('commit');
  const rows = tables.reduce((sum, table) => sum + table.rows, 0);
  ends.end = { tables: tables.length, rows, sequences, sha256: hashOfTables(manifest, tables) };
  const steps = sequences.map(
    ({ name, value, called }) => `SELECT pg_catalog.setval('"${name}"', ${value}, ${called});`,
  );
  yield text('', ...steps, `-- end ${JSON.stringify(ends.end)}`);
}

/** For psql: see docs/guide/backup.md. */
const PREAMBLE = ["SET client_encoding = 'UTF8';", 'SET standard_conforming_strings = on;', "SET datestyle = 'ISO';"];
