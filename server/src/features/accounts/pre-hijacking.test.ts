import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createTestApp, PASSWORD, type TestApp } from '../../../test/app.ts';
import { foundCompany, invite, open, type Place, rowsOf, signIn, walkTo } from '../../../test/journey.ts';
import { after, DAY } from '../../kernel/clock.ts';
import { newId } from '../../kernel/ids.ts';
import { hashToken, newToken } from '../../platform/crypto/tokens.ts';

const ATTACKER_PASSWORD = 'the attacker keeps this one';

describe('somebody typed the address first, without proving it', () => {
  let app: TestApp;
  let place: Place;
  const token = newToken();
  const account = newId('acc');
  const email = 'victim@corp.example';
  const asAttacker = () => app.client().get('/api/v1/session', { cookie: `gatehouse=${token}` });

  beforeAll(async () => {
    app = await createTestApp();
    place = await app.setUp();
    const { database, passwordHasher } = app.services;
    const now = app.clock.now();
    const hash = await passwordHasher.hash(ATTACKER_PASSWORD);
    const plant = (sql: string, values: unknown[]) => database.pool.query(sql, values);
    await plant(`insert into accounts (id, state, name, created_at, updated_at) values ($1, 'active', 'X', $2, $2)`, [
      account,
      now,
    ]);
    await plant(
      `insert into identifiers (id, account_id, kind, canonical, shown, created_at) values ($1, $2, 'email', $3, $3, $4)`,
      [newId('idn'), account, email, now],
    );
    await plant('insert into passwords (account_id, hash, set_at) values ($1, $2, $3)', [account, hash, now]);
    await plant(
      `insert into sessions (id, token_hash, account_id, methods, signed_in_at, last_seen_at, expires_at)
       values ($1, $2, $3, '{password}', $4, $4, $5)`,
      [newId('ses'), hashToken(token), account, now, after(now, 30 * DAY)],
    );
  });
  afterAll(() => app.close());

  it('their password signs nobody in, for the address is not theirs [A7]', async () => {
    expect((await signIn(app, email, ATTACKER_PASSWORD)).statusCode).toBe(401);
  });

  it('their session neither lists nor takes the invitation of that address [A9]', async () => {
    const { id } = await invite(app, place, { kind: 'member', to: { email } });
    const x = app.client();
    x.cookies.set('gatehouse', token);
    expect((await x.get('/api/v1/session')).statusCode).toBe(200);
    expect((await x.get('/api/v1/session/invitations')).json().items).toEqual([]);
    expect((await x.post('/api/v1/flows', { kind: 'invitation', invitation: id })).statusCode).toBe(404);
  });

  it('the one who proves the address gets it without anything that was planted [scenario 9, A1, A2]', async () => {
    const company = await foundCompany(app, place);
    const invited = await invite(app, company, { kind: 'member', to: { email }, name: 'Vera' });
    const { client } = await walkTo(app, await open(app, invited), 'done');
    const session = (await client.get('/api/v1/session')).json();
    expect(session.account).toMatchObject({ email, name: 'Vera' });
    expect(session.account.id).not.toBe(account);
    expect((await asAttacker()).statusCode).toBe(401);
    expect((await signIn(app, email, ATTACKER_PASSWORD)).statusCode).toBe(401);
    expect((await signIn(app, email, PASSWORD)).statusCode).toBe(200);
    expect(await rowsOf(app, 'select state from accounts where id = $1', [account])).toEqual([{ state: 'deleted' }]);
    expect(await rowsOf(app, 'select from passwords where account_id = $1', [account])).toEqual([]);
    expect(await rowsOf(app, 'select from identifiers where canonical = $1', [email])).toHaveLength(1);
  });
});
