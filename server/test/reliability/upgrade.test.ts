import { copyFile, mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { runCommandLine } from '../../src/cli.ts';
import { migrate, migrationsDirectory } from '../../src/platform/database/migrate.ts';
import { createPerson, must, PASSWORD } from '../person.ts';
import { SETTINGS, type ServerProcess } from '../process.ts';
import { createProcessWorld, INVITATIONS, type ProcessWorld } from './process-world.ts';

const RELEASE = '0020';
const FIXTURE = new URL(`../fixtures/release-${RELEASE}.sql`, import.meta.url);

/** What an installation of an earlier release has, works in this one: people, sessions, links, what is owed (R16). */
describe(`an installation of the release with migration ${RELEASE}, brought to this one`, { timeout: 120_000 }, () => {
  let world: ProcessWorld;
  let server: ServerProcess;
  let counts: Record<string, number>;
  beforeAll(async () => {
    world = await createProcessWorld();
    await world.rows('drop schema public cascade; create schema public');
    const old = await mkdtemp(path.join(tmpdir(), 'gatehouse-release-'));
    for (const file of (await readdir(migrationsDirectory())).filter((name) => name.slice(0, 4) <= RELEASE)) {
      await copyFile(path.join(migrationsDirectory(), file), path.join(old, file));
    }
    await migrate(world.database.pool, { directory: old });
    await rm(old, { recursive: true });
    await world.rows(await readFile(FIXTURE, 'utf8'));
    counts = await countRows();
    server = await world.start();
  });
  afterAll(() => world?.close());

  async function countRows(): Promise<Record<string, number>> {
    const tables = [
      'accounts',
      'identifiers',
      'passwords',
      'organizations',
      'memberships',
      'invitations',
      'invitation_tokens',
    ];
    const entries = tables.map(async (table) => [table, await world.count(table)] as const);
    return Object.fromEntries(await Promise.all(entries));
  }

  it('has every row, and more migrations than before', async () => {
    expect(server.output()).toContain('database migrated');
    expect(await countRows()).toEqual(counts);
    expect(await world.count('schema_migrations')).toBe((await readdir(migrationsDirectory())).length);
  });

  it('lets people sign in, and those go on who were signed in', async () => {
    const back = createPerson(server.origin, new Map([['gatehouse', 'session-of-the-release-before-0123456789abc']]));
    const { body } = await must(back.get('/api/v1/session'), 200);
    expect(body).toMatchObject({ account: { name: 'Olga Owner' }, organization: 'org_01old0house' });
    await must(back.get('/api/v1/organizations/northwind-machines/members?q=zak'), 200);

    const piotr = createPerson(server.origin);
    const { body: flow } = await must(
      piotr.post('/api/v1/flows', { kind: 'sign-in', identifier: 'piotr@kowalski.example' }),
      201,
    );
    await must(piotr.post(`/api/v1/flows/${flow.id}/password`, { password: PASSWORD }), 200);
    const session = (await must(piotr.get('/api/v1/session'), 200)).body;
    expect(session.memberships).toMatchObject([{ organization: { slug: 'kowalski' } }]);
  });

  it('opens the links that were sent, invites, and keeps who is invited already', async () => {
    const owner = createPerson(server.origin, new Map([['gatehouse', 'session-of-the-release-before-0123456789abc']]));
    const anna = createPerson(server.origin);
    const token = 'invitation-of-the-release-before-0123456789';
    const { body } = await must(anna.post('/api/v1/flows', { kind: 'invitation', token }), 201);
    expect(body.state).toBe('open');
    const { items } = (await must(owner.get(`${INVITATIONS}?q=anna`), 200)).body;
    expect(items).toMatchObject([{ id: 'inv_01old0open' }]);
    expect((await world.invite(owner, 'anna@kowalski.example')).status).toBe(409);
    await must(world.invite(owner, 'new@kowalski.example'), 201);
    await world.newest('new@kowalski.example', /\/i\/([\w-]{43})/);
  });

  it('delivers what was owed, and its audit log holds', async () => {
    await world.drained();
    expect(world.mailsTo('piotr@kowalski.example')).toHaveLength(1);
    const said: string[] = [];
    const environment = { ...SETTINGS, DATABASE_URL: world.database.url, GATEHOUSE_URL: server.origin };
    const output = { answer: (line: string) => said.push(line), remark: () => {} };
    expect(await runCommandLine(['audit', 'verify', '--json'], environment, output)).toBe(0);
    expect(JSON.parse(said.join('')).chains.length).toBeGreaterThan(0);
  });
});
