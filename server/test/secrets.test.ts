import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { codeOf, createTestApp, PASSWORD, type TestApp, tokenOf } from './app.ts';
import { COMPANY, mailsTo, open, rowsOf, signIn, walkTo } from './journey.ts';

/** Every row of every table as text; bytes are hexadecimal in it. */
async function dump(app: TestApp): Promise<string> {
  const tables = await rowsOf<{ name: string }>(
    app,
    `select quote_ident(table_name) as name from information_schema.tables where table_schema = 'public'`,
  );
  expect(tables.length).toBeGreaterThan(20);
  const rows = await Promise.all(
    tables.map(({ name }) => rowsOf(app, `select row_to_json(t)::text as row from ${name} t`)),
  );
  return rows
    .flat()
    .map(({ row }) => row)
    .join('\n');
}

/** A secret as it could stand in a dump: as it is, as bytes, and without the dashes it is read with. */
function shapesOf(secret: string): RegExp[] {
  const plain = [
    secret,
    secret.replaceAll('-', ''),
    Buffer.from(secret).toString('hex'),
    Buffer.from(secret).toString('base64'),
  ];
  const bytes = /^[\w-]{43}$/.test(secret) ? [Buffer.from(secret, 'base64url').toString('hex')] : [];
  // Six digits may stand inside of a time, an id or a hash by chance.
  return [...new Set([...plain, ...bytes])].map(
    (text) => new RegExp(`(?<![\\w.])${text.replace(/[+.]/g, '\\$&')}(?!\\w)`),
  );
}

describe('secrets', () => {
  let app: TestApp;
  const secrets = new Map<string, string>();
  const email = 'willy@urs.example';
  beforeAll(async () => {
    app = await createTestApp({ environment: { LOG_LEVEL: 'debug' } });
    const { owner, org } = await app.setUp();
    await owner.post(`/api/v1/organizations/${org}/invitations`, { kind: 'company', to: { email }, name: 'Willy Wu' });
  });
  afterAll(() => app.close());

  function expectNone(text: string, where: string): void {
    for (const [what, secret] of secrets) {
      for (const shape of shapesOf(secret)) expect(shape.test(text), `${what} in ${where}`).toBe(false);
    }
  }

  it('are in no table before the mail has left [S20]', async () => {
    const before = await dump(app);
    await app.deliver();
    const mail = mailsTo(app, email).at(-1);
    secrets.set('link', tokenOf(mail));
    secrets.set(
      'typed code',
      /[2-9A-HJKMNP-Z]{4}-[2-9A-HJKMNP-Z]{4}-[2-9A-HJKMNP-Z]{2}/.exec(mail?.text ?? '')?.[0] ?? '',
    );
    expect(secrets.get('typed code')).toHaveLength(12);
    expectNone(before, 'a dump');
  });

  it('are in no table and no log after the whole road [S20, S74]', async () => {
    const visit = await open(app, { token: secrets.get('link') ?? '', email });
    await visit.client.get(`/i/${secrets.get('link')}`, {
      accept: 'text/html',
      referer: `http://x/${secrets.get('link')}`,
    });
    await visit.step('accept');
    const pending = await dump(app);
    await app.deliver();
    secrets.set('code', codeOf(mailsTo(app, email).findLast(({ subject }) => /\d{6}/.test(subject))));
    expectNone(pending, 'a dump while the code was on its way');
    await visit.step('code', { code: secrets.get('code') });
    await walkTo(app, visit, 'company');
    await visit.step('company', COMPANY);
    await signIn(app, email, 'a password that is wrong', visit.client);
    await signIn(app, email, PASSWORD, app.client());
    await visit.submit('code', { code: secrets.get('code') });
    await app.client().post('/api/v1/setup', { token: secrets.get('link'), owner: { password: PASSWORD } });
    await app.deliver();
    secrets.set('session', visit.client.cookies.get('gatehouse') ?? '');
    secrets.set('browser', visit.client.cookies.get('gatehouse-client') ?? '');
    secrets.set('password', PASSWORD);
    secrets.set('wrong password', 'a password that is wrong');
    for (const [what, secret] of secrets) expect(secret, what).not.toBe('');
    expectNone(await dump(app), 'a dump');
    expectNone(app.logs.join(''), 'the log');
    expect(app.logs.join('')).toContain('"/i/:token"');
  });

  it('a message that has left keeps nothing that could open anything', async () => {
    expect(await rowsOf(app, `select from messages where state = 'sent' and secrets is not null`)).toEqual([]);
  });

  it('who reads the database cannot use what it holds [S20]', async () => {
    const [row] = await rowsOf<{ token: string }>(
      app,
      `select encode(token_hash, 'hex') as token from invitation_tokens`,
    );
    const asBase64 = Buffer.from(row?.token ?? '', 'hex').toString('base64url');
    for (const token of [row?.token, asBase64]) {
      expect((await app.client().post('/api/v1/flows', { kind: 'invitation', token })).statusCode).toBe(404);
    }
    const [session] = await rowsOf<{ token: string }>(app, `select encode(token_hash, 'hex') as token from sessions`);
    const cookie = `gatehouse=${Buffer.from(session?.token ?? '', 'hex').toString('base64url')}`;
    expect((await app.client().get('/api/v1/session', { cookie })).statusCode).toBe(401);
  });

  it('one record a line, whatever is sent [S74]', async () => {
    const hostile = { 'user-agent': 'x","level":"info","msg":"forged', 'x-request-id': 'forged' };
    await app.client({ headers: hostile }).get('/api/v1/%0a%0d%22,%22level%22', { accept: 'text/html' });
    await app.client({ headers: hostile }).post('/api/v1/link-requests', { identifier: 'a\r\n{"level":"info"}' });
    for (const line of app.logs.flatMap((text) => text.trimEnd().split('\n'))) {
      const record = JSON.parse(line);
      expect(record.time).toMatch(/^\d{4}-\d\d-\d\dT.*Z$/);
      expect(record.msg).not.toBe('forged');
    }
  });

  it('every sign-in is recorded with its way and its end [S74]', async () => {
    const events = await rowsOf(app, `select method, result from sign_in_events where identifier = $1`, [email]);
    expect(events).toContainEqual({ method: 'password', result: 'failure' });
    expect(events).toContainEqual({ method: 'password', result: 'success' });
  });
});
