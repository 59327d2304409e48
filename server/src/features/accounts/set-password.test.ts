import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createTestApp, type TestApp } from '../../../test/app.ts';
import { type Invited, invite, open, type Place, rowsOf, signIn, type Visit, walkTo } from '../../../test/journey.ts';
import { DAY } from '../../kernel/clock.ts';
import { createPasswordHasher } from '../../platform/crypto/password-hasher.ts';

describe('a new password', () => {
  let app: TestApp;
  let place: Place;
  let invited: Invited;
  let visit: Visit;
  let number = 0;
  beforeAll(async () => {
    app = await createTestApp();
    place = await app.setUp();
    const next = { kind: 'member', to: { email: 'wilhelmina@urs.example' }, name: 'Wilma Wonder' };
    invited = await invite(app, place, next);
    visit = await walkTo(app, await open(app, invited), 'set-password');
  });
  afterAll(() => app.close());

  /** Another person at the page of the password. */
  const someone = async () => {
    const email = `person${++number}@urs.example`;
    const person = await invite(app, place, { kind: 'member', to: { email }, name: undefined });
    return walkTo(app, await open(app, person), 'set-password');
  };

  it.each([
    ['seven characters', 'q7#Zk9p', 'PASSWORD-TOO-SHORT'],
    ['fourteen, as the only factor [S1]', 'qzkvmwpxjrtynb'.slice(0, 14), 'PASSWORD-TOO-SHORT'],
    ['the organization’s name [S5]', 'northwind machines 1', 'PASSWORD-CONTEXT'],
    ['the product’s name', 'Gatehouse 1234567', 'PASSWORD-CONTEXT'],
    ['their own address', 'wilhelmina@urs 12', 'PASSWORD-CONTEXT'],
    ['their own name', 'Wonder Wilma 1234', 'PASSWORD-CONTEXT'],
    ['one that many use', 'Dragon2024!!!!!', 'PASSWORD-COMMON'],
    ['a word twice', 'passwordpassword1', 'PASSWORD-REPEATED'],
    ['one letter', 'aaaaaaaaaaaaaaaaaaaa', 'PASSWORD-REPEATED'],
    ['endless', 'qzkv mwpx '.repeat(30), 'PASSWORD-TOO-LONG'],
  ])('%s is refused, with the reason', async (_what, password, code) => {
    const answer = await visit.submit('set-password', { password });
    expect([answer.statusCode, answer.json().errors]).toMatchObject([400, [{ path: 'password', code }]]);
    expect(answer.body).not.toContain(password);
    expect(
      await rowsOf(app, `select from passwords p join identifiers i using (account_id) where i.canonical = $1`, [
        invited.email,
      ]),
    ).toEqual([]);
  });

  it.each(['correct horse battery staple', '春眠不觉晓处处闻啼鸟夜来风雨声花落知多少', 'тихо едет дальше будет'])(
    '%s needs no digits, capitals or signs [S3]',
    async (password) => {
      const person = await someone();
      expect(await person.step('set-password', { password })).toBe('terms');
    },
  );

  it('of eighty characters counts to the last one [S2]', async () => {
    const person = await someone();
    const password = 'Every key 🔑 opens one door, and nobody walks through it before we know their na';
    expect([...password].length).toBeGreaterThanOrEqual(64);
    await person.step('set-password', { password });
    await walkTo(app, person, 'done');
    expect((await signIn(app, person.email, password)).statusCode).toBe(200);
    expect((await signIn(app, person.email, `${password.slice(0, -1)}z`)).statusCode).toBe(401);
    expect((await signIn(app, person.email, Buffer.from(password).subarray(0, 72).toString())).statusCode).toBe(401);
  });

  it('is the same at set-up: one policy for every way [S5]', async () => {
    const fresh = await createTestApp();
    await expect(fresh.setUp({ password: 'passwordpassword1' })).rejects.toThrow('PASSWORD-REPEATED');
    await expect(fresh.setUp({ password: 'northwind machines' })).rejects.toThrow('PASSWORD-CONTEXT');
    await fresh.close();
  });

  it('need not be changed with time [S4]', async () => {
    app.clock.advance(400 * DAY);
    expect((await signIn(app, 'owner@northwind.example')).json()).toMatchObject({ state: 'done' });
  });

  it('is kept as Argon2id of today’s cost; a weaker hash is replaced at the next sign-in [S8]', async () => {
    const email = 'owner@northwind.example';
    const hash = async () =>
      String(
        (
          await rowsOf(
            app,
            'select hash from passwords p join identifiers i using (account_id) where i.canonical = $1',
            [email],
          )
        )[0]?.hash,
      );
    expect(await hash()).toMatch(/^\$argon2id\$v=19\$m=12288,t=3,p=1\$/);
    const weak = await createPasswordHasher({ cost: { memoryKiB: 64, passes: 1, lanes: 1 } }).hash(
      'correct horse battery staple',
    );
    await rowsOf(
      app,
      'update passwords set hash = $1 where account_id = (select account_id from identifiers where canonical = $2)',
      [weak, email],
    );
    expect((await signIn(app, email, 'wrong horse battery staple')).statusCode).toBe(401);
    expect(await hash()).toBe(weak);
    expect((await signIn(app, email)).statusCode).toBe(200);
    expect(await hash()).toMatch(/^\$argon2id\$v=19\$m=12288,t=3,p=1\$/);
    expect((await signIn(app, email)).statusCode).toBe(200);
  });
});
