import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { createGunzip } from 'node:zlib';
import { z } from 'zod';

/**
 * The file of a backup: gzip over SQL that psql can read too. Comments carry what is needed to check it:
 *
 *     -- Gatehouse backup ...
 *     -- manifest {format, release, createdAt, migrations, keys, tables}
 *     COPY "accounts" ("id", ...) FROM stdin;
 *     <rows as COPY writes them>
 *     \.
 *     -- table {name, rows, sha256}
 *     ...
 *     SELECT pg_catalog.setval('"audit_events_id_seq"', 42, true);
 *     -- end {tables, rows, sequences, sha256}
 *
 * Rows never hold a line `\.`: COPY writes a backslash as two.
 */
export const TITLE = '-- Gatehouse backup. Restore it with: gatehouse restore <file>';
export const TERMINATOR = '\\.\n';

const hashSchema = z.string().regex(/^[0-9a-f]{64}$/);
const nameSchema = z.string().regex(/^[a-z_][a-z0-9_]*$/);
const migrationSchema = z.object({ name: z.string(), hash: hashSchema });

const manifestSchema = z.object({
  format: z.literal(1),
  /** Version of Gatehouse. */
  release: z.string(),
  /** When the snapshot was taken, by the database's clock. */
  createdAt: z.iso.datetime(),
  database: z.string(),
  /** Of the master keys, newest first; see `keyFingerprints`. */
  keys: z.array(z.string()),
  migrations: z.array(migrationSchema),
  tables: z.array(z.object({ name: nameSchema, columns: z.array(nameSchema).min(1) })),
});
export type Manifest = z.infer<typeof manifestSchema>;

const tableEndSchema = z.object({ name: nameSchema, rows: z.number().int().min(0), sha256: hashSchema });
export type TableEnd = z.infer<typeof tableEndSchema>;

const sequenceSchema = z.object({ name: z.string(), value: z.string().regex(/^-?\d+$/), called: z.boolean() });
export type Sequence = z.infer<typeof sequenceSchema>;

const endSchema = z.object({
  tables: z.number().int(),
  rows: z.number().int(),
  sequences: z.array(sequenceSchema),
  /** Over the ends of all tables, in their order. */
  sha256: hashSchema,
});
export type BackupEnd = z.infer<typeof endSchema>;

/** The one hash of all tables. */
export function hashOfTables(manifest: Manifest, ends: readonly TableEnd[]): string {
  const fields = ends.map(({ name, rows, sha256 }) => [name, rows, sha256]);
  return createHash('sha256')
    .update(JSON.stringify([manifest, fields]))
    .digest('hex');
}

export const quoted = (name: string) => `"${name}"`;

/** The head of a table's rows: the statement that they are rows of. */
export function copyStatement({ name, columns }: Manifest['tables'][number], direction: 'FROM stdin' | 'TO STDOUT') {
  return `COPY ${quoted(name)} (${columns.map(quoted).join(', ')}) ${direction}`;
}

/** Told each table in turn; must read its rows to their end. */
export type TableReader = (
  table: Manifest['tables'][number],
  rows: AsyncIterable<Buffer>,
  manifest: Manifest,
) => Promise<void>;

/** A backup that was read to its end and is whole. */
export type CheckedBackup = {
  readonly manifest: Manifest;
  readonly ends: readonly TableEnd[];
  readonly end: BackupEnd;
};

/**
 * Reads a backup from its first byte to its last, table by table, and checks every count and hash.
 * @throws Error in words: no backup, cut off, altered, of a later format
 */
export async function readBackup(file: string, readTable: TableReader): Promise<CheckedBackup> {
  const source = createReadStream(file);
  const gunzip = createGunzip();
  source.on('error', (error) => gunzip.destroy(error));
  try {
    return await readParts(source.pipe(gunzip), readTable);
  } catch (error) {
    throw new Error(`${file} ${reasonOf(error)}`, { cause: error });
  } finally {
    source.destroy();
    gunzip.destroy();
  }
}

class Damage extends Error {}

function reasonOf(error: unknown): string {
  const { code, message } = error as NodeJS.ErrnoException;
  if (error instanceof Damage) return `cannot be restored: ${message}`;
  if (code === 'ENOENT') return 'is not there.';
  if (code === 'Z_BUF_ERROR') return 'is cut off: take another backup.';
  if (code?.startsWith('Z_')) return 'is no backup of Gatehouse, or is damaged.';
  return `cannot be restored: ${message}`;
}

async function readParts(parts: AsyncIterable<Buffer>, readTable: TableReader): Promise<CheckedBackup> {
  const text = createTextReader(parts);
  const title = await text.line();
  if (!title.startsWith('-- Gatehouse backup')) throw new Damage('it is no backup of Gatehouse.');
  const manifest = comment('manifest', await text.line(), manifestSchema, 'it is of a later release, or damaged.');
  const ends: TableEnd[] = [];
  for (const table of manifest.tables) {
    await text.skipTo(`${copyStatement(table, 'FROM stdin')};`);
    const counted = countRows(text.rows());
    await readTable(table, counted.rows, manifest);
    const end = comment('table', await text.line(), tableEndSchema);
    const { rows, sha256 } = counted.end();
    if (end.name !== table.name || end.rows !== rows || end.sha256 !== sha256) {
      throw new Damage(`table ${table.name} was altered: it holds other rows than were written.`);
    }
    ends.push(end);
  }
  const end = comment('end', await text.skipTo('-- end '), endSchema);
  if (end.sha256 !== hashOfTables(manifest, ends)) throw new Damage('it was altered.');
  return { manifest, ends, end };
}

function comment<T>(word: string, line: string, schema: z.ZodType<T>, otherwise = 'it is damaged.'): T {
  const prefix = `-- ${word} `;
  try {
    if (line.startsWith(prefix)) return schema.parse(JSON.parse(line.slice(prefix.length)));
  } catch {
    // told below
  }
  throw new Damage(otherwise);
}

/** Rows on their way, counted and hashed. */
export function countRows(source: AsyncIterable<Buffer>): {
  readonly rows: AsyncIterable<Buffer>;
  end(): { rows: number; sha256: string };
} {
  const hash = createHash('sha256');
  let rows = 0;
  return {
    rows: (async function* () {
      for await (const part of source) {
        hash.update(part);
        for (let at = part.indexOf(NEWLINE); at >= 0; at = part.indexOf(NEWLINE, at + 1)) rows++;
        yield part;
      }
    })(),
    end: () => ({ rows, sha256: hash.digest('hex') }),
  };
}

const NEWLINE = 0x0a;
const END_OF_ROWS = Buffer.from(`\n${TERMINATOR}`);
/** No line of ours but those of rows is longer. */
const LONGEST_LINE = 4 * 1024 * 1024;

type TextReader = {
  line(): Promise<string>;
  /** The next line that begins so; lines before it are passed over. */
  skipTo(beginning: string): Promise<string>;
  /** Everything up to the line `\.`, which is taken too. */
  rows(): AsyncIterable<Buffer>;
};

function createTextReader(parts: AsyncIterable<Buffer>): TextReader {
  const source = parts[Symbol.asyncIterator]();
  let held: Buffer = Buffer.alloc(0);
  const more = async () => {
    const { done, value } = await source.next();
    if (done) throw new Damage('it is cut off.');
    held = held.length === 0 ? value : Buffer.concat([held, value]);
  };
  const take = (length: number) => {
    const taken = held.subarray(0, length);
    held = held.subarray(length);
    return taken;
  };
  const line = async () => {
    let at = held.indexOf(NEWLINE);
    for (; at < 0; at = held.indexOf(NEWLINE)) {
      if (held.length > LONGEST_LINE) throw new Damage('it is damaged.');
      await more();
    }
    return take(at + 1).toString('utf8', 0, at);
  };
  return {
    line,
    async skipTo(beginning) {
      let next = await line();
      while (!next.startsWith(beginning)) next = await line();
      return next;
    },
    async *rows() {
      while (held.length < TERMINATOR.length) await more();
      if (held.subarray(0, TERMINATOR.length).equals(END_OF_ROWS.subarray(1))) {
        take(TERMINATOR.length);
        return;
      }
      for (;;) {
        const at = held.indexOf(END_OF_ROWS);
        if (at >= 0) {
          yield take(at + 1);
          take(TERMINATOR.length);
          return;
        }
        const sure = held.length - (END_OF_ROWS.length - 1); // the rest may be the beginning of the end
        if (sure > 0) yield take(sure);
        await more();
      }
    },
  };
}
