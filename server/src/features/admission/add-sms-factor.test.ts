import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createTestApp, PASSWORD, type TestApp } from '../../../test/app.ts';
import {
  begin,
  codeOfProblem,
  invite,
  newestCode,
  open,
  type Place,
  rowsOf,
  textsTo,
  type Visit,
  walkTo,
} from '../../../test/journey.ts';
import { MINUTE } from '../../kernel/clock.ts';

const NUMBER = '+48512345678';

describe('codes by text message, set up on the way in', () => {
  let app: TestApp;
  let place: Place;
  beforeEach(async () => {
    app = await createTestApp();
    place = await app.setUp();
  });
  afterEach(() => app.close());

  const policy = (policies: Record<string, unknown>) =>
    place.owner.patch(`/api/v1/organizations/${place.org}/settings`, { policies });
  const stepOf = ({ flow: { step } }: Visit) => (step.name === 'add-factor' ? step : null);
  /** Invited by their number; a password is set, and the second step is next. */
  const atAddFactor = async () => {
    await policy({ secondFactor: 'required' });
    const invited = await invite(app, place, { kind: 'member', to: { phone: NUMBER } });
    const visit = await walkTo(app, await open(app, invited), 'add-factor');
    app.clock.advance(2 * MINUTE);
    return visit;
  };

  it('offers the proven number beside the app, without script, and is asked for at the next sign-in', async () => {
    const visit = await atAddFactor();
    expect(stepOf(visit)).toMatchObject({
      factors: ['totp', 'sms'],
      smsSent: false,
      smsTo: expect.stringContaining('••'),
    });
    const path = `/flow/${visit.flow.id}`;
    const choice = (await visit.client.get(path)).body;
    expect(choice).toContain('The weaker one');
    expect(choice).toContain('value="sms"');
    const sent = textsTo(app, NUMBER).length;
    await visit.client.form(`${path}/begin-factor`, { factor: 'sms' });
    await app.deliver();
    expect(textsTo(app, NUMBER).length).toBe(sent + 1);
    const wrong = await visit.client.form(`${path}/add-factor`, { code: '000000' });
    expect(wrong.body).toContain('aria-invalid="true"');
    await visit.client.form(`${path}/add-factor`, { code: await newestCode(app, NUMBER) });
    expect((await visit.client.get(path)).body).toMatch(/[2-9A-Z]{4}-[2-9A-Z]{4}-[2-9A-Z]{4}-[2-9A-Z]{4}/);
    await visit.client.form(`${path}/keep-codes`, {});
    const flow = (await visit.client.get(`/api/v1/flows/${visit.flow.id}`)).json();
    expect(flow.step.name).not.toMatch(/factor|codes/);
    expect(await rowsOf(app, `select action from audit_events where action = 'account.factor-added'`)).toHaveLength(1);

    app.clock.advance(2 * MINUTE);
    const later = await begin(app.client(), NUMBER, { kind: 'sign-in', identifier: NUMBER });
    await later.step('choose-method', { method: 'password' });
    expect(await later.step('password', { password: PASSWORD })).toBe('second-factor');
    expect(later.flow.step).toMatchObject({ factor: 'sms' });
  });

  it('leads to the app instead, and back', async () => {
    const visit = await atAddFactor();
    await visit.step('begin-factor', { factor: 'sms' });
    expect(stepOf(visit)).toMatchObject({ smsSent: true, totp: null });
    await visit.step('begin-factor', { factor: 'totp' });
    expect(stepOf(visit)).toMatchObject({ smsSent: false, totp: { secret: expect.any(String) } });
    const code = await newestCode(app, NUMBER);
    expect(codeOfProblem(await visit.submit('add-factor', { code }))).toBe('FACTOR-WRONG');
  });

  it('is refused by policy, and where the first step came by text message alone', async () => {
    const visit = await atAddFactor();
    await policy({ smsFactor: false });
    const again = await visit.submit('begin-factor', { factor: 'sms' });
    expect(codeOfProblem(again)).toBe('FLOW-STEP-WRONG');
    await policy({ smsFactor: true, secondFactor: 'off' });
    await visit.client.get(`/flow/${visit.flow.id}`);
    await visit.step('terms', { accepted: true, version: '1' });
    await policy({ secondFactor: 'required' });
    app.clock.advance(2 * MINUTE);
    const byText = await begin(app.client(), NUMBER, { kind: 'sign-in', identifier: NUMBER });
    expect(await byText.step('code', { code: await newestCode(app, NUMBER) })).toBe('add-factor');
    expect(stepOf(byText)).toMatchObject({ factors: ['totp'], smsTo: null });
    expect(codeOfProblem(await byText.submit('begin-factor', { factor: 'sms' }))).toBe('FLOW-STEP-WRONG');
  });

  it('is not offered to whoever has no proven number', async () => {
    await policy({ secondFactor: 'required' });
    const invited = await invite(app, place, { kind: 'member', to: { email: 'mia@northwind.example' } });
    const visit = await walkTo(app, await open(app, invited), 'add-factor');
    expect(stepOf(visit)).toMatchObject({ factors: ['totp'], smsTo: null });
  });
});
