import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createTestApp, PASSWORD, type TestApp } from '../../../test/app.ts';
import { foundCompany, invite, open, type Place, rowsOf, signIn, walkTo } from '../../../test/journey.ts';
import { after, DAY } from '../../kernel/clock.ts';
import { newId } from '../../kernel/ids.ts';
import { hashToken, newToken } from '../../platform/crypto/tokens.ts';

const EMAIL = 'victim@corp.example';
const NUMBER = '+48512345678';

let app: TestApp;
let place: Place;
beforeEach(async () => {
  app = await createTestApp();
  place = await app.setUp();
});
afterEach(() => app.close());

/** Somebody typed the address a year ago, proved nothing, and planted whatever an account can hold. */
async function plantEverything(own: string | null): Promise<{ account: string; token: string }> {
  const [account, token] = [newId('acc'), newToken()];
  const now = app.clock.now();
  const long = after(now, -365 * DAY);
  const plant = (sql: string, values: unknown[]) => rowsOf(app, sql, [account, ...values]);
  await plant(`insert into accounts (id, state, name, created_at, updated_at) values ($1, 'active', 'X', $2, $2)`, [
    long,
  ]);
  const identifier = `insert into identifiers (id, account_id, kind, canonical, shown, verified_at, verified_by, created_at)
    values ($2, $1, $3, $4, $4, $5, $6, $7)`;
  await plant(identifier, [newId('idn'), 'email', EMAIL, null, null, long]);
  await plant(identifier, [newId('idn'), 'phone', NUMBER, null, null, long]);
  if (own) await plant(identifier, [newId('idn'), 'email', own, now, 'code', long]);
  const hash = await app.services.passwordHasher.hash('the attacker keeps this one');
  await plant('insert into passwords (account_id, hash, set_at) values ($1, $2, $3)', [hash, long]);
  await plant(
    `insert into passkeys (id, account_id, credential_id, public_key, counter, backup_eligible, backed_up, name, created_at)
     values ('pky_planted', $1, '\\x01', '\\x02', 0, false, false, 'Key', $2)`,
    [long],
  );
  await plant(
    `insert into second_factors (account_id, kind, secret, created_at, confirmed_at) values ($1, 'totp', '\\x00', $2, $2)`,
    [long],
  );
  await plant(`insert into recovery_codes (account_id, code_hash, created_at) values ($1, '\\x03', $2)`, [long]);
  await plant(
    `insert into devices (token_hash, account_id, created_at, last_seen_at, trusted_until) values ('\\x04', $1, $2, $2, $3)`,
    [long, after(now, 80 * DAY)],
  );
  await plant(
    `insert into sessions (id, token_hash, account_id, methods, signed_in_at, last_seen_at, expires_at)
     values ($2, $3, $1, '{password}', $4, $4, $5)`,
    [newId('ses'), hashToken(token), now, after(now, 30 * DAY)],
  );
  return { account, token };
}

const accept = async (from: Place = place, over: object = {}) => {
  const invited = await invite(app, from, { kind: 'member', to: { email: EMAIL }, name: 'Vera', ...over });
  return (await walkTo(app, await open(app, invited), 'done')).client;
};
const ownerOf = async () =>
  (
    await rowsOf<{ id: string }>(
      app,
      'select account_id as id from identifiers where canonical = $1 and verified_at is not null',
      [EMAIL],
    )
  )[0]?.id;

describe('what was planted on an address dies when its owner proves it', () => {
  it.each([
    ['an account that proved nothing', null],
    ['an account that proved another address of its own', 'attacker@evil.example'],
  ])('%s gives nothing of itself to whoever accepts an invitation [A1, A2, A3, A7]', async (_what, own) => {
    const { account, token } = await plantEverything(own);
    const vera = await accept();
    const mine = await ownerOf();
    expect(mine).not.toBe(account);
    for (const table of ['passkeys', 'second_factors', 'recovery_codes']) {
      expect(await rowsOf(app, `select 1 as one from ${table} where account_id = $1`, [mine]), table).toEqual([]);
    }
    expect(await rowsOf(app, 'select kind from identifiers where account_id = $1', [mine])).toEqual([
      { kind: 'email' },
    ]);
    expect((await vera.get('/api/v1/session')).json().account).toMatchObject({
      email: EMAIL,
      phone: null,
      name: 'Vera',
    });
    // Signing in asks for nothing that somebody else set up.
    expect((await signIn(app, EMAIL, PASSWORD)).json().step.name).toBe('done');
    expect((await signIn(app, EMAIL, 'the attacker keeps this one')).statusCode).toBe(401);
    const theirs = await app.client().get('/api/v1/session', { cookie: `gatehouse=${token}` });
    if (own === null) expect(theirs.statusCode).toBe(401);
    else expect(theirs.json().account.email).toBe(own);
    expect(
      await rowsOf(app, 'select 1 as one from identifiers where canonical = $1 and account_id = $2', [EMAIL, account]),
    ).toEqual([]);
  });

  it('a link that was opened in another browser before lets nobody go on as the one who proved it [A2, A4]', async () => {
    const invited = await invite(app, place, { kind: 'member', to: { email: EMAIL }, name: 'Vera' });
    const watcher = await open(app, invited);
    await watcher.step('accept');
    await walkTo(app, await open(app, invited), 'done');
    for (const step of ['set-password', 'profile', 'accept']) {
      await watcher.submit(step, step === 'set-password' ? { password: 'the attacker keeps this one' } : { name: 'X' });
    }
    expect((await watcher.client.get('/api/v1/session')).statusCode).toBe(401);
    expect((await signIn(app, EMAIL, 'the attacker keeps this one')).statusCode).toBe(401);
  });
});

describe('an account that exists, invited by somebody else', () => {
  it('gets neither name nor number nor way in from that invitation [A6]', async () => {
    const vera = await accept();
    const company = await foundCompany(app, place);
    await invite(app, company, { kind: 'member', to: { email: EMAIL, phone: NUMBER }, name: 'Somebody Else' });
    const mine = await ownerOf();
    expect(
      await rowsOf(app, 'select kind, verified_at is not null as proven from identifiers where account_id = $1', [
        mine,
      ]),
    ).toEqual([{ kind: 'email', proven: true }]);
    expect((await vera.get('/api/v1/session')).json().account).toMatchObject({ name: 'Vera', phone: null });
    expect((await signIn(app, EMAIL, PASSWORD)).statusCode).toBe(200);
  });
});
