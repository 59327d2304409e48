import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createTestApp, PASSWORD, type TestApp, type TestClient } from '../../../test/app.ts';
import { appCode } from '../../../test/authenticator-app.ts';
import { codeOfProblem, foundCompany, type Place, rowsOf, signIn } from '../../../test/journey.ts';
import { softAuthenticator } from '../../../test/soft-authenticator.ts';
import { SECOND } from '../../kernel/clock.ts';

const FACTORS = '/api/v1/session/factors';

/** Docs: decision 0021. */
describe('what a suspended organization asks of the accounts of its members', () => {
  let app: TestApp;
  let company: Place;
  let person: TestClient;
  const WILLY = 'willy@urs.example';
  const codeAt = (secret: string) => appCode(app, secret);
  const decide = async (policies: object) => {
    await rowsOf(app, 'update organizations set policies = policies || $2 where id = $1', [company.org, policies]);
  };
  const suspend = (state = 'suspended') =>
    rowsOf(app, 'update organizations set state = $2 where id = $1', [company.org, state]);

  beforeAll(async () => {
    app = await createTestApp();
    const place = await app.setUp();
    company = await foundCompany(app, place);
    person = company.owner;
    await suspend();
  });
  afterAll(() => app.close());

  it('the second step stays, and whoever has none sets one up', async () => {
    await decide({ secondFactor: 'required' });
    expect((await signIn(app, WILLY)).json().step.name).toBe('add-factor');
    const { secret } = (await person.post(`${FACTORS}/totp`)).json();
    expect((await person.post(`${FACTORS}/totp/confirm`, { code: codeAt(secret) })).statusCode).toBe(200);
    expect(codeOfProblem(await person.delete(`${FACTORS}/totp`))).toBe('FACTOR-REQUIRED');
    app.clock.advance(30 * SECOND);
    await decide({ secondFactor: 'off' });
    expect((await person.delete(`${FACTORS}/totp`)).statusCode).toBe(204);
  });

  it('nobody of another organization decides about a lost second step in its place', async () => {
    const options = (await person.post('/api/v1/session/passkeys/options')).json();
    const added = await person.post('/api/v1/session/passkeys', { response: softAuthenticator().create(options) });
    expect((await signIn(app, WILLY)).json().step).toMatchObject({
      name: 'second-factor',
      recovery: { askable: 'URS Machining', decider: 'operator' },
    });
    expect((await person.delete(`/api/v1/session/passkeys/${added.json().id}`)).statusCode).toBe(204);
  });

  it('passwords are as long as it asks for, and wrong ones lock as early', async () => {
    await decide({ passwordMinLength: 40, lockTries: 3 });
    const short = { current: PASSWORD, password: 'four plain words that nobody guesses' };
    const refused = await person.post('/api/v1/session/password', short);
    expect(refused.json().errors).toMatchObject([{ code: 'PASSWORD-TOO-SHORT', params: { min: 40 } }]);
    for (let time = 0; time < 3; time++) await signIn(app, WILLY, 'not the password at all');
    expect(codeOfProblem(await signIn(app, WILLY, PASSWORD))).toBe('CRED-WRONG');
    await rowsOf(app, 'truncate guess_budgets');
  });

  it('a way that it has switched off stays so; an organization that is gone asks nothing', async () => {
    await decide({ passwordSignIn: false });
    expect(codeOfProblem(await signIn(app, WILLY))).toBe('METHOD-OFF');
    await suspend('deleted');
    expect((await signIn(app, WILLY)).statusCode).toBe(200);
    await suspend();
  });

  it('text messages are no second step where it does not take them', async () => {
    const allowed = async () => (await person.get(FACTORS)).json().smsAllowed;
    expect(await allowed()).toBe(true);
    await decide({ smsFactor: false });
    expect(await allowed()).toBe(false);
  });
});
