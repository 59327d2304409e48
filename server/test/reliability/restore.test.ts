import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { runCommandLine } from '../../src/cli.ts';
import { times } from '../crowd.ts';
import { eventually } from '../eventually.ts';
import { createPerson, must, PASSWORD, type Person } from '../person.ts';
import { SETTINGS, type ServerProcess } from '../process.ts';
import { createProcessWorld, INVITATIONS, type ProcessWorld } from './process-world.ts';

/**
 * A backup is taken while people work, and put into another database with a server and a mail server of its own. What is
 * said of the world before is said of the moment of the backup.
 */
describe('a backup under load, restored elsewhere (security.md R30, R31)', { timeout: 240_000 }, () => {
  let here: ProcessWorld;
  let there: ProcessWorld;
  let folder: string;
  let owner: Person;
  let first: ServerProcess;
  let second: ServerProcess;
  const invitedBefore: string[] = [];
  let usedToken: string;
  let pendingToken: string;
  let revokedToken: string;
  let held: Set<string>;

  beforeAll(async () => {
    folder = await mkdtemp(path.join(tmpdir(), 'gatehouse-restore-'));
    [here, there] = await Promise.all([createProcessWorld(), createProcessWorld()]);
    first = await here.start();
    owner = await here.setUp(first);
  });
  afterAll(async () => {
    await Promise.all([here?.close(), there?.close()]);
    await rm(folder, { recursive: true, force: true });
  });

  async function gatehouse(world: ProcessWorld, ...words: string[]) {
    const said: string[] = [];
    const remarks: string[] = [];
    const environment = { ...SETTINGS, DATABASE_URL: world.database.url, GATEHOUSE_URL: 'http://localhost:3000' };
    const output = { answer: (line: string) => said.push(line), remark: (line: string) => remarks.push(line) };
    const code = await runCommandLine([...words, '--json'], environment, output);
    return { code, json: JSON.parse(said.join('')) };
  }

  const file = () => path.join(folder, 'gatehouse.backup');

  it('is taken while invitations, acceptances and sign-ins go on', async () => {
    const invite = async (address: string) => {
      await must(here.invite(owner, address), 201);
      return here.newest(address, /\/i\/([\w-]{43})/);
    };
    const member = createPerson(first.origin);
    usedToken = await invite('used@customer.example');
    const { path: flow, step } = await here.walk(member, 'used@customer.example', 'terms');
    await must(member.post(`${flow}/terms`, { accepted: true, version: step.version }), 200);
    pendingToken = await invite('pending@customer.example');
    revokedToken = await invite('revoked@customer.example');
    const { items } = (await must(owner.get(`${INVITATIONS}?q=revoked`), 200)).body;
    await must(owner.post(`${INVITATIONS}/${items[0].id}/revoke`), 200);
    await here.drained();

    // Nothing leaves from here on: it waits, and the backup finds it waiting.
    here.mailServer.refuse = ({ at }) => (at === 'RCPT' ? { at: 'RCPT', code: 421, words: 'later' } : null);
    let loading = true;
    let backingUp = false;
    let next = 0;
    const load = times(4, async () => {
      while (loading) {
        const address = `load-${next++}@customer.example`;
        await must(here.invite(owner, address), 201);
        if (!backingUp) invitedBefore.push(address);
      }
    });
    await eventually(() => invitedBefore.length > 20);
    backingUp = true;
    const { code, json } = await gatehouse(here, 'backup', file());
    loading = false;
    await Promise.all(load);
    expect(code).toBe(0);
    expect(json.tables.invitations).toBeGreaterThanOrEqual(invitedBefore.length + 3);
    expect(new Date(json.createdAt).getTime()).toBeLessThanOrEqual(Date.now());
  });

  it('is restored into another database, which must be named to be replaced', async () => {
    expect((await gatehouse(there, 'restore', file())).json.error).toMatch(/not empty.*--replace test_/);
    expect((await gatehouse(there, 'restore', file(), '--replace', 'gatehouse')).json.error).toMatch(/not "gatehouse"/);
    const otherKey = { ...SETTINGS, GATEHOUSE_SECRET: Buffer.alloc(32, 8).toString('base64') };
    const said: string[] = [];
    const output = { answer: (line: string) => said.push(line), remark: () => {} };
    const environment = { ...otherKey, DATABASE_URL: there.database.url, GATEHOUSE_URL: 'http://localhost:3000' };
    expect(await runCommandLine(['restore', file(), '--json'], environment, output)).toBe(1);
    expect(said.join()).toMatch(/GATEHOUSE_SECRET is not the key of this backup/);

    const { code, json } = await gatehouse(there, 'restore', file(), '--replace', there.database.name);
    expect(json).toMatchObject({ migrated: [], sessions: 2 });
    expect(code).toBe(0);
    expect(json.held).toBeGreaterThanOrEqual(invitedBefore.length);
    held = new Set(
      (await there.rows('select to_address as to from messages where held_at is not null')).map(({ to }) => to),
    );
  });

  it('holds what was acknowledged before it began, wholly or not at all (I1, I2, I3, I7)', async () => {
    const there_ = new Set((await there.rows('select address_canonical as a from invitations')).map(({ a }) => a));
    expect(invitedBefore.filter((address) => !there_.has(address))).toEqual([]);
    const torn = `invitations i where
      (select count(*) from audit_events e where e.subject_id = i.id and e.action = 'invitation.created') <> 1
      or (select count(*) from messages m where m.subject_id = i.id) < 1
      or (select count(*) from invitation_tokens t where t.invitation_id = i.id) < 1`;
    expect(await there.count(torn)).toBe(0);
    const accepted = `i.address_canonical = 'used@customer.example' and i.state = 'accepted'`;
    expect(await there.count(`invitations i join memberships m on m.invitation_id = i.id where ${accepted}`)).toBe(1);
    expect((await gatehouse(there, 'audit', 'verify')).json).toMatchObject({ ok: true, breaches: [] });
  });

  it('revives no session, no code, no half-done way in; what was used or revoked stays so (I5, I8)', async () => {
    second = await there.start();
    const old = createPerson(second.origin, owner.cookies);
    expect((await old.get('/api/v1/session')).status).toBe(401);
    expect(await there.count(`one_time_codes where consumed_at is null and superseded_at is null`)).toBe(0);
    expect(await there.count(`flows where completed_at is null and expires_at > now()`)).toBe(0);
    const open = async (token: string) => {
      const answer = await createPerson(second.origin).post('/api/v1/flows', { kind: 'invitation', token });
      return answer.body.problem?.code ?? answer.body.code ?? answer.body.step.name;
    };
    expect(await open(usedToken)).toMatch(/^INV-USED/);
    expect(await open(revokedToken)).toBe('INV-REVOKED');
    expect(await open(pendingToken)).toBe('accept');
    owner = createPerson(second.origin);
    const flow = await must(
      owner.post('/api/v1/flows', { kind: 'sign-in', identifier: 'owner@northwind.example' }),
      201,
    );
    await must(owner.post(`/api/v1/flows/${flow.body.id}/password`, { password: PASSWORD }), 200);
  });

  it('sends nothing that waited until it is released; what is new leaves at once (I4)', async () => {
    await must(there.invite(owner, 'new@customer.example'), 201);
    await eventually(() => there.mailsTo('new@customer.example').length === 1);
    expect(there.mailServer.mails.filter(({ recipients }) => held.has(recipients[0] ?? ''))).toEqual([]);
    const counted = await must(owner.get('/api/v1/organizations/northwind-machines/held-messages'), 200);
    expect(counted.body).toMatchObject({ count: held.size, since: expect.any(String) });

    expect((await gatehouse(there, 'messages', 'release')).json).toEqual({ count: held.size });
    await there.drained();
    const left = there.mailServer.mails.map(({ recipients }) => recipients[0]);
    expect([...held].filter((address) => left.filter((to) => to === address).length !== 1)).toEqual([]);
    here.mailServer.refuse = () => null;
    await here.rows(`update jobs set run_at = now() where id not like 'job_recurring_%'`);
    await here.drained();
    const [address] = held;
    expect(there.mailsTo(String(address))[0]?.messageId).toBe(here.mailsTo(String(address))[0]?.messageId);
  });

  it('says so in the log of the organization', async () => {
    const log = await must(owner.get('/api/v1/organizations/northwind-machines/audit-events?limit=200'), 200);
    const actions = log.body.items.map(({ action, actor }: { action: string; actor: { type: string } }) => [
      action,
      actor.type,
    ]);
    expect(actions).toContainEqual(['installation.restored', 'operator']);
    expect(actions).toContainEqual(['messages.released', 'operator']);
  });
});
