import { setTimeout as pause } from 'node:timers/promises';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { verifyAuditChain } from '../../src/features/audit/index.ts';
import { createSecretBox } from '../../src/platform/crypto/secret-box.ts';
import { openDatabase } from '../../src/platform/database/database.ts';
import { eventually } from '../eventually.ts';
import { createPerson, type Person } from '../person.ts';
import { SETTINGS, type ServerProcess } from '../process.ts';
import { createProcessWorld, type ProcessWorld } from './process-world.ts';

const MOMENTS = 4;
const AT_ONCE = 5;

let world: ProcessWorld;
let server: ServerProcess;
let owner: Person;
beforeAll(async () => {
  world = await createProcessWorld();
  server = await world.start();
  owner = await world.setUp(server);
}, 60_000);
afterAll(() => world.close());

it('kill -9 at any moment leaves no act without its event, and a chain that holds [R32, I7]', {
  timeout: 180_000,
}, async () => {
  const answered: string[] = [];
  for (let moment = 0; moment < MOMENTS; moment++) {
    const attempts = Array.from({ length: AT_ONCE }, async (_, index) => {
      const address = `kill-${moment}-${index}@customer.example`;
      const answer = await world.invite(owner, address).catch(() => null);
      if (answer?.status === 201) answered.push(address);
    });
    if (moment === 0) await Promise.race(attempts);
    else await pause(Math.random() * 150);
    server.signal('SIGKILL');
    await server.ended;
    await Promise.all(attempts);
    await world.expireLeases();
    server = await world.start();
    owner = createPerson(server.origin, owner.cookies);
  }
  expect(answered.length).toBeGreaterThan(0);
  for (const address of answered) {
    const events = `audit_events e join invitations i on i.id = e.subject_id
      where e.action = 'invitation.created' and i.address_canonical = $1`;
    expect(await world.count(events, [address]), address).toBe(1);
  }
  await eventually(async () => (await world.count('audit_unsealed')) === 0, 20_000);
  const connection = { connectionString: world.database.url };
  const database = openDatabase({ connection, connections: 2, onError: () => {} });
  const secretBox = createSecretBox([Buffer.from(SETTINGS.GATEHOUSE_SECRET, 'base64')]);
  const { chains, breaches } = await verifyAuditChain({ database, secretBox }, null);
  await database.close();
  expect(breaches).toEqual([]);
  const sealed = chains.reduce((sum, { events }) => sum + events, 0);
  expect(sealed).toBe(await world.count('audit_events'));
});
