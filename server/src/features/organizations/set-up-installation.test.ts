import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createTestApp, PASSWORD, type TestApp } from '../../../test/app.ts';
import { codeOfProblem, rowsOf, signIn, worldOf } from '../../../test/journey.ts';
import { prepareSetup } from './index.ts';

const body = (token: string) => ({
  token,
  organization: { name: 'Northwind Machines' },
  owner: { name: 'Olga Owner', email: 'owner@northwind.example', password: PASSWORD },
});

describe('the first run [S12]', () => {
  let app: TestApp;
  beforeEach(async () => {
    app = await createTestApp();
  });
  afterEach(() => app.close());

  it('has no account that anybody could sign in with', async () => {
    expect(await rowsOf(app, 'select from accounts')).toEqual([]);
    for (const name of ['admin@localhost.example', 'root@gatehouse.example', 'owner@northwind.example']) {
      expect((await signIn(app, name, 'admin')).statusCode).toBe(401);
    }
  });

  it('needs the token of whoever runs the server', async () => {
    await prepareSetup(app.services, null);
    const before = await worldOf(app);
    const answer = await app.client().post('/api/v1/setup', body('x'.repeat(43)));
    expect([answer.statusCode, codeOfProblem(answer)]).toEqual([403, 'SETUP-TOKEN-WRONG']);
    expect(await worldOf(app)).toEqual(before);
  });

  it('before a token was made, no token is right', async () => {
    for (const token of ['x', 'null', 'undefined', '0'.repeat(43)]) {
      expect((await app.client().post('/api/v1/setup', body(token))).statusCode).toBe(403);
    }
  });

  it('works once: the token, and any other, is refused afterwards', async () => {
    const token = (await prepareSetup(app.services, null)) ?? '';
    expect((await app.client().post('/api/v1/setup', body(token))).statusCode).toBe(201);
    for (const again of [token, 'x'.repeat(43)]) {
      expect(codeOfProblem(await app.client().post('/api/v1/setup', body(again)))).toBe('SETUP-DONE');
    }
    expect(await prepareSetup(app.services, null)).toBeNull();
    expect(await rowsOf(app, 'select from organizations')).toHaveLength(1);
    const page = await app.client().get('/setup', { accept: 'text/html' });
    expect([page.statusCode, page.headers.location]).toEqual([303, '/']);
  });

  it('asks for the country, and begins with the one that the browser names', async () => {
    const token = (await prepareSetup(app.services, null)) ?? '';
    const chosen = async (language: string) => {
      const { body: html } = await app.client().get('/setup', { accept: 'text/html', 'accept-language': language });
      return /<option value="([A-Z]{2})" selected=""/.exec(html)?.[1] ?? null;
    };
    expect(await chosen('de-AT,de;q=0.9,en-US;q=0.8')).toBe('AT');
    expect(await chosen('zh-Hant-TW')).toBe('TW');
    expect(await chosen('pl,en-GB;q=0.7')).toBe('GB');
    expect(await chosen('pl,*;q=0.1')).toBeNull();
    expect(await chosen('xx-QQ,en-AQ')).toBeNull();
    const typed = { token, organizationName: 'Northwind', ownerName: 'Olga', email: 'olga@northwind.example' };
    const wrong = await app
      .client()
      .form('/setup', { ...typed, country: 'PL', password: 'short' }, { accept: 'text/html' });
    expect(wrong.statusCode).toBe(400);
    expect(wrong.body).toContain('<option value="PL" selected=""');
    const done = await app
      .client()
      .form('/setup', { ...typed, country: 'PL', password: PASSWORD }, { accept: 'text/html' });
    expect([done.statusCode, done.headers.location]).toEqual([303, '/console']);
    expect(await rowsOf(app, 'select country from organizations')).toEqual([{ country: 'PL' }]);
  });

  it('that failed on the way can be done again', async () => {
    const token = (await prepareSetup(app.services, null)) ?? '';
    await rowsOf(app, 'alter table audit_events add constraint broken check (false) not valid');
    expect((await app.client().post('/api/v1/setup', body(token))).statusCode).toBe(500);
    await rowsOf(app, 'alter table audit_events drop constraint broken');
    expect((await app.client().post('/api/v1/setup', body(token))).statusCode).toBe(201);
  });
});
