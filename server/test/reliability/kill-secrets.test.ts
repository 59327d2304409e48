import { Agent } from 'node:http';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { eventually } from '../eventually.ts';
import { cookieOf, createPerson, exchange, must, PASSWORD, type Person } from '../person.ts';
import type { ServerProcess } from '../process.ts';
import { createProcessWorld, type ProcessWorld } from './process-world.ts';

const OWNER = 'owner@northwind.example';
const ANOTHER = 'seven quiet herons over the weir';

type Press = { readonly person: Person; readonly path: string; readonly body: unknown };

type Case = { readonly what: string; readonly begin: (world: World) => Promise<Press> };

type World = {
  readonly anybody: () => Person;
  /** What the newest mail says, once it is another than before. */
  readonly unspent: (pattern: RegExp) => Promise<string>;
};

const CASES: readonly Case[] = [
  {
    what: 'a code that was mailed to sign in',
    begin: async ({ unspent, anybody }) => {
      const person = anybody();
      const flow = await must(person.post('/api/v1/flows', { kind: 'sign-in', identifier: OWNER }), 201);
      const path = `/api/v1/flows/${flow.body.id}`;
      await must(person.post(`${path}/choose-method`, { method: 'email-code' }), 200);
      return { person, path: `${path}/code`, body: { code: await unspent(/\b(\d{6})\b/) } };
    },
  },
  {
    what: 'a link that sets a new password',
    begin: async ({ unspent, anybody }) => {
      await must(anybody().post('/api/v1/flows', { kind: 'recovery', identifier: OWNER }), 201);
      const token = await unspent(/\/r\/([\w-]{43})/);
      const person = anybody();
      const flow = await must(person.post('/api/v1/flows', { kind: 'recovery', token }), 201);
      const path = `/api/v1/flows/${flow.body.id}/set-password`;
      return { person, path, body: { password: ANOTHER } };
    },
  },
];

describe.each(CASES)('kill -9 while $what is spent (security.md R5)', { timeout: 120_000 }, ({ begin }) => {
  let world: ProcessWorld;
  let server: ServerProcess;
  beforeAll(async () => {
    world = await createProcessWorld();
    server = await world.start();
    await world.setUp(server);
  });
  afterAll(() => world.close());

  const anybody = () => createPerson(server.origin);
  const spent = new Set<string>();
  const unspent = async (pattern: RegExp) => {
    const secret = await eventually(async () => {
      const newest = await world.newest(OWNER, pattern);
      return spent.has(newest) ? undefined : newest;
    });
    spent.add(secret);
    return secret;
  };
  const sessions = () => world.count('sessions where ended_at is null');

  /** Holds back the effect of a press until the server is killed; `answered`: when the effect is committed, unheard. */
  async function killWhile({ person, path, body }: Press, committed: boolean): Promise<Person> {
    const blocker = await world.hold('sessions');
    const agent = new Agent();
    const asked = { origin: server.origin, agent, method: 'POST', path, body, headers: cookieOf(person.cookies) };
    const lost = exchange(asked).answer.catch((error: Error) => error);
    await eventually(async () => (await world.waiting()).some((sql) => / sessions /.test(sql)));
    const before = await sessions();
    if (committed) {
      agent.destroy(); // the answer will find nobody
      await blocker.release();
      await eventually(async () => (await world.count('flows where completed_at is not null')) > 0);
    }
    server.signal('SIGKILL');
    await server.ended;
    if (!committed) await blocker.release();
    expect(await lost).toBeInstanceOf(Error);
    if (!committed) expect(await sessions()).toBe(before);
    await world.expireLeases();
    await world.rows('truncate rate_limits');
    server = await world.start();
    return createPerson(server.origin, person.cookies);
  }

  it('before it is committed it is as good as before, and after that the same press again is answered', async () => {
    const first = await begin({ unspent, anybody });
    const again = await killWhile(first, false);
    expect((await must(again.post(first.path, first.body), 200)).body.state).toBe('done');
    await must(again.get('/api/v1/session'), 200);
    expect(await world.count('flows where completed_at is not null')).toBe(1);

    await world.rows('delete from flows');
    const second = await begin({ unspent, anybody });
    const heard = await killWhile(second, true);
    const before = await sessions();
    expect((await must(heard.post(second.path, second.body), 200)).body.state).toBe('done');
    await must(heard.get('/api/v1/session'), 200);
    expect(await sessions()).toBe(before);
    const stranger = anybody();
    expect((await stranger.post(second.path, second.body)).status).toBeGreaterThanOrEqual(400);
  });

  it('afterwards one password counts, whole', async () => {
    const answers = await Promise.all(
      [PASSWORD, ANOTHER].map(async (password) => {
        const person = anybody();
        const flow = await must(person.post('/api/v1/flows', { kind: 'sign-in', identifier: OWNER }), 201);
        return (await person.post(`/api/v1/flows/${flow.body.id}/password`, { password })).status;
      }),
    );
    expect(answers.toSorted()).toEqual([200, 401]);
  });
});
