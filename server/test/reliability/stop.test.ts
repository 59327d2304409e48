import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { times } from '../crowd.ts';
import { eventually } from '../eventually.ts';
import { createPerson, must, type Person } from '../person.ts';
import type { ServerProcess } from '../process.ts';
import { createProcessWorld, type ProcessWorld } from './process-world.ts';

/** README and systemd units rely on it. */
const LIMIT = 10_000;

describe('SIGTERM (security.md R15)', { timeout: 60_000 }, () => {
  let world: ProcessWorld;
  let server: ServerProcess;
  let owner: Person;
  beforeAll(async () => {
    world = await createProcessWorld();
    server = await world.start();
    owner = await world.setUp(server);
  });
  afterAll(() => world.close());

  async function restart(): Promise<void> {
    world.mailServer.refuse = () => null;
    server = await world.start();
    owner = createPerson(server.origin, owner.cookies);
  }

  /** Ends it; answers how long that took. */
  async function terminate(): Promise<number> {
    const from = performance.now();
    server.signal('SIGTERM');
    expect(await server.ended).toEqual({ code: 0, signal: null });
    return performance.now() - from;
  }

  it('under load answers what it took, and takes nothing that it does not answer', async () => {
    let stopping = false;
    const answered: string[] = [];
    const failed: number[] = [];
    let asked = 0;
    const load = times(8, async () => {
      const person = createPerson(server.origin, owner.cookies);
      while (!stopping) {
        const address = `load-${asked++}@customer.example`;
        const answer = await world.invite(person, address).catch(() => null);
        if (answer === null) return; // refused, or closed before anything was read
        if (answer.status === 201) answered.push(address);
        else failed.push(answer.status);
      }
    });
    await eventually(() => answered.length > 40);
    const took = await terminate();
    stopping = true;
    await Promise.all(load);
    expect(took).toBeLessThan(LIMIT);
    expect(failed.filter((status) => status !== 503)).toEqual([]);
    const invited = (await world.rows('select address_canonical as address from invitations')).map(
      ({ address }) => address,
    );
    expect(invited.sort()).toEqual(answered.sort());
    await restart();
  });

  it('finishes a request in flight on a connection that is kept alive, then ends at once', async () => {
    const blocker = await world.hold('invitations');
    const inviting = world.invite(owner, 'in-flight@customer.example');
    await eventually(async () => (await world.waiting()).length > 0);
    const ended = terminate();
    await eventually(() => server.output().includes('stopping'));
    await eventually(() =>
      createPerson(server.origin)
        .get('/healthz')
        .then(
          () => false,
          () => true,
        ),
    );
    await blocker.release();
    const released = performance.now();
    expect((await inviting).status).toBe(201);
    await ended;
    expect(performance.now() - released).toBeLessThan(3000);
    await restart();
  });

  it('ends with 0 though a mail server says nothing, and gives the job back at once', async () => {
    const address = 'silent@customer.example';
    world.mailServer.refuse = ({ recipients }) => (recipients.includes(address) ? 'hang' : null);
    await must(world.invite(owner, address), 201);
    await eventually(
      async () => (await world.count(`messages where to_address = $1 and state = 'sending'`, [address])) === 1,
    );
    expect(await terminate()).toBeLessThan(LIMIT);
    expect(
      await world.rows(
        `select lease, leased_until from jobs j join messages m on m.id = j.payload->>'messageId'
      where m.to_address = $1`,
        [address],
      ),
    ).toEqual([{ lease: null, leased_until: null }]);
    await restart();
    await world.drained();
    expect(world.mailsTo(address)).toHaveLength(1);
  });

  it('ends with 0 when nobody is there, and twice told is not told twice', async () => {
    server.signal('SIGTERM');
    expect(await terminate()).toBeLessThan(3000);
    expect(server.output().match(/"stopping"/g)).toHaveLength(1);
  });
});
