import { copyFile, mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { gunzipSync, gzipSync } from 'node:zlib';
import fc from 'fast-check';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { createEmptyDatabase, createTestDatabase, type TestDatabase } from '../../../../test/database.ts';
import { type Database, openDatabase } from '../database.ts';
import { migrate, migrationsDirectory, readMigrations } from '../migrate.ts';
import { readBackup } from './backup-file.ts';
import { dumpDatabase } from './dump-database.ts';
import { checkBackup, restoreDatabase } from './restore-database.ts';

const opened: { database: Database; test: TestDatabase }[] = [];
let folder: string;
let source: { database: Database; test: TestDatabase };
let target: { database: Database; test: TestDatabase };
let next = 0;

beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'gatehouse-backup-'));
});
afterAll(() => rm(folder, { recursive: true, force: true }));
/** A migrated database to be backed up, and an empty one. */
const openBoth = async () => {
  source = open(await createTestDatabase());
  target = open(await createEmptyDatabase());
};
afterEach(async () => {
  for (const { database, test } of opened.splice(0)) {
    await database.close();
    await test.drop();
  }
});

function open(test: TestDatabase) {
  const connection = { connectionString: test.url };
  const database = openDatabase({ connection, connections: 5, name: 'a test', onError: () => {} });
  const one = { database, test };
  opened.push(one);
  return one;
}

const fileName = () => path.join(folder, `${++next}.backup`);
const dump = async (from = source) => {
  const file = fileName();
  await dumpDatabase(from.database, file, ['0011223344556677']);
  return file;
};
const restore = (file: string, over: { replace?: boolean; migrationsDirectory?: string } = {}) =>
  restoreDatabase(target.database, file, { replace: false, afterwards: async () => 'cared for', ...over });
const rows = async (of: { test: TestDatabase }, sql: string) => (await of.test.pool.query(sql)).rows;

const ACCOUNTS = 'select id, name from accounts order by id';
const addAccount = (of: { test: TestDatabase }, id: string, name: string) =>
  of.test.pool.query('insert into accounts (id, name, created_at, updated_at) values ($1, $2, now(), now())', [
    id,
    name,
  ]);

describe('a backup', () => {
  beforeEach(openBoth);

  it('brings back every value, whatever it looks like', async () => {
    const odd = [
      '\\.',
      '\\N',
      '\n\\.\n',
      'a\tb\\',
      '\r\n',
      '',
      '﻿ łódź 機器 🚪',
      "'); drop table accounts; --",
      '-- end {}',
    ];
    for (const [index, name] of odd.entries()) await addAccount(source, `acc_${index}`, name);
    await source.test.pool.query(`insert into passwords values ('acc_0', $1, now()); `.replace('$1', `'${'\\.'}'`));
    await source.test.pool.query(
      `insert into organizations (id, slug, name, policies, created_at) values ('org_1', 'one', 'One', $1, now())`,
      [{ deep: [1, 'x\u2028', null] }],
    );
    await source.test.pool.query(
      `insert into sessions (id, token_hash, account_id, methods, signed_in_at, last_seen_at, expires_at)
       values ('ses_1', $1, 'acc_0', '{a,"b,c"}', 'infinity', '0044-03-15 BC', '2026-01-01 00:00:00.123456+08')`,
      [Buffer.from([0, 10, 92, 46, 10, 255])],
    );
    const file = await dump();
    expect(await restore(file)).toEqual({ migrated: [], after: 'cared for' });
    for (const table of ['accounts', 'passwords', 'organizations', 'sessions', 'installation']) {
      const sql = `select to_jsonb(t) from ${table} t order by 1`;
      expect(await rows(target, sql), table).toEqual(await rows(source, sql));
    }
  });

  it('goes on where sequences stood, and keeps references and rules', async () => {
    const event = `insert into audit_events (at, actor_type, action, subject_type, subject_id)
      values (now(), 'system', 'session.ended', 'session', 'ses_1') returning id::text`;
    await rows(source, event);
    await source.test.pool.query(`begin; ${event}; rollback`); // a number that was taken and never used
    await restore(await dump());
    expect(await rows(target, event)).toEqual([{ id: '3' }]);
    await expect(target.test.pool.query('delete from audit_events')).rejects.toThrow(/append-only/);
    const constraints = `select conrelid::regclass::text || ' ' || pg_get_constraintdef(oid) as c from pg_constraint order by 1`;
    expect(await rows(target, constraints)).toEqual(await rows(source, constraints));
    const indexes = `select indexdef from pg_indexes where schemaname = 'public' order by 1`;
    expect(await rows(target, indexes)).toEqual(await rows(source, indexes));
  });

  it('is one moment, however much is written meanwhile', async () => {
    let writing = true;
    const writer = (async () => {
      for (let n = 0; writing; n++) {
        await source.test.pool.query(
          `with a as (insert into accounts (id, created_at, updated_at) values ('acc_${n}', now(), now()) returning id)
           select 1 from a; `,
        );
        await source.test.pool.query(`insert into passwords values ('acc_${n}', 'x', now())`);
      }
    })();
    for (let backup = 0; backup < 3; backup++) {
      const { ends } = await checkBackup(await dump());
      const count = (name: string) => ends.find((table) => table.name === name)?.rows ?? 0;
      expect(count('accounts') - count('passwords')).toBeLessThanOrEqual(1);
      expect(count('accounts')).toBeGreaterThanOrEqual(count('passwords'));
    }
    writing = false;
    await writer;
    await restore(await dump());
    expect(await rows(target, ACCOUNTS)).toEqual(await rows(source, ACCOUNTS));
  });

  it('is a file of its own, for its owner only, with neither key nor limits in it', async () => {
    await source.test.pool.query(`insert into rate_limits values ('sign-in.network:x', 9, 9)`);
    const file = await dump();
    expect((await stat(file)).mode & 0o077).toBe(0);
    await expect(dumpDatabase(source.database, file, [])).rejects.toThrow(/exists already/);
    await expect(dumpDatabase(source.database, '/nowhere/x.backup', [])).rejects.toThrow(/cannot be written/);
    const text = gunzipSync(await readFile(file)).toString();
    expect(text).not.toContain('rate_limits');
    expect(text).toContain('"keys":["0011223344556677"]');
  });
});

describe('a file that is not as it was written', () => {
  let whole: Buffer;
  beforeAll(async () => {
    await openBoth();
    await addAccount(source, 'acc_1', 'Nora New');
    whole = await readFile(await dump());
  });
  const write = async (content: Uint8Array | string) => {
    const file = fileName();
    await writeFile(file, content);
    return file;
  };
  const changed = (change: (text: string) => string) => write(gzipSync(change(gunzipSync(whole).toString())));

  it.each<[string, (text: string) => string, RegExp]>([
    ['another value', (text) => text.replace('Nora New', 'Nora Old'), /table accounts was altered/],
    ['a row more', (text) => text.replace(/^(acc_1\t.*\n)/m, '$1$1'), /table accounts was altered/],
    [
      'a row and its count less',
      (text) => text.replace(/^acc_1\t.*\n/m, '').replace('"accounts","rows":1', '"accounts","rows":0'),
      /accounts was altered/,
    ],
    [
      'other columns',
      (text) => text.replace('"name":"accounts","columns":["id",', '"name":"accounts","columns":['),
      /cut off/,
    ],
    ['no end', (text) => text.replace(/-- end .*\n/, ''), /cut off/],
    ['another release', (text) => text.replace(/"release":"[^"]*"/, '"release":"9.9.9"'), /was altered/],
    ['a later format', (text) => text.replace('"format":1', '"format":2'), /later release/],
    ['nothing of ours', () => 'select 1;\n', /no backup of Gatehouse/],
  ])('%s is found', async (_what, change, words) => {
    await expect(checkBackup(await changed(change))).rejects.toThrow(words);
  });

  it('is told from one that is not there, not packed, or cut off', async () => {
    await expect(checkBackup('/nowhere.backup')).rejects.toThrow('/nowhere.backup is not there.');
    await expect(checkBackup(await write('hello'))).rejects.toThrow(/no backup of Gatehouse/);
    await expect(checkBackup(await write(whole.subarray(0, whole.length - 40)))).rejects.toThrow(/cut off/);
  });

  it('touches nothing', async () => {
    await openBoth();
    await expect(restore(await changed((text) => text.replace('Nora New', 'Nora Old')))).rejects.toThrow(/altered/);
    expect(await rows(target, `select relname from pg_class where relname = 'accounts'`)).toEqual([]);
  });
});

describe('a restore', () => {
  beforeEach(openBoth);

  it('refuses a database that holds something, unless all of that may go', async () => {
    await addAccount(source, 'acc_new', 'New');
    const file = await dump();
    await migrate(target.test.pool);
    await addAccount(target, 'acc_old', 'Old');
    await target.test.pool.query(`create view mine as select 1; create type mood as enum ('fine')`);
    await expect(restore(file)).rejects.toThrow(`The database ${target.test.name} is not empty`);
    expect(await rows(target, ACCOUNTS)).toEqual([{ id: 'acc_old', name: 'Old' }]);
    await restore(file, { replace: true });
    expect(await rows(target, ACCOUNTS)).toEqual([{ id: 'acc_new', name: 'New' }]);
    expect(await rows(target, `select 1 from pg_class where relname = 'mine'`)).toEqual([]);
  });

  it('that fails leaves everything as it was', async () => {
    const file = await dump();
    await migrate(target.test.pool);
    await addAccount(target, 'acc_old', 'Old');
    const afterwards = async () => Promise.reject(new Error('no, after all'));
    await expect(restoreDatabase(target.database, file, { replace: true, afterwards })).rejects.toThrow(
      'no, after all',
    );
    expect(await rows(target, ACCOUNTS)).toEqual([{ id: 'acc_old', name: 'Old' }]);
  });

  it('refuses while Gatehouse is at work there', async () => {
    const file = await dump();
    const server = openDatabase({
      connection: { connectionString: target.test.url },
      connections: 2,
      onError: () => {},
    });
    try {
      await server.pool.query('select 1');
      await expect(restore(file)).rejects.toThrow(/at work on this database \(1 connections\)/);
    } finally {
      await server.close();
    }
    await restore(file);
  });

  it('of an earlier release brings the data to this one', async () => {
    const early = await migrationsUntil('0008');
    const before = open(await createEmptyDatabase());
    await migrate(before.test.pool, { directory: early });
    await addAccount(before, 'acc_1', 'Early');
    const file = await dump(before);
    const { migrated } = await restore(file);
    expect(migrated[0]).toMatch(/^0009/);
    expect(await rows(target, ACCOUNTS)).toEqual([{ id: 'acc_1', name: 'Early' }]);
    expect(await migrate(target.test.pool)).toEqual([]);
    await expect(restore(await dump(), { migrationsDirectory: early, replace: true })).rejects.toThrow(
      /made by Gatehouse .* that release or a later one/,
    );
  });
});

async function migrationsUntil(last: string): Promise<string> {
  const directory = await mkdtemp(path.join(folder, 'migrations-'));
  for (const { name } of await readMigrations()) {
    if (name.slice(0, 4) <= last) await copyFile(path.join(migrationsDirectory(), name), path.join(directory, name));
  }
  return directory;
}

it('rows are told from their end however the file is cut into parts', async () => {
  await openBoth();
  const file = await dump();
  const text = gunzipSync(await readFile(file));
  const whole = await checkBackup(file);
  await fc.assert(
    fc.asyncProperty(fc.integer({ min: 1, max: 700 }), async (size) => {
      const members = Array.from({ length: Math.ceil(text.length / size) }, (_, at) =>
        gzipSync(text.subarray(at * size, (at + 1) * size), { level: 0 }),
      );
      const cut = fileName();
      await writeFile(cut, Buffer.concat(members));
      const read = await readBackup(cut, async (_table, parts) => {
        for await (const _part of parts);
      });
      expect(read).toEqual(whole);
    }),
    { numRuns: 8 },
  );
});
