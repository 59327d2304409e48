import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createTestApp, PASSWORD, type TestApp } from '../../../test/app.ts';

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
});
