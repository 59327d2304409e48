import { spawn } from 'node:child_process';
import { copyFile, mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { migrationsDirectory } from '../../src/platform/database/migrate.ts';
import { times } from '../crowd.ts';
import { eventually } from '../eventually.ts';
import { createPerson, must, PASSWORD, type Person } from '../person.ts';
import { runServer, SETTINGS } from '../process.ts';
import { createProcessWorld, type ProcessWorld } from './process-world.ts';

const MIGRATE = fileURLToPath(new URL('../../src/platform/database/migrate.ts', import.meta.url));

/** What the release after this one might do to the busiest tables, as the recipe has it: add, fill; take away later. */
const NEXT = `
  alter table invitations add column next_note text;
  alter table sessions add column next_note text not null default '';
  alter table flows add column next_note text;
  create table next_things (id text primary key, invitation_id text references invitations);
  update invitations set next_note = 'filled' where state = 'accepted';
  create index next_notes on invitations (next_note) where next_note is not null;`;

describe('the next release migrates while this one works (security.md R16, R17)', { timeout: 120_000 }, () => {
  let world: ProcessWorld;
  let owner: Person;
  let origin: string;
  let next: string;
  beforeAll(async () => {
    world = await createProcessWorld();
    const server = await world.start();
    origin = server.origin;
    owner = await world.setUp(server);
    next = await mkdtemp(path.join(tmpdir(), 'gatehouse-next-'));
    for (const file of await readdir(migrationsDirectory())) {
      await copyFile(path.join(migrationsDirectory(), file), path.join(next, file));
    }
  });
  afterAll(async () => {
    await world?.close();
    await rm(next, { recursive: true, force: true });
  });

  /** The command of the next release, in a process of its own, so that it can be killed. */
  function migrateNext() {
    const script = `
      import pg from 'pg';
      const { migrate } = await import(${JSON.stringify(MIGRATE)});
      const pool = new pg.Pool({ connectionString: ${JSON.stringify(world.database.url)}, application_name: 'next' });
      pool.on('error', () => {});
      console.log(JSON.stringify(await migrate(pool, { directory: ${JSON.stringify(next)}, log: console.error })));
      await pool.end();`;
    const cwd = fileURLToPath(new URL('../..', import.meta.url));
    const child = spawn(process.execPath, ['--import', 'tsx', '--input-type=module', '-e', script], { cwd });
    let said = '';
    for (const stream of [child.stdout, child.stderr]) stream.setEncoding('utf8').on('data', (text) => (said += text));
    const ended = new Promise<number | null>((resolve) => child.once('close', resolve));
    return { kill: () => child.kill('SIGKILL'), ended, said: () => said };
  }

  type Timed = { readonly status: number; readonly took: number; readonly what: string };

  /** Reads, invitations, sign-ins and pages, all at once, until it is stopped. */
  function startTraffic() {
    const answers: Timed[] = [];
    let stopping = false;
    let count = 0;
    const acts: Record<string, () => Promise<{ status: number }>> = {
      session: () => owner.get('/api/v1/session'),
      list: () => owner.get('/api/v1/organizations/northwind-machines/invitations?q=person'),
      invite: () => world.invite(owner, `traffic-${count++}@customer.example`),
      signIn: async () => {
        const person = createPerson(origin);
        const begun = await person.post('/api/v1/flows', { kind: 'sign-in', identifier: 'owner@northwind.example' });
        return begun.status === 201
          ? person.post(`/api/v1/flows/${begun.body.id}/password`, { password: PASSWORD })
          : begun;
      },
      page: () => createPerson(origin).get('/sign-in'),
    };
    const loops = Object.entries(acts).map(async ([what, act]) => {
      while (!stopping) {
        const from = performance.now();
        const { status } = await act();
        answers.push({ what, status, took: performance.now() - from });
        await pause(20);
      }
    });
    const stop = async () => {
      stopping = true;
      await Promise.all(loops);
      return answers;
    };
    return { answers, stop };
  }

  it('waits for no table while others wait behind it, and nobody waits long', async () => {
    await writeFile(path.join(next, '9001-next.sql'), NEXT);
    const traffic = startTraffic();
    await eventually(() => traffic.answers.length > 30);
    const report = await world.hold('invitations', 'access share'); // somebody reads the whole table, for long
    const migration = migrateNext();
    await eventually(() => migration.said().includes('waits until a table is free'), 20_000);
    await pause(3000);
    expect(await world.count(`schema_migrations where name = '9001-next.sql'`)).toBe(0);
    await report.release();
    expect(await migration.ended, migration.said()).toBe(0);
    const during = traffic.answers.length;
    await eventually(() => traffic.answers.length > during + 30);
    const answers = await traffic.stop();
    expect(answers.filter(({ status }) => status >= 300 && status !== 503)).toEqual([]);
    expect(answers.filter(({ took }) => took > 2000)).toEqual([]);
    for (const what of ['session', 'list', 'invite', 'signIn', 'page']) {
      expect(answers.filter((answer) => answer.what === what && answer.status < 300).length, what).toBeGreaterThan(3);
    }
    expect(await world.count(`invitations where next_note is null`)).toBeGreaterThan(3);
  });

  it('the old release works on the new tables: sessions, links and what is owed', async () => {
    await must(world.invite(owner, 'after@customer.example'), 201);
    const member = createPerson(origin);
    const { path: flow, step } = await world.walk(member, 'after@customer.example', 'terms');
    await must(member.post(`${flow}/terms`, { accepted: true, version: step.version }), 200);
    await world.drained();
  });

  it('an old process that is started again says why it does not', async () => {
    const late = runServer({
      ...SETTINGS,
      DATABASE_URL: world.database.url,
      GATEHOUSE_URL: 'http://localhost:1',
      PORT: '1',
    });
    expect(await late.ended).toMatchObject({ code: 1 });
    expect(late.output()).toContain('of a newer release (9001-next.sql)');
  });

  it('killed in the middle it has changed nothing, and the next run completes it', async () => {
    const halfway = `alter table invitations add column later_note text; select pg_sleep(30); create table later_things ();`;
    await writeFile(path.join(next, '9002-later.sql'), halfway);
    const killed = migrateNext();
    await eventually(async () => (await world.count(`pg_stat_activity where wait_event = 'PgSleep'`)) > 0, 20_000);
    killed.kill();
    await killed.ended;
    // A server notices that its client is gone when it next speaks to it: what a person would wait for is done at once.
    await world.rows(`select pg_terminate_backend(pid) from pg_stat_activity where application_name = 'next'`);
    await eventually(async () => (await must(owner.get('/api/v1/session'), 200)).status === 200);
    const added = `information_schema.columns where column_name = 'later_note'`;
    expect(await world.count(added)).toBe(0);
    await writeFile(path.join(next, '9002-later.sql'), halfway.replace('pg_sleep(30)', 'pg_sleep(0)'));
    const again = migrateNext();
    expect(await again.ended, again.said()).toBe(0);
    expect(again.said()).toContain('["9002-later.sql"]');
    expect(await world.count(added)).toBe(1);
    const answers = await Promise.all(times(5, () => owner.get('/api/v1/session')));
    expect(answers.map(({ status }) => status)).toEqual([200, 200, 200, 200, 200]);
  });
});
