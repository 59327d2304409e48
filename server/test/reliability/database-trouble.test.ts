import { chmod, mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import pg from 'pg';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { connectionUrl, type EmbeddedPostgres, startEmbeddedPostgres } from '../../src/platform/database/embedded.ts';
import { times } from '../crowd.ts';
import { eventually } from '../eventually.ts';
import { type Answer, createPerson, must, type Person } from '../person.ts';
import { createProcessWorld, type ProcessWorld } from './process-world.ts';

const GAP = 2000;

describe('PostgreSQL that is stopped at once and comes back (security.md R11)', { timeout: 60_000 }, () => {
  let folder: string;
  let postgres: EmbeddedPostgres;
  let world: ProcessWorld;
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'gatehouse-gap-'));
    await chmod(folder, 0o711); // as root, PostgreSQL runs as somebody else, who must get in
    postgres = await startPostgres();
    world = await createProcessWorld({ DATABASE_URL: connectionUrl(postgres.connection) });
  });
  afterAll(async () => {
    await world.close();
    await postgres.stop();
    for (const path of [folder, postgres.dataDirectory]) await rm(path, { recursive: true, force: true });
  });

  /** What was committed is written: else the setting, and not the product, would lose it. */
  const startPostgres = () =>
    startEmbeddedPostgres({
      dataDirectory: folder,
      log: () => {},
      durable: false,
      settings: { synchronous_commit: 'on' },
    });

  /** As `pg_ctl stop -m immediate`: every session breaks, nothing is written down. */
  async function stopAtOnce(): Promise<void> {
    const pool = connect();
    const { rows } = await pool.query('show data_directory');
    await pool.end();
    const [pid] = (await readFile(join(rows[0].data_directory, 'postmaster.pid'), 'utf8')).split('\n');
    process.kill(Number(pid), 'SIGQUIT');
    await postgres.stop();
  }

  function connect(): pg.Pool {
    const pool = new pg.Pool({ connectionString: connectionUrl(postgres.connection), max: 1 });
    pool.on('error', () => {});
    return pool;
  }

  it('answers 503 with Retry-After in the gap, only there, and loses nothing that it acknowledged', async () => {
    const server = await world.start();
    const owner = await world.setUp(server);
    const load = startLoad(server.origin, owner, world);
    await eventually(() => load.answers.length > 30);
    await stopAtOnce();
    const stopped = performance.now();
    await pause(GAP);
    postgres = await startPostgres();
    const back = performance.now();
    await eventually(() => load.answers.length > 20 && load.answers.slice(-20).every(({ status }) => status < 300));
    const recovered = performance.now();
    await load.stop();

    expect(recovered - back).toBeLessThan(5000);
    expect(load.broken).toEqual([]);
    const failures = load.answers.filter(({ status }) => status >= 300);
    expect(failures.filter(({ status, headers }) => status !== 503 || headers['retry-after'] !== '5')).toEqual([]);
    expect(failures.length).toBeGreaterThan(5);
    expect(failures.filter(({ at }) => at < stopped - 1000)).toEqual([]);
    expect(await Promise.race([server.ended, 'running'])).toBe('running');
    const pool = connect();
    await pool.query(`update jobs set run_at = now(), leased_until = null`); // what time does
    await eventually(
      async () => (await pool.query(`select from jobs where id not like 'job_recurring_%'`)).rowCount === 0,
      20_000,
    );
    const { rows } = await pool.query('select address_canonical as address from invitations');
    const invited = new Set(rows.map(({ address }) => address));
    expect(load.invited.filter((address) => !invited.has(address))).toEqual([]);
    for (const address of invited) {
      expect(new Set(world.mailsTo(address).map(({ messageId }) => messageId)).size, address).toBe(1);
    }
    await pool.end();
  });
});

type Dated = Answer & { readonly at: number };

/** Readers and inviters, about fifty requests a second. */
function startLoad(origin: string, owner: Person, world: ProcessWorld) {
  let stopping = false;
  const answers: Dated[] = [];
  const broken: unknown[] = [];
  const invited: string[] = [];
  let next = 0;
  const loops = times(6, async (index) => {
    const person = createPerson(origin, owner.cookies);
    while (!stopping) {
      const address = `gap-${next++}@customer.example`;
      const asking = index % 2 === 0 ? person.get('/api/v1/session') : world.invite(person, address);
      const answer = await asking.catch((error: unknown) => void broken.push(error));
      if (answer) answers.push({ ...answer, at: performance.now() });
      if (answer?.status === 201) invited.push(address);
      await pause(100);
    }
  });
  return {
    answers,
    broken,
    invited,
    stop: async () => {
      stopping = true;
      await Promise.all(loops);
    },
  };
}

describe('connections that break, and a lock that is never let go (security.md R12)', { timeout: 60_000 }, () => {
  let world: ProcessWorld;
  let owner: Person;
  let origin: string;
  beforeAll(async () => {
    world = await createProcessWorld();
    const server = await world.start();
    origin = server.origin;
    owner = await world.setUp(server);
  });
  afterAll(() => world.close());

  it('goes on after each of its connections was cut, again and again', async () => {
    const load = startLoad(origin, owner, world);
    for (let cut = 1; cut <= 5; cut++) {
      await eventually(() => load.answers.length > cut * 15);
      await world.rows(`select pg_terminate_backend(pid) from pg_stat_activity
        where datname = current_database() and application_name = 'gatehouse'`);
    }
    const seen = load.answers.length;
    await eventually(() => load.answers.length > seen + 20);
    await load.stop();
    expect(load.broken).toEqual([]);
    expect(load.answers.filter(({ status }) => status >= 300 && status !== 503)).toEqual([]);
    expect(load.answers.slice(-10).filter(({ status }) => status >= 300)).toEqual([]);
  });

  it('lets nobody wait for longer than its timeouts, though all its connections wait', async () => {
    const blocker = await world.hold('invitations', 'access exclusive');
    const from = performance.now();
    const timed = async (asking: Promise<Answer>) => ({ ...(await asking), after: performance.now() - from });
    const blocked = times(14, (index) =>
      timed(world.invite(createPerson(origin, owner.cookies), `blocked-${index}@customer.example`)),
    );
    await eventually(async () => (await world.waiting()).length >= 10);
    const other = timed(createPerson(origin, owner.cookies).get('/api/v1/session'));
    expect((await must(createPerson(origin).get('/healthz'), 200)).status).toBe(200);
    const answers = await Promise.all([...blocked, other]);
    expect(answers.filter(({ status, headers }) => status !== 503 || headers['retry-after'] !== '5')).toEqual([]);
    expect(Math.max(...answers.map(({ after }) => after))).toBeLessThan(14_000);
    await blocker.release();
    await must(world.invite(owner, 'free@customer.example'), 201);
    expect(await world.count(`invitations where address_canonical like 'blocked-%'`)).toBe(0);
  });
});
