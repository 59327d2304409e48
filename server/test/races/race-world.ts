import type { AddressInfo } from 'node:net';
import pg from 'pg';
import { codeOf, createTestApp, tokenOf } from '../app.ts';
import { amplified, type Release, together } from '../crowd.ts';
import { createPerson, must, type Person, walk } from '../person.ts';

/** The two ways in which every race is run (security.md s. 0). */
export const RELEASES = ['plain', 'amplified'] as const;

export const CALLERS = 16;

/** The app on a real port, its database, and people with browsers of their own. */
export async function createRaceWorld() {
  const app = await createTestApp();
  await app.http.listen({ port: 0, host: '127.0.0.1' });
  const origin = `http://127.0.0.1:${(app.http.server.address() as AddressInfo).port}`;
  const pool = new pg.Pool({ connectionString: app.databaseUrl, max: 3 });
  pool.on('error', () => {}); // the database is dropped while they say goodbye
  pool.on('connect', (client) => client.on('error', () => {}));
  let people = 0;
  const world = {
    app,
    origin,
    person: (): Person => createPerson(origin),
    /** An address that nobody had before. */
    address: () => `person-${++people}@customer.example`,
    rows: async (sql: string, values: unknown[] = []) => (await pool.query(sql, values)).rows,
    count: async (sql: string, values: unknown[] = []): Promise<number> =>
      (await pool.query(`select count(*)::int as n from ${sql}`, values)).rows[0].n,
    release: (kind: (typeof RELEASES)[number], tables: readonly string[]): Release =>
      kind === 'plain' ? together : amplified(app.databaseUrl, tables),
    setUp: async (): Promise<{ owner: Person; org: string; invitations: string }> => {
      const { owner, org } = await app.setUp();
      const invitations = `/api/v1/organizations/${org}/invitations`;
      return { owner: createPerson(origin, owner.cookies), org, invitations };
    },
    /** The newest link that was mailed to an address. */
    token: async (address: string): Promise<string> => {
      await app.deliver();
      return tokenOf(app.mailbox.mails.findLast((mail) => mail.to.address === address && mail.text.includes('/i/')));
    },
    code: (address: string) => async (): Promise<string> => {
      await app.deliver();
      return codeOf(
        app.mailbox.mails.findLast((mail) => mail.to.address === address && /\b\d{6}\b/.test(mail.subject)),
      );
    },
    invite: async (by: Person, invitations: string, body: Record<string, unknown>): Promise<string> =>
      (await must(by.post(invitations, { kind: 'member', name: 'Pat Person', ...body }), 201)).body.id,
    /** Opens the newest link to `address` and goes on to the page `until`. */
    walk: async (person: Person, address: string, until: string) =>
      walk(person, await world.token(address), until, world.code(address)),
    /** What one acceptance leaves behind (I3): exactly one of each. */
    effects: async (invitation: string, address: string) => ({
      memberships: await world.count('memberships where invitation_id = $1', [invitation]),
      audited: await world.count(`audit_events where action = 'invitation.accepted' and subject_id = $1`, [invitation]),
      timeline: await world.count(`invitation_events where event = 'accepted' and invitation_id = $1`, [invitation]),
      welcomes: await world.count(`messages where template = 'M06' and to_address = $1`, [address]),
    }),
    close: async () => {
      await pool.end();
      await app.close();
    },
  };
  return world;
}
export type RaceWorld = Awaited<ReturnType<typeof createRaceWorld>>;

/** One acceptance, wholly. */
export const ONE_ACCEPTANCE = { memberships: 1, audited: 1, timeline: 1, welcomes: 1 };
