import pg from 'pg';
import { createTestDatabase } from '../database.ts';
import { eventually } from '../eventually.ts';
import { type ReceivedMail, startMailServer } from '../mail-server.ts';
import { createPerson, must, PASSWORD, type Person, walk } from '../person.ts';
import { SETTINGS, type ServerProcess, startServer } from '../process.ts';

/** Real server processes on one database and one mail server. */
export async function createProcessWorld(settings: Readonly<Record<string, string>> = {}) {
  const [database, mailServer] = await Promise.all([createTestDatabase(), startMailServer()]);
  database.pool.on('connect', (client) => client.on('error', () => {}));
  const started: ServerProcess[] = [];
  const rows = async (sql: string, values: unknown[] = []) => (await database.pool.query(sql, values)).rows;
  const world = {
    database,
    mailServer,
    rows,
    count: async (sql: string, values: unknown[] = []): Promise<number> =>
      (await rows(`select count(*)::int as n from ${sql}`, values))[0].n,
    start: async (more: Readonly<Record<string, string>> = {}): Promise<ServerProcess> => {
      const server = await startServer({ DATABASE_URL: database.url, SMTP_URL: mailServer.url, ...settings, ...more });
      started.push(server);
      return server;
    },
    setUp: async (server: ServerProcess): Promise<Person> => {
      const owner = createPerson(server.origin);
      const body = {
        token: SETTINGS.GATEHOUSE_SETUP_TOKEN,
        organization: { name: 'Northwind Machines' },
        owner: { name: 'Olga Owner', email: 'owner@northwind.example', password: PASSWORD },
      };
      await must(owner.post('/api/v1/setup', body), 201);
      return owner;
    },
    invite: (owner: Person, address: string) =>
      owner.post(INVITATIONS, { kind: 'member', name: 'Pat Person', to: { email: address } }),
    mailsTo: (address: string): ReceivedMail[] =>
      mailServer.mails.filter(({ recipients }) => recipients.includes(address)),
    /** The newest mail to an address in which `pattern` stands. */
    newest: (address: string, pattern: RegExp): Promise<string> =>
      eventually(() => {
        const texts = world.mailsTo(address).map(({ subject, text }) => pattern.exec(`${subject}\n${text}`));
        return texts.findLast((found) => found !== null)?.[1];
      }),
    walk: async (person: Person, address: string, until: string) =>
      walk(person, await world.newest(address, /\/i\/([\w-]{43})/), until, () => world.newest(address, /\b(\d{6})\b/)),
    /** What time does to the lease of a process that was killed or frozen. */
    expireLeases: () => rows(`update jobs set leased_until = now() - interval '1 second' where lease is not null`),
    /** Every message that is owed has left. */
    drained: () =>
      eventually(async () => (await world.count(`jobs where id not like 'job_recurring_%'`)) === 0, 20_000),
    /** Holds tables against writers until `release`. */
    hold: async (tables: string, mode = 'share'): Promise<{ release(): Promise<void> }> => {
      const blocker = new pg.Client({ connectionString: database.url });
      blocker.on('error', () => {}); // a test that fails leaves it behind
      await blocker.connect();
      await blocker.query(`begin; lock table ${tables} in ${mode} mode`);
      return { release: () => blocker.end() };
    },
    /** Statements that wait for a lock now. */
    waiting: async (): Promise<string[]> => {
      const sql = `select query from pg_stat_activity
        where datname = current_database() and wait_event_type = 'Lock' and application_name = 'gatehouse'`;
      return (await rows(sql)).map(({ query }) => query);
    },
    close: async () => {
      for (const server of started) server.signal('SIGKILL');
      await Promise.all(started.map(({ ended }) => ended));
      await mailServer.close();
      await database.drop();
    },
  };
  return world;
}
export type ProcessWorld = Awaited<ReturnType<typeof createProcessWorld>>;

export const INVITATIONS = '/api/v1/organizations/northwind-machines/invitations';
