import { Agent } from 'node:http';
import { setTimeout as pause } from 'node:timers/promises';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { SERVER_NAME } from '../../src/platform/database/database.ts';
import { eventually } from '../eventually.ts';
import { cookieOf, createPerson, exchange, must, type Person } from '../person.ts';
import type { ServerProcess } from '../process.ts';
import { createProcessWorld, type ProcessWorld } from './process-world.ts';

const MOMENTS = 20;
const AT_ONCE = 5;
/** The last moment, in invitations that a server fresh from its start makes one after the other. */
const SPAN = 4;

describe('kill -9 (security.md R1-R3)', { timeout: 240_000 }, () => {
  let world: ProcessWorld;
  let server: ServerProcess;
  let owner: Person;
  beforeAll(async () => {
    world = await createProcessWorld();
    server = await world.start();
    owner = await world.setUp(server);
  });
  beforeEach(() => {
    world.mailServer.refuse = () => null;
    return world.rows('truncate rate_limits');
  });
  afterAll(() => world.close());

  async function kill(): Promise<void> {
    server.signal('SIGKILL');
    await server.ended;
    // What it sent last is done, or undone, once its connections have gone.
    const open = `pg_stat_activity where datname = current_database() and application_name = '${SERVER_NAME}'`;
    await eventually(async () => (await world.count(open)) === 0);
  }

  /** After the time that a lease lasts: the same people, the same browsers. */
  async function restart(): Promise<void> {
    await world.expireLeases();
    server = await world.start();
    owner = createPerson(server.origin, owner.cookies);
  }

  it('at any moment of inviting loses no invitation and no mail, and sends none twice', async () => {
    const answered = new Set<string>();
    const asked: string[] = [];
    const began = performance.now();
    await must(world.invite(owner, 'first@customer.example'), 201);
    const latest = SPAN * (performance.now() - began);
    for (let moment = 0; moment < MOMENTS; moment++) {
      const addresses = Array.from({ length: AT_ONCE }, (_, index) => `moment-${moment}-${index}@customer.example`);
      asked.push(...addresses);
      const attempts = addresses.map(async (address, index) => {
        await pause((index * latest) / AT_ONCE);
        const answer = await world.invite(owner, address).catch(() => null);
        if (answer?.status === 201) answered.add(address);
      });
      await pause((latest * moment) / MOMENTS + Math.random() * (latest / MOMENTS));
      await kill();
      await Promise.all(attempts);
      await restart();
    }
    await world.drained();
    for (const address of asked) {
      const invited = await world.count('invitations where address_canonical = $1', [address]);
      const ids = new Set(world.mailsTo(address).map(({ messageId }) => messageId));
      expect([invited, ids.size], address).toEqual(answered.has(address) ? [1, 1] : [invited, invited]);
    }
    expect(answered.size).toBeGreaterThan(0);
    expect(answered.size).toBeLessThan(asked.length);
    expect(await world.count(`invitations where state <> 'sent'`)).toBe(0);
    expect(
      await world.count(`invitations i where (select count(*) from audit_events where subject_id = i.id) <> 1`),
    ).toBe(0);
  });

  it('after the mail server has read a mail sends it again under the same Message-ID', async () => {
    const address = 'data@customer.example';
    world.mailServer.refuse = ({ at, recipients }) => (at === 'DATA' && recipients.includes(address) ? NEVER : null);
    await must(world.invite(owner, address), 201);
    await eventually(() => world.mailsTo(address).length === 1);
    await kill();
    world.mailServer.refuse = () => null;
    await restart();
    await world.drained();
    expectOneMessage(address, 2);
    expect(await settled(address)).toEqual([{ state: 'sent', attempts: 2, told: 1 }]);
  });

  it('after 250 but before the own commit does the same', async () => {
    const address = 'committed@customer.example';
    let held: { release(): Promise<void> } | null = null;
    world.mailServer.refuse = async ({ at, recipients }) => {
      if (at === 'DATA' && recipients.includes(address) && !held) held = await world.hold('jobs');
      return null;
    };
    await must(world.invite(owner, address), 201);
    await eventually(async () => (await world.waiting()).some((sql) => sql.startsWith('delete from jobs')));
    await kill();
    await (held as { release(): Promise<void> } | null)?.release();
    await restart();
    await world.drained();
    expectOneMessage(address, 2);
    expect(await settled(address)).toEqual([{ state: 'sent', attempts: 2, told: 1 }]);
  });

  it('in the middle of an acceptance undoes it; the same press again ends on the finished page', async () => {
    const { address, person, press } = await atLastPress('middle');
    const blocker = await world.hold('messages');
    const lost = press(person).catch((error: Error) => error);
    await eventually(async () => (await world.waiting()).some((sql) => sql.includes('insert into messages')));
    await kill();
    await blocker.release();
    expect(await lost).toBeInstanceOf(Error);
    expect(await effects(address)).toEqual({ memberships: 0, audited: 0, welcomes: 0 });
    await restart();
    await finishes(address, createPerson(server.origin, person.cookies), press);
  });

  it('after an acceptance was committed but not answered keeps it; the same press again is answered and signed in', async () => {
    const { address, person, press, path, body } = await atLastPress('after');
    const blocker = await world.hold('messages');
    const agent = new Agent();
    const asked = { origin: server.origin, agent, method: 'POST', path, body, headers: cookieOf(person.cookies) };
    const lost = exchange(asked).answer.catch((error: Error) => error);
    await eventually(async () => (await world.waiting()).some((sql) => sql.includes('insert into messages')));
    agent.destroy(); // the answer will find nobody
    expect(await lost).toBeInstanceOf(Error);
    await blocker.release();
    await eventually(async () => (await effects(address)).memberships === 1);
    await kill();
    expect(await effects(address)).toEqual({ memberships: 1, audited: 1, welcomes: 1 });
    await restart();
    await finishes(address, createPerson(server.origin, person.cookies), press);
  });

  it('between an acceptance and its mail still sends the welcome, once', async () => {
    const { address, person, press } = await atLastPress('welcome');
    world.mailServer.refuse = ({ recipients }) => (recipients.includes(address) ? NEVER : null);
    await must(press(person), 200);
    const already = world.mailsTo(address).length;
    await kill();
    world.mailServer.refuse = () => null;
    await restart();
    await world.drained();
    expect(world.mailsTo(address)).toHaveLength(already + 1);
    expect(await effects(address)).toEqual({ memberships: 1, audited: 1, welcomes: 1 });
  });

  async function atLastPress(name: string) {
    const address = `${name}@customer.example`;
    await must(world.invite(owner, address), 201);
    const person = createPerson(server.origin);
    const { path, step } = await world.walk(person, address, 'terms');
    await world.drained();
    const last = { path: `${path}/terms`, body: { accepted: true, version: step.version } };
    return { address, person, press: (by: Person) => by.post(last.path, last.body), ...last };
  }

  /** The lost press once more: the finished page, signed in, and everything there once (I2, I3). */
  async function finishes(
    address: string,
    person: Person,
    press: (by: Person) => ReturnType<Person['post']>,
  ): Promise<void> {
    expect((await must(press(person), 200)).body.state).toBe('done');
    await must(person.get('/api/v1/session'), 200);
    await world.drained();
    expect(await effects(address)).toEqual({ memberships: 1, audited: 1, welcomes: 1 });
    expect(
      await world.count('sessions s join identifiers i using (account_id) where i.canonical = $1', [address]),
    ).toBe(1);
  }

  const effects = async (address: string) => ({
    memberships: await world.count('memberships m join identifiers i using (account_id) where i.canonical = $1', [
      address,
    ]),
    audited: await world.count(
      `audit_events e join invitations i on i.id = e.subject_id where e.action = 'invitation.accepted' and i.address_canonical = $1`,
      [address],
    ),
    welcomes: await world.count(`messages where template = 'M06' and to_address = $1`, [address]),
  });

  const settled = (address: string) =>
    world.rows(
      `select m.state, m.attempts, (select count(*)::int from invitation_events e
         where e.invitation_id = m.subject_id and e.event = 'sent') as told
       from messages m where to_address = $1`,
      [address],
    );

  function expectOneMessage(address: string, copies: number): void {
    const ids = world.mailsTo(address).map(({ messageId }) => messageId);
    expect(ids).toHaveLength(copies);
    expect(new Set(ids).size).toBe(1);
  }
});

/** A mail server that never answers. */
const NEVER = new Promise<null>(() => {});
