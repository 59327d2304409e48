import { setTimeout as pause } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { runCommandLine } from '../../src/cli.ts';
import { MINUTE, SECOND } from '../../src/kernel/clock.ts';
import { eventually } from '../eventually.ts';
import { createPerson, must, PASSWORD, type Person } from '../person.ts';
import { SETTINGS, type ServerProcess } from '../process.ts';
import { createProcessWorld, type ProcessWorld } from './process-world.ts';

/** `GATEHOUSE_SOAK_MINUTES=20` runs it as long as security.md has it; each run is restarted this many times. */
const LENGTH = Number(process.env.GATEHOUSE_SOAK_MINUTES ?? 0.3) * MINUTE;
const RESTARTS = Math.max(2, Math.round(LENGTH / MINUTE));
/** Requests in a second. */
const PACE = 20;
/** What grows with every request, and must not stay (docs/guide/retention.md). */
const SWEPT = ['flows', 'one_time_codes', 'idempotency_keys', 'rate_limits', 'stop_references'];

describe('mixed work, killed and started again (security.md R33)', { timeout: LENGTH + 180_000 }, () => {
  let world: ProcessWorld;
  let server: ServerProcess;
  let owner: Person;
  beforeAll(async () => {
    world = await createProcessWorld();
    server = await world.start({ INVITATIONS_PER_DAY: '1000000' });
    owner = await world.setUp(server);
  });
  afterAll(() => world?.close());

  const invited = new Set<string>();
  const strange: unknown[] = [];
  let requests = 0;

  async function act(turn: number): Promise<void> {
    const person = createPerson(server.origin, turn % 4 < 2 ? owner.cookies : new Map());
    const address = `soak-${turn}@customer.example`;
    const begin = (identifier: string) => person.post('/api/v1/flows', { kind: 'sign-in', identifier });
    const acts = [
      async () => {
        const key = { 'idempotency-key': `key-${turn}` };
        const body = { kind: 'member', to: { email: address } };
        const answer = await person.post('/api/v1/organizations/northwind-machines/invitations', body, key);
        if (answer.status === 201) invited.add(address);
        return answer;
      },
      () => person.get('/api/v1/organizations/northwind-machines/invitations?q=soak'),
      async () => {
        const begun = await begin(turn % 8 === 2 ? 'owner@northwind.example' : `nobody-${turn}@customer.example`);
        if (begun.status !== 201) return begun;
        return person.post(`/api/v1/flows/${begun.body.id}/password`, { password: PASSWORD });
      },
      () => person.get('/i/this-link-leads-nowhere-and-never-did-at-all0'),
    ];
    const answer = await acts[turn % acts.length]?.();
    requests++;
    if (answer && answer.status >= 500 && answer.status !== 503) strange.push(answer);
  }

  async function work(milliseconds: number): Promise<void> {
    const until = performance.now() + milliseconds;
    const open = new Set<Promise<void>>();
    for (; performance.now() < until; await pause(SECOND / PACE)) {
      const turn = act(requests + open.size).catch(() => {}); // of a process that is killed nobody gets an answer
      open.add(turn);
      void turn.then(() => open.delete(turn));
    }
    await Promise.all(open);
  }

  const memory = async () => {
    const text = await (await fetch(`${server.origin}/metrics`)).text();
    return Number(/^process_resident_memory_bytes (\S+)/m.exec(text)?.[1]);
  };

  it('holds what it acknowledged, and its memory does not grow with the work', async () => {
    let grown = 0;
    for (let restart = 0; restart < RESTARTS; restart++) {
      const half = LENGTH / RESTARTS / 2;
      await work(half);
      const before = await memory();
      const working = work(half);
      await pause(half * 0.9);
      grown = Math.max(grown, (await memory()) / before);
      server.signal('SIGKILL');
      await Promise.all([working, server.ended]);
      server = await world.start({ INVITATIONS_PER_DAY: '1000000' });
      await world.expireLeases();
    }
    expect(strange).toEqual([]);
    expect(requests).toBeGreaterThan(50);
    expect(grown).toBeLessThan(1.5);
    await world.drained();
    for (const address of invited) {
      expect(new Set(world.mailsTo(address).map(({ messageId }) => messageId)).size, address).toBe(1);
    }
    const acts = `audit_events e where e.action = 'invitation.created' and e.subject_id in
      (select id from invitations where address_canonical like 'soak-%')`;
    expect(await world.count(acts)).toBe(await world.count(`invitations where address_canonical like 'soak-%'`));
    const output = { answer: () => {}, remark: () => {} };
    const environment = { ...SETTINGS, DATABASE_URL: world.database.url, GATEHOUSE_URL: server.origin };
    expect(await runCommandLine(['audit', 'verify'], environment, output)).toBe(0);
  });

  it('leaves nothing behind that has ended', async () => {
    await must(createPerson(server.origin).get('/healthz'), 200);
    for (const table of ['flows', 'idempotency_keys', 'rate_limits']) {
      expect(await world.count(table), table).toBeGreaterThan(2);
    }
    // What a month does to them.
    await world.rows(`update flows set expires_at = expires_at - interval '40 days';
      update one_time_codes set expires_at = expires_at - interval '40 days';
      update idempotency_keys set created_at = created_at - interval '40 days';
      update stop_references set expires_at = expires_at - interval '40 days';
      update rate_limits set expire = 0;
      update jobs set run_at = now() where id = 'job_recurring_sweep-ended'`);
    await eventually(async () => {
      const left = await Promise.all(SWEPT.map((table) => world.count(table)));
      return left.every((count) => count === 0);
    }, 20_000);
  });
});
