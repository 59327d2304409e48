import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createTestApp, PASSWORD, type TestApp } from '../../../test/app.ts';
import { appCode } from '../../../test/authenticator-app.ts';
import { begin, codeOfProblem, join, rowsOf, signIn } from '../../../test/journey.ts';
import { SECOND } from '../../kernel/clock.ts';

const NEXT = 'four plain words that nobody guesses';

describe('replacing one’s password', () => {
  let app: TestApp;
  beforeAll(async () => {
    app = await createTestApp();
  });
  afterAll(() => app.close());

  it('needs the present one, signs every other device out, and tells the owner [S7]', async () => {
    const { owner } = await app.setUp();
    const other = app.client();
    const flow = await other.post('/api/v1/flows', { kind: 'sign-in', identifier: 'owner@northwind.example' });
    await other.post(`/api/v1/flows/${flow.json().id}/password`, { password: PASSWORD });
    expect((await other.get('/api/v1/session')).statusCode).toBe(200);

    const wrong = await owner.post('/api/v1/session/password', { current: 'not the password', password: NEXT });
    expect(wrong.json().errors).toMatchObject([{ path: 'current', code: 'CRED-WRONG' }]);
    const weak = await owner.post('/api/v1/session/password', { current: PASSWORD, password: 'short' });
    expect(weak.json().errors).toMatchObject([{ path: 'password', code: 'PASSWORD-TOO-SHORT', params: { min: 15 } }]);
    expect((await other.get('/api/v1/session')).statusCode).toBe(200);

    const done = await owner.post('/api/v1/session/password', { current: PASSWORD, password: NEXT });
    expect(done.statusCode, done.body).toBe(204);
    expect((await owner.get('/api/v1/session')).statusCode).toBe(200);
    expect((await other.get('/api/v1/session')).statusCode).toBe(401);
    const mails = await app.deliver();
    expect(mails.map(({ subject }) => subject)).toContain('Your password was changed');

    const again = await other.post('/api/v1/flows', { kind: 'sign-in', identifier: 'owner@northwind.example' });
    const step = `/api/v1/flows/${again.json().id}/password`;
    expect((await other.post(step, { password: PASSWORD })).json().code).toBe('CRED-WRONG');
    expect((await other.post(step, { password: NEXT })).json().state).toBe('done');
  });

  describe('leaves nothing to whoever had the old one', () => {
    const VERA = 'vera@northwind.example';
    const change = { current: PASSWORD, password: NEXT };
    const prepare = async (policies: object) => {
      const other = await createTestApp();
      const place = await other.setUp();
      const vera = await join(other, place, ['member'], VERA);
      const settings = `/api/v1/organizations/${place.org}/settings`;
      expect((await place.owner.patch(settings, { policies })).statusCode).toBe(200);
      return { app: other, vera };
    };

    it('no way in that was half done [A2, A4]', async () => {
      const { app: world, vera } = await prepare({ secondFactor: 'asked' });
      const halfDone = await begin(world.client(), VERA, { kind: 'sign-in', identifier: VERA });
      expect(await halfDone.step('password', { password: PASSWORD })).toBe('add-factor');
      expect((await vera.post('/api/v1/session/password', change)).statusCode).toBe(204);
      expect(codeOfProblem(await halfDone.submit('postpone-factor'))).toBe('FLOW-EXPIRED');
      await world.close();
    });

    it('no browser that was trusted with the second step', async () => {
      const { app: world, vera } = await prepare({});
      const codeNow = (secret: string) => appCode(world, secret);
      const { secret } = (await vera.post('/api/v1/session/factors/totp')).json();
      await vera.post('/api/v1/session/factors/totp/confirm', { code: codeNow(secret) });
      world.clock.advance(30 * SECOND);
      const browser = world.client();
      const visit = await begin(browser, VERA, { kind: 'sign-in', identifier: VERA });
      await visit.step('password', { password: PASSWORD });
      expect(await visit.step('second-factor', { code: codeNow(secret), trust: true })).toBe('done');
      await browser.delete('/api/v1/session');
      expect((await signIn(world, VERA, PASSWORD, browser)).json().state).toBe('done');
      expect((await vera.post('/api/v1/session/password', change)).statusCode).toBe(204);
      expect((await signIn(world, VERA, NEXT, browser)).json().step.name).toBe('second-factor');
      await world.close();
    });

    it.each(['flows', 'sessions'])(
      'nor to whoever signs in at this very moment, waiting for %s [A50]',
      async (table) => {
        const { app: world, vera } = await prepare({});
        const waiting = async (count: number) =>
          expect
            .poll(async () => (await rowsOf(world, 'select 1 from pg_locks where not granted')).length, {
              timeout: 5000,
            })
            .toBeGreaterThanOrEqual(count);
        const thief = world.client();
        const visit = await begin(thief, VERA, { kind: 'sign-in', identifier: VERA });
        const holder = await world.services.database.pool.connect();
        await holder.query(`begin; lock table ${table} in share mode`);
        const coming = visit.submit('password', { password: PASSWORD });
        await waiting(1);
        const changing = vera.post('/api/v1/session/password', change);
        await waiting(2);
        await holder.query('commit');
        holder.release();
        expect((await changing).statusCode).toBe(204);
        await coming;
        expect((await thief.get('/api/v1/session')).statusCode).toBe(401);
        expect((await vera.get('/api/v1/session')).statusCode).toBe(200);
        await world.close();
      },
    );
  });

  it('guesses at the present one are ten in a quarter of an hour, over all sessions [A13]', async () => {
    const world = await createTestApp();
    await world.setUp();
    const wrong = [];
    for (let session = 0; session < 3; session++) {
      const client = world.client({ ip: `198.51.100.${session}` });
      await signIn(world, 'owner@northwind.example', PASSWORD, client);
      for (let time = 0; time < 5; time++) {
        const guess = { current: `guess number ${session}${time}`, password: NEXT };
        wrong.push((await client.post('/api/v1/session/password', guess)).statusCode);
      }
    }
    expect(wrong.filter((status) => status === 400)).toHaveLength(10);
    expect(wrong.filter((status) => status === 429)).toHaveLength(5);
    await world.close();
  });
});
