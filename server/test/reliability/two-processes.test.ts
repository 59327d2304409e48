import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { times } from '../crowd.ts';
import { eventually } from '../eventually.ts';
import { createPerson, must, PASSWORD, type Person } from '../person.ts';
import type { ServerProcess } from '../process.ts';
import { createProcessWorld, type ProcessWorld } from './process-world.ts';

const MAILS = 60;

describe('two processes on one database (security.md R13, R14)', { timeout: 60_000 }, () => {
  let world: ProcessWorld;
  let one: ServerProcess;
  let other: ServerProcess;
  let owners: Person[];
  beforeAll(async () => {
    world = await createProcessWorld();
    await world.rows('drop schema public cascade');
    await world.rows('create schema public'); // so that both migrate, at once
    [one, other] = await Promise.all([world.start(), world.start()]);
    const owner = await world.setUp(one);
    owners = [owner, createPerson(other.origin, owner.cookies)];
  });
  afterAll(() => world.close());

  it('migrates once, though both begin with it', async () => {
    const migrated = [one, other].filter((server) => server.output().includes('database migrated'));
    expect(migrated).toHaveLength(1);
  });

  it('sends each mail once, though both send', async () => {
    const senders = new Set<string>();
    const answers = await Promise.all(
      times(MAILS, async (index) => {
        const owner = owners[index % 2];
        if (!owner) throw new Error('two owners');
        const answer = await world.invite(owner, `shared-${index}@customer.example`);
        senders.add(owner.origin);
        return answer.status;
      }),
    );
    expect(answers).toEqual(times(MAILS, () => 201));
    await world.drained();
    expect(senders.size).toBe(2);
    expect(world.mailServer.mails).toHaveLength(MAILS);
    expect(new Set(world.mailServer.mails.map(({ messageId }) => messageId)).size).toBe(MAILS);
    expect(await world.count(`messages where state <> 'sent' or attempts <> 1`)).toBe(0);
    expect(one.output()).toContain('message settled');
    expect(other.output()).toContain('message settled');
  });

  it('counts limits together', async () => {
    const ask = (origin: string) =>
      createPerson(origin).post('/api/v1/link-requests', { identifier: 'asks@customer.example' });
    const answers = [];
    for (let index = 0; index < 8; index++)
      answers.push((await ask(index % 2 === 0 ? one.origin : other.origin)).status);
    expect(answers).toEqual([202, 202, 202, 202, 202, 429, 429, 429]);
  });

  it('counts wrong tries to sign in together, and locks in both [A13, S17]', async () => {
    const identifier = 'owner@northwind.example';
    const attempt = async (origin: string, password: string) => {
      const person = createPerson(origin);
      const flow = await must(person.post('/api/v1/flows', { kind: 'sign-in', identifier }), 201);
      return (await person.post(`/api/v1/flows/${flow.body.id}/password`, { password })).body.code ?? 'in';
    };
    const ends: string[] = [];
    for (let time = 0; time < 6; time++) {
      ends.push(await attempt(time % 2 === 0 ? one.origin : other.origin, 'not the password at all'));
    }
    expect(ends).toEqual([...times(5, () => 'CRED-WRONG'), 'ACC-LOCKED']);
    expect([await attempt(one.origin, PASSWORD), await attempt(other.origin, PASSWORD)]).toEqual(
      times(2, () => 'ACC-LOCKED'),
    );
    await world.rows('delete from guess_budgets');
  });

  it('what is taken away in one counts in the other at its next request, within a second [S31, S36]', async () => {
    const address = 'leaver@northwind.example';
    await must(world.invite(owner(), address), 201);
    const here = createPerson(one.origin);
    await world.walk(here, address, 'done');
    const there = createPerson(other.origin, here.cookies);
    const people = '/api/v1/organizations/northwind-machines/members';
    const { items } = (await must(owner().get(`${people}?q=leaver`), 200)).body;
    const works = async (person: Person) => {
      const session = await person.get('/api/v1/session');
      return session.status === 200 ? (session.body.memberships[0]?.roles.join() ?? 'nowhere') : session.status;
    };
    const change = async (act: () => Promise<unknown>) => {
      expect(await works(there)).not.toBe(401); // its connection and statement are warm
      await act();
      const at = Date.now();
      const seen = await works(there);
      expect(Date.now() - at).toBeLessThan(1000);
      return seen;
    };
    const roles = `update memberships set roles = '{support}' where id = $1`;
    expect(await change(() => world.rows(roles, [items[0].id]))).toBe('support');
    expect(await change(() => must(owner().post(`${people}/${items[0].id}/suspend`, {}), 200))).toBe(401);
    expect(await works(here)).toBe(401);
  });

  it('takes the job of a frozen process over, and refuses what that one finds out later', async () => {
    const address = 'frozen@customer.example';
    const gate = Promise.withResolvers<null>();
    let copies = 0;
    world.mailServer.refuse = ({ at, recipients }) => {
      if (at !== 'DATA' || !recipients.includes(address)) return null;
      copies += 1;
      return copies === 1 ? gate.promise : null;
    };
    other.signal('SIGSTOP'); // so that the first process is the one that sends
    await must(world.invite(owner(), address), 201);
    await eventually(() => copies === 1);
    one.signal('SIGSTOP');
    await world.expireLeases();
    other.signal('SIGCONT');
    await world.drained();
    gate.resolve(null);
    one.signal('SIGCONT');
    await eventually(() => one.output().includes('late result refused'));
    const ids = world.mailsTo(address).map(({ messageId }) => messageId);
    expect([ids.length, new Set(ids).size]).toEqual([2, 1]);
    const told = await world.rows(
      `select m.state, m.attempts, count(*)::int as told from messages m
         join invitation_events e on e.invitation_id = m.subject_id and e.event = 'sent'
       where m.to_address = $1 group by m.id`,
      [address],
    );
    expect(told).toEqual([{ state: 'sent', attempts: 2, told: 1 }]);
  });

  it('of which one has another key never loses what it cannot read, and says so', async () => {
    const address = 'sealed@customer.example';
    world.mailServer.refuse = () => ({ at: 'RCPT', code: 451, words: '4.3.0 Later' });
    await must(world.invite(owner(), address), 201);
    await eventually(() =>
      world.count(`messages where to_address = $1 and state = 'queued' and attempts = 1`, [address]),
    );
    world.mailServer.refuse = () => null;
    await eventually(async () => (await world.count(`messages where state in ('queued', 'sending')`)) === 1);
    for (const server of [one, other]) server.signal('SIGTERM');
    await Promise.all([one.ended, other.ended]);
    const stranger = await world.start({ GATEHOUSE_SECRET: Buffer.alloc(32, 8).toString('base64') });
    const ready = await must(createPerson(stranger.origin).get('/readyz'), 200);
    expect(ready.body.parts.keys).toMatch(/GATEHOUSE_SECRET opens 0 of 1/);
    await world.rows('update jobs set run_at = now()');
    await eventually(() => world.count('messages where to_address = $1 and attempts = 2', [address]));
    await eventually(() => stranger.output().includes('No key of GATEHOUSE_SECRET opens this secret'));
    stranger.signal('SIGTERM');
    await stranger.ended;
    expect(world.mailsTo(address)).toEqual([]);
    await world.start();
    await world.rows('update jobs set run_at = now()');
    await world.drained();
    expect(world.mailsTo(address)).toHaveLength(1);
  });

  function owner(): Person {
    const [first] = owners;
    if (!first) throw new Error('no owner');
    return first;
  }
});
