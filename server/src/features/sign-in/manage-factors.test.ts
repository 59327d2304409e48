import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createTestApp, PASSWORD, type TestApp } from '../../../test/app.ts';
import { appCode } from '../../../test/authenticator-app.ts';
import { begin, codeOfProblem, type Place, rowsOf } from '../../../test/journey.ts';
import { softAuthenticator } from '../../../test/soft-authenticator.ts';
import { MINUTE, SECOND } from '../../kernel/clock.ts';

const OWNER = 'owner@northwind.example';
const FACTORS = '/api/v1/session/factors';
const PASSKEYS = '/api/v1/session/passkeys';

describe('my second factors', () => {
  let app: TestApp;
  let place: Place;
  beforeEach(async () => {
    app = await createTestApp();
    place = await app.setUp();
  });
  afterEach(() => app.close());

  const codeAt = (secret: string) => appCode(app, secret);
  const created = async () => softAuthenticator().create((await place.owner.post(`${PASSKEYS}/options`)).json());
  const setUpApp = async () => {
    const { secret } = (await place.owner.post(`${FACTORS}/totp`)).json();
    const answer = await place.owner.post(`${FACTORS}/totp/confirm`, { code: codeAt(secret) });
    expect(answer.statusCode, answer.body).toBe(200);
    app.clock.advance(30 * SECOND);
    return { secret: secret as string, codes: answer.json().recoveryCodes as string[] };
  };

  it('are set up, shown, and taken away, and the owner is told each time [S23]', async () => {
    const { secret, codes } = await setUpApp();
    expect(codes).toHaveLength(10);
    const shown = (await place.owner.get(FACTORS)).json();
    expect(shown).toMatchObject({ totp: { since: expect.any(String) }, recoveryCodes: 10, required: false });
    expect(JSON.stringify(shown)).not.toContain(secret);
    expect(codeOfProblem(await place.owner.post(`${FACTORS}/totp`))).toBe('FACTOR-EXISTS');
    expect((await place.owner.delete(`${FACTORS}/totp`)).statusCode).toBe(204);
    expect((await place.owner.get(FACTORS)).json()).toMatchObject({ totp: null, recoveryCodes: null });
    // Beside these the alert that the organization's owner gets.
    const told = (await app.deliver()).filter(({ subject }) => !subject.startsWith('Northwind Machines:'));
    expect(told.map(({ subject }) => subject).sort()).toEqual([
      'Two-step verification was switched off',
      'Two-step verification was switched on',
    ]);
    const visit = await begin(app.client(), OWNER, { kind: 'sign-in', identifier: OWNER });
    expect(await visit.step('password', { password: PASSWORD })).toBe('done');
  });

  it('bear the name of the product, in the app and in the notice', async () => {
    await rowsOf(app, `update organizations set product_name = 'Machine Room' where id = $1`, [place.org]);
    const setup = (await place.owner.post(`${FACTORS}/totp`)).json();
    expect(new URL(setup.uri).searchParams.get('issuer')).toBe('Machine Room');
    await place.owner.post(`${FACTORS}/totp/confirm`, { code: codeAt(setup.secret) });
    const notice = (await app.deliver()).find(({ subject }) => subject === 'Two-step verification was switched on');
    expect(notice?.text).toContain('Machine Room');
  });

  it('change only after a fresh proof; with a factor, only after that factor [S22]', async () => {
    app.clock.advance(16 * MINUTE);
    expect(codeOfProblem(await place.owner.post(`${FACTORS}/totp`))).toBe('PROOF-NEEDED');
    await (await begin(place.owner, OWNER, { kind: 'confirm' })).step('password', { password: PASSWORD });
    const { secret } = await setUpApp();
    app.clock.advance(16 * MINUTE);
    for (const ask of [
      () => place.owner.delete(`${FACTORS}/totp`),
      () => place.owner.post(`${FACTORS}/recovery-codes`),
    ]) {
      expect(codeOfProblem(await ask())).toBe('PROOF-NEEDED');
    }
    const visit = await begin(place.owner, OWNER, { kind: 'confirm' });
    await visit.step('password', { password: PASSWORD });
    expect(codeOfProblem(await place.owner.delete(`${FACTORS}/totp`))).toBe('PROOF-NEEDED');
    await visit.step('second-factor', { code: codeAt(secret) });
    expect((await place.owner.delete(`${FACTORS}/totp`)).statusCode).toBe(204);
  });

  it('whoever signed in by a mailed code proves more first [D3]', async () => {
    const browser = app.client();
    const visit = await begin(browser, OWNER, { kind: 'sign-in', identifier: OWNER });
    await visit.step('choose-method', { method: 'email-code' });
    const [mail] = await app.deliver();
    await visit.step('code', { code: /\d{6}/.exec(mail?.subject ?? '')?.[0] });
    expect((await browser.get('/api/v1/session')).statusCode).toBe(200);
    expect(codeOfProblem(await browser.post(`${FACTORS}/totp`))).toBe('PROOF-NEEDED');
  });

  it('the last one stays where an organization makes it a must', async () => {
    await setUpApp();
    await place.owner.patch(`/api/v1/organizations/${place.org}/settings`, { policies: { secondFactor: 'required' } });
    expect(codeOfProblem(await place.owner.delete(`${FACTORS}/totp`))).toBe('FACTOR-REQUIRED');
    expect((await place.owner.get(FACTORS)).json()).toMatchObject({ required: true, totp: expect.anything() });
  });

  it('new recovery codes end the ones before', async () => {
    const { codes } = await setUpApp();
    const fresh: string[] = (await place.owner.post(`${FACTORS}/recovery-codes`)).json().recoveryCodes;
    expect(fresh.filter((code) => codes.includes(code))).toEqual([]);
    const visit = await begin(app.client(), OWNER, { kind: 'sign-in', identifier: OWNER });
    await visit.step('password', { password: PASSWORD });
    await visit.step('choose-factor', { factor: 'recovery-code' });
    expect(codeOfProblem(await visit.submit('second-factor', { code: codes[0] }))).toBe('FACTOR-WRONG');
    expect(await visit.step('second-factor', { code: fresh[0] })).toBe('done');
    expect(await rowsOf(app, 'select 1 from recovery_codes')).toHaveLength(10);
  });

  it('new recovery codes are told to the owner, and of several sets at once one is left [S23, A49]', async () => {
    await setUpApp();
    await app.deliver();
    const answers = await Promise.all(Array.from({ length: 8 }, () => place.owner.post(`${FACTORS}/recovery-codes`)));
    expect(answers.map(({ statusCode }) => statusCode)).toEqual(Array(8).fill(200));
    expect(await rowsOf(app, 'select 1 from recovery_codes where used_at is null')).toHaveLength(10);
    expect((await app.deliver()).map(({ subject }) => subject)).toContain('New recovery codes were made');
  });

  it('recovery codes stay as long as there is a second step that they stand in for', async () => {
    await setUpApp();
    expect((await place.owner.post(PASSKEYS, { response: await created() })).statusCode).toBe(201);
    expect((await place.owner.delete(`${FACTORS}/totp`)).statusCode).toBe(204);
    expect((await place.owner.get(FACTORS)).json()).toMatchObject({ totp: null, recoveryCodes: 10 });
  });

  it('asking every browser again stands in the log', async () => {
    expect((await place.owner.delete(`${FACTORS}/trusted-browsers`)).statusCode).toBe(204);
    expect(
      await rowsOf(
        app,
        `select actor_id is not null as known from audit_events where action = 'account.browsers-distrusted'`,
      ),
    ).toEqual([{ known: true }]);
  });

  it('the way of the second step can be named with its code', async () => {
    const { secret, codes } = await setUpApp();
    const at = async () => {
      const visit = await begin(app.client(), OWNER, { kind: 'sign-in', identifier: OWNER });
      await visit.step('password', { password: PASSWORD });
      return visit;
    };
    const visit = await at();
    expect(codeOfProblem(await visit.submit('second-factor', { method: 'sms', code: '123456' }))).toBe(
      'FLOW-STEP-WRONG',
    );
    expect(await visit.step('second-factor', { method: 'recovery-code', code: codes[0] })).toBe('done');
    expect(await (await at()).step('second-factor', { method: 'totp', code: codeAt(secret) })).toBe('done');
  });
});
