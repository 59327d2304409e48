import { setTimeout as pause } from 'node:timers/promises';
import type { Import } from '@gatehouse/contract/imports';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { eventually } from '../eventually.ts';
import { createPerson, must, type Person } from '../person.ts';
import type { ServerProcess } from '../process.ts';
import { createProcessWorld, type ProcessWorld } from './process-world.ts';

const ROWS = 5000;
const WRONG = 50;
const TWICE = 25;
const MEMBERS = 1;
const GOOD = ROWS - WRONG - TWICE - MEMBERS;
const KILLS = 5;
const IMPORTS = '/api/v1/organizations/northwind-machines/imports';

let world: ProcessWorld;
let server: ServerProcess;
let owner: Person;
beforeAll(async () => {
  world = await createProcessWorld({ INVITATIONS_PER_DAY: '100000' });
  server = await world.start();
  owner = await world.setUp(server);
}, 60_000);
afterAll(() => world.close());

const LIST = [
  'email,name',
  ...Array.from({ length: GOOD }, (_, n) => `bulk${n}@customer.example,Person ${n}`),
  ...Array.from({ length: WRONG }, (_, n) => `not an address ${n},Person`),
  ...Array.from({ length: TWICE }, (_, n) => `BULK${n * 7}@customer.example,Twice`),
  'owner@northwind.example,Olga',
].join('\n');

const made = () => world.count(`import_rows where state = 'created'`);

it(`kill -9 while ${ROWS} rows are invited: goes on where it stood, invites nobody twice [R4, scenario 24]`, {
  timeout: 300_000,
}, async () => {
  const { id, counts } = (await must(owner.post(IMPORTS, { text: LIST }), 201)).body as Import;
  expect(counts).toEqual({ new: GOOD, invalid: WRONG, again: TWICE, member: MEMBERS });
  await must(owner.post(`${IMPORTS}/${id}/run`, { kind: 'member' }), 202);
  const stoodAt: number[] = [];
  for (let kill = 1; kill <= KILLS; kill++) {
    await eventually(async () => (await made()) >= (GOOD * kill) / (KILLS + 2), 60_000, 5);
    await pause(Math.random() * 60);
    server.signal('SIGKILL');
    await server.ended;
    stoodAt.push(await made());
    await expectOneOfEach();
    await world.expireLeases();
    server = await world.start();
    owner = createPerson(server.origin, owner.cookies);
  }
  const ended = await eventually(async () => {
    const now = (await must(owner.get(`${IMPORTS}/${id}`), 200)).body as Import;
    return now.state === 'done' ? now : null;
  }, 60_000);
  expect(Math.min(...stoodAt)).toBeGreaterThan(0);
  expect(stoodAt[0]).toBeLessThan(GOOD);
  expect(ended.counts).toEqual({ created: GOOD, failed: WRONG, skipped: TWICE + MEMBERS });
  await expectOneOfEach();
  expect(await world.count('invitations')).toBe(GOOD);

  await eventually(async () => (await world.count(`jobs where id not like 'job_recurring_%'`)) === 0, 120_000, 100);
  expect(await expectOneMailEach()).toBe(GOOD);

  const again = (await must(owner.post(IMPORTS, { text: LIST }), 201)).body as Import;
  expect(again.counts).toEqual({ again: GOOD + TWICE, invalid: WRONG, member: MEMBERS });
  const before = world.mailServer.mails.length;
  await must(owner.post(`${IMPORTS}/${again.id}/run`, { kind: 'member' }), 202);
  await eventually(async () => (await must(owner.get(`${IMPORTS}/${again.id}`), 200)).body.state === 'done');
  expect(await world.count('invitations')).toBe(GOOD);
  expect(await world.count('messages')).toBe(GOOD);
  expect(world.mailServer.mails.length).toBe(before);
});

/** Of each invitation one row that made it, one message, one secret, one audit event; and of each row one invitation. */
async function expectOneOfEach(): Promise<void> {
  expect(
    await world.rows(
      `select i.id from invitations i where
        (select count(*) from import_rows r where r.invitation_id = i.id and r.state = 'created') <> 1
        or (select count(*) from messages m where m.subject_id = i.id) <> 1
        or (select count(*) from invitation_tokens t where t.invitation_id = i.id) <> 1
        or (select count(*) from audit_events e where e.subject_id = i.id and e.action = 'invitation.created') <> 1`,
    ),
  ).toEqual([]);
  expect(await world.count(`import_rows where (state = 'created') <> (invitation_id is not null)`)).toBe(0);
  const [counted] = await world.rows(`select used from invitation_counts where scope = 'organization'`);
  expect(counted?.used ?? 0).toBe(await world.count('invitations'));
}

/** A mail whose sender was killed may arrive again, recognisably the same. Answers how many people got one. */
async function expectOneMailEach(): Promise<number> {
  const ids = new Map<string, Set<string>>();
  for (const { recipients, messageId } of world.mailServer.mails) {
    for (const to of recipients) ids.set(to, (ids.get(to) ?? new Set<string>()).add(messageId ?? ''));
  }
  expect([...ids].filter(([, of]) => of.size !== 1)).toEqual([]);
  return ids.size;
}
