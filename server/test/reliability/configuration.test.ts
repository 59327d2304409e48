import { createServer, type Server } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createTestDatabase, type TestDatabase } from '../database.ts';
import { createPerson, must } from '../person.ts';
import { runServer, SETTINGS, startServer } from '../process.ts';

const PASSWORD = 'hunter2-of-the-database';

describe('mistakes in the settings (security.md R34)', { timeout: 30_000 }, () => {
  let database: TestDatabase;
  let refusing: Server;
  beforeAll(async () => {
    database = await createTestDatabase();
    refusing = createServer((socket) => {
      socket.on('error', () => {});
      socket.once('data', () => socket.end(wrongPassword()));
    });
    await new Promise<void>((resolve) => void refusing.listen(0, '127.0.0.1', resolve));
  });
  afterAll(async () => {
    refusing.close();
    await database.drop();
  });

  const portOf = (server: Server) => {
    const address = server.address();
    if (address === null || typeof address === 'string') throw new Error('no port');
    return address.port;
  };

  /** Starts it, expects it to refuse, and answers what it says. */
  async function refusal(settings: Record<string, string>): Promise<string> {
    const server = runServer(settings);
    const ending = await server.ended;
    const words = server.output();
    expect(ending, words).toEqual({ code: 1, signal: null });
    expect(words, 'a stack trace is no help').not.toMatch(/^\s+at /m);
    return words;
  }

  const good = () => ({ ...SETTINGS, DATABASE_URL: database.url, GATEHOUSE_URL: 'http://127.0.0.1:3999', PORT: '0' });

  it('are all told at once, each by its name, and no secret is repeated', async () => {
    const words = await refusal({
      DATABASE_URL: `mysql://gate:${PASSWORD}@db.example/gate`,
      GATEHOUSE_URL: 'gate.example',
      GATEHOUSE_SECRET: 'c2hvcnQ=',
      PORT: 'eighty',
      SMTP_URL: `ftp://mail:${PASSWORD}@mail.example`,
      MAIL_FROM: 'nobody',
      LOG_LEVEL: 'loud',
    });
    for (const name of [
      'DATABASE_URL',
      'GATEHOUSE_URL',
      'GATEHOUSE_SECRET',
      'PORT',
      'SMTP_URL',
      'MAIL_FROM',
      'LOG_LEVEL',
    ]) {
      expect(words).toMatch(new RegExp(`^ {2}- ${name} `, 'm'));
    }
    expect(words).not.toContain(PASSWORD);
    expect(words).not.toContain('c2hvcnQ=');
  });

  it('what a database of one’s own needs is required with it', async () => {
    const words = await refusal({ DATABASE_URL: database.url });
    expect(words).toContain('GATEHOUSE_URL is not set');
    expect(words).toContain('GATEHOUSE_SECRET is not set');
  });

  it('a wrong password of the database is told in words, without the password', async () => {
    const url = `postgres://gate:${PASSWORD}@127.0.0.1:${portOf(refusing)}/gate`;
    const words = await refusal({ ...good(), DATABASE_URL: url });
    expect(words).toContain('DATABASE_URL');
    expect(words).toContain('password authentication failed for user "gate"');
    expect(words).not.toContain(PASSWORD);
  });

  it('a database that is not there is told in words', async () => {
    const words = await refusal({ ...good(), DATABASE_URL: `postgres://gate:${PASSWORD}@127.0.0.1:1/gate` });
    expect(words).toMatch(/DATABASE_URL.*ECONNREFUSED/);
    expect(words).not.toContain(PASSWORD);
  });

  it('a database of a newer release is told in words, and left alone', async () => {
    const newer = await createTestDatabase();
    await newer.pool.query(`insert into schema_migrations (name, hash) values ('9999-later.sql', 'x')`);
    expect(await refusal({ ...good(), DATABASE_URL: newer.url })).toContain('newer release (9999-later.sql)');
    await newer.drop();
  });

  it('a port that is taken is told in words', async () => {
    const words = await refusal({ ...good(), PORT: String(portOf(refusing)) });
    expect(words).toContain(`PORT`);
    expect(words).toContain(String(portOf(refusing)));
  });

  it('without SMTP_URL it starts, and says that nothing really leaves', async () => {
    const server = await startServer({ DATABASE_URL: database.url });
    expect(server.output()).toContain('Mail: kept, not sent');
    const ready = await must(createPerson(server.origin).get('/readyz'), 200);
    expect(ready.body.parts.mail).not.toBe('ok');
    server.signal('SIGTERM');
    expect((await server.ended).code).toBe(0);
  });

  it('links come of GATEHOUSE_URL and never of the Host header', async () => {
    const server = await startServer({ DATABASE_URL: database.url, GATEHOUSE_URL: 'https://gate.example' });
    const { body } = await createPerson(server.origin).post('/api/v1/setup', {}, { host: 'evil.example' });
    expect(JSON.stringify(body)).not.toContain('evil.example');
    expect(server.output()).toContain('https://gate.example/setup?token=');
    expect(server.output()).not.toContain('evil.example');
    server.signal('SIGTERM');
    await server.ended;
  });
});

/** What PostgreSQL says to a wrong password: ErrorResponse, FATAL, 28P01. */
function wrongPassword(): Buffer {
  const fields = 'SFATAL\0VFATAL\0C28P01\0Mpassword authentication failed for user "gate"\0\0';
  const message = Buffer.alloc(5 + fields.length);
  message.write('E');
  message.writeInt32BE(4 + fields.length, 1);
  message.write(fields, 5);
  return message;
}
