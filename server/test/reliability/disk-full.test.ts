import { closeSync, existsSync, openSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { eventually } from '../eventually.ts';
import { createPerson, must, PASSWORD, type Person } from '../person.ts';
import { freePort, runServer, SETTINGS, type ServerProcess } from '../process.ts';
import { createProcessWorld, type ProcessWorld } from './process-world.ts';

/** Where PostgreSQL has no room for what is written: SQLSTATE 53100, as it says itself. */
const FULL = `create function disk_is_full() returns trigger language plpgsql as $$
  begin raise exception 'could not extend file: No space left on device' using errcode = 'disk_full'; end $$`;
const WRITTEN = [
  'invitations',
  'flows',
  'sessions',
  'audit_events',
  'messages',
  'sign_in_events',
  'imports',
  'rate_limits',
];

describe('no room on the disk (security.md R19)', { timeout: 60_000 }, () => {
  let world: ProcessWorld;
  let server: ServerProcess;
  let owner: Person;
  beforeAll(async () => {
    world = await createProcessWorld();
    server = await world.start();
    owner = await world.setUp(server);
    await world.rows(FULL);
  });
  afterAll(() => world?.close());

  const everyTable = (sql: (table: string) => string) => world.rows(WRITTEN.map(sql).join('; '));

  it('of the database: what writes is refused with 503, what reads goes on, and afterwards all is as before', async () => {
    await everyTable(
      (table) => `create trigger full_disk before insert or update on ${table} execute function disk_is_full()`,
    );
    const person = createPerson(server.origin);
    const refused = [
      await world.invite(owner, 'full@customer.example'),
      await person.post('/api/v1/flows', { kind: 'sign-in', identifier: 'owner@northwind.example' }),
    ];
    for (const { status, headers, body } of refused) {
      expect(status, JSON.stringify(body)).toBe(503);
      expect(headers['retry-after']).toBe('5');
      expect(JSON.stringify(body)).not.toMatch(/space|extend|sql/i);
    }
    for (const path of ['invitations', 'members', 'overview']) {
      await must(owner.get(`/api/v1/organizations/northwind-machines/${path}`), 200);
    }
    await must(owner.get('/api/v1/session'), 200);
    await must(person.get('/sign-in'), 200);
    await everyTable((table) => `drop trigger full_disk on ${table}`);
    await must(world.invite(owner, 'full@customer.example'), 201);
    expect(await world.count(`invitations where address_canonical = 'full@customer.example'`)).toBe(1);
    await world.drained();
    expect(world.mailsTo('full@customer.example')).toHaveLength(1);
  });

  it.skipIf(!existsSync('/dev/full'))('of the log: sign-in goes on, and readiness says it', async () => {
    const port = await freePort();
    const origin = `http://127.0.0.1:${port}`;
    const full = openSync('/dev/full', 'w');
    const settings = { DATABASE_URL: world.database.url, SMTP_URL: world.mailServer.url, LOG_LEVEL: 'info' };
    const silent = runServer({ ...SETTINGS, ...settings, PORT: String(port), GATEHOUSE_URL: origin }, full);
    try {
      const person = createPerson(origin);
      const ready = () =>
        person.get('/readyz').then(
          ({ status }) => status === 200,
          () => false,
        );
      await eventually(ready, 20_000);
      const identifier = 'owner@northwind.example';
      for (let time = 0; time < 3; time++) {
        const { body } = await must(person.post('/api/v1/flows', { kind: 'sign-in', identifier }), 201);
        await must(person.post(`/api/v1/flows/${body.id}/password`, { password: PASSWORD }), 200);
      }
      const { body } = await must(person.get('/readyz'), 200);
      expect(body.parts.log).toBe('the log cannot be written: ENOSPC');
      expect(await Promise.race([silent.ended, 'running'])).toBe('running');
    } finally {
      silent.signal('SIGKILL');
      await silent.ended;
      closeSync(full);
    }
  });
});
