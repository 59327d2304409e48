import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createTestApp, PASSWORD, type TestApp } from '../../../../../test/app.ts';
import { appCode } from '../../../../../test/authenticator-app.ts';
import { begin, codeOfProblem, newestCode, type Place, rowsOf, textsTo } from '../../../../../test/journey.ts';
import { HOUR, MINUTE, SECOND } from '../../../../kernel/clock.ts';

const OWNER = 'owner@northwind.example';
const NUMBER = '+48512345678';
const FACTORS = '/api/v1/session/factors';

describe('codes by text message as a second step', () => {
  let app: TestApp;
  let place: Place;
  let numberId: string;
  beforeEach(async () => {
    app = await createTestApp();
    place = await app.setUp();
    const { id } = (await place.owner.post('/api/v1/session/identifiers', { identifier: NUMBER })).json();
    const code = await newestCode(app, NUMBER);
    await place.owner.post(`/api/v1/session/identifier-changes/${id}/confirm`, { code });
    const { items } = (await place.owner.get('/api/v1/session/identifiers')).json();
    numberId = items.find(({ kind }: { kind: string }) => kind === 'phone').id;
    app.clock.advance(2 * MINUTE);
  });
  afterEach(() => app.close());

  const setUp = async () => {
    const begun = await place.owner.post(`${FACTORS}/sms`, { identifier: numberId });
    expect(begun.statusCode, begun.body).toBe(204);
    const answer = await place.owner.post(`${FACTORS}/sms/confirm`, { code: await newestCode(app, NUMBER) });
    expect(answer.statusCode, answer.body).toBe(200);
    app.clock.advance(2 * MINUTE);
    return answer.json().recoveryCodes as string[];
  };
  const atSecondStep = async (client = app.client()) => {
    const visit = await begin(client, OWNER, { kind: 'sign-in', identifier: OWNER });
    expect(await visit.step('password', { password: PASSWORD })).toBe('second-factor');
    return visit;
  };

  it('is set up with its code, shown, asked for at sign-in by a press, and lets in once [D4, S15, S16]', async () => {
    expect(await setUp()).toHaveLength(10);
    const shown = (await place.owner.get(FACTORS)).json();
    expect(shown).toMatchObject({ sms: { to: '+48 512 345 678' }, smsAllowed: true });
    const sent = textsTo(app, NUMBER).length;
    const visit = await atSecondStep();
    expect(visit.flow.step).toMatchObject({
      factor: 'sms',
      others: ['recovery-code'],
      smsTo: expect.stringContaining('••'),
    });
    await app.deliver();
    expect(textsTo(app, NUMBER)).toHaveLength(sent);
    await visit.step('choose-factor', { factor: 'sms' });
    const code = await newestCode(app, NUMBER);
    const other = await atSecondStep();
    expect(codeOfProblem(await other.submit('second-factor', { code }))).toBe('FACTOR-WRONG');
    expect(await visit.step('second-factor', { code })).toBe('done');
    expect((await visit.client.get('/api/v1/session')).json().methods).toEqual(['password', 'sms']);
  });

  it('is never both steps: whoever came in by a text message uses something else', async () => {
    const codes = await setUp();
    const visit = await begin(app.client(), NUMBER, { kind: 'sign-in', identifier: NUMBER });
    expect(await visit.step('code', { code: await newestCode(app, NUMBER) })).toBe('second-factor');
    expect(visit.flow.step).toMatchObject({ factor: 'recovery-code', others: [], smsTo: null });
    expect(codeOfProblem(await visit.submit('choose-factor', { factor: 'sms' }))).toBe('FLOW-STEP-WRONG');
    expect(await visit.step('second-factor', { code: codes[0] })).toBe('done');
  });

  it('alone never takes a stronger one away [A37]', async () => {
    await setUp();
    const { secret } = (await place.owner.post(`${FACTORS}/totp`)).json();
    const codeNow = () => appCode(app, secret);
    await place.owner.post(`${FACTORS}/totp/confirm`, { code: codeNow() });
    app.clock.advance(30 * SECOND);
    const thief = app.client();
    const visit = await atSecondStep(thief);
    await visit.step('choose-factor', { factor: 'sms' });
    expect(await visit.step('second-factor', { code: await newestCode(app, NUMBER) })).toBe('done');
    expect(codeOfProblem(await thief.delete(`${FACTORS}/totp`))).toBe('PROOF-NEEDED');
    const confirm = await begin(thief, OWNER, { kind: 'confirm' });
    await confirm.step('password', { password: PASSWORD });
    expect(confirm.flow.step).toMatchObject({ factor: 'totp', others: ['recovery-code'] });
    expect(codeOfProblem(await confirm.submit('choose-factor', { factor: 'sms' }))).toBe('FLOW-STEP-WRONG');
  });

  it('goes with its number', async () => {
    await setUp();
    expect((await place.owner.delete(`/api/v1/session/identifiers/${numberId}`)).statusCode).toBe(204);
    expect((await place.owner.get(FACTORS)).json()).toMatchObject({ sms: null });
    const visit = await begin(app.client(), OWNER, { kind: 'sign-in', identifier: OWNER });
    expect(await visit.step('password', { password: PASSWORD })).toBe('done');
  });

  it('counts for nothing where an organization does not take it, which then asks for another', async () => {
    await setUp();
    const policies = { smsFactor: false, secondFactor: 'required' };
    await place.owner.patch(`/api/v1/organizations/${place.org}/settings`, { policies });
    const visit = await begin(app.client(), OWNER, { kind: 'sign-in', identifier: OWNER });
    expect(await visit.step('password', { password: PASSWORD })).toBe('add-factor');
    expect((await place.owner.get(FACTORS)).json()).toMatchObject({ smsAllowed: false });
  });

  it('is set up beside a password only, for a proven number of one’s own, after a fresh proof [S22]', async () => {
    expect((await place.owner.post(`${FACTORS}/sms`, { identifier: 'idn_unknown' })).statusCode).toBe(400);
    await rowsOf(app, 'delete from passwords');
    expect(codeOfProblem(await place.owner.post(`${FACTORS}/sms`, { identifier: numberId }))).toBe('SMS-FACTOR-ALONE');
    app.clock.advance(HOUR);
    expect(codeOfProblem(await place.owner.post(`${FACTORS}/sms`, { identifier: numberId }))).toBe('PROOF-NEEDED');
  });

  it('is taken away again, unless it is the last and one is required', async () => {
    await setUp();
    const policies = { secondFactor: 'required' };
    await place.owner.patch(`/api/v1/organizations/${place.org}/settings`, { policies });
    expect(codeOfProblem(await place.owner.delete(`${FACTORS}/sms`))).toBe('FACTOR-REQUIRED');
    await place.owner.patch(`/api/v1/organizations/${place.org}/settings`, { policies: { secondFactor: 'off' } });
    expect((await place.owner.delete(`${FACTORS}/sms`)).statusCode).toBe(204);
    expect((await place.owner.get(FACTORS)).json()).toMatchObject({ sms: null });
  });
});
