import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createTestApp, PASSWORD, type TestApp } from '../../../test/app.ts';
import {
  begin,
  codeOfProblem,
  invite,
  join,
  mailsTo,
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

  const MIA = 'mia@northwind.example';
  /** Invited by a mailbox alone; a password is set, and the second step is next. */
  const withoutNumber = async () => {
    await policy({ secondFactor: 'required' });
    const invited = await invite(app, place, { kind: 'member', to: { email: MIA } });
    return walkTo(app, await open(app, invited), 'add-factor');
  };
  const numbersOf = (visit: Visit) =>
    visit.client
      .get('/api/v1/session/identifiers')
      .then((answer) => answer.json().items.filter(({ kind }: { kind: string }) => kind === 'phone'));

  it('takes a number that is typed there, without script: its code proves it, keeps what was typed wrongly, and it is asked for', async () => {
    const visit = await withoutNumber();
    expect(stepOf(visit)).toMatchObject({ factors: ['totp', 'sms'], smsTo: null, asksNumber: false, mayType: true });
    const path = `/flow/${visit.flow.id}`;
    expect((await visit.client.get(path)).body).toContain('You enter the number next');
    await visit.client.form(`${path}/begin-factor`, { factor: 'sms' });
    expect((await visit.client.get(path)).body).toContain('name="number"');
    for (const [number, said] of [
      ['', 'aria-invalid="true"'],
      ['512', 'Enter a phone number with its country code'],
      ['+886 2 2345 6789', 'cannot receive text messages'],
    ] as const) {
      const wrong = await visit.client.form(`${path}/begin-factor`, { factor: 'sms', number });
      expect([wrong.statusCode, wrong.body.includes(said)], number).toEqual([400, true]);
      expect(wrong.body).toContain(number === '' ? 'name="number"' : `value="${number}"`);
    }
    const inPolish = await visit.client.form(`${path}/begin-factor`, { factor: 'sms', number: '+48 512', lang: 'pl' });
    expect(inPolish.body).toMatch(/Numer komórkowy[\s\S]*value="\+48 512"/);
    await visit.client.form(`${path}/begin-factor`, { factor: 'sms', number: '+48 512 345 678', lang: 'en' });

    await visit.client.form(`${path}/begin-factor`, { factor: 'sms', number: '+48 512 345 678' });
    const sent = (await visit.client.get(path)).body;
    expect(sent).toContain('<strong>+48 512 345 678</strong>');
    await app.deliver();
    expect(textsTo(app, NUMBER)).toHaveLength(1);
    expect(await rowsOf(app, `select 1 as one from identifiers where kind = 'phone'`)).toEqual([]);
    await visit.client.form(`${path}/add-factor`, { code: await newestCode(app, NUMBER) });
    await visit.client.form(`${path}/keep-codes`, {});
    await visit.client.get(path);
    await visit.submit('terms', { accepted: true, version: '1' });
    await visit.submit('profile', { name: 'Mia' });
    expect(await numbersOf(visit)).toMatchObject([{ shown: '+48 512 345 678', verified: true }]);

    app.clock.advance(2 * MINUTE);
    const later = await begin(app.client(), MIA, { kind: 'sign-in', identifier: MIA });
    expect(await later.step('password', { password: PASSWORD })).toBe('second-factor');
    expect(later.flow.step).toMatchObject({ factor: 'sms' });
  });

  it('tells the mailbox of the number with the way back, which takes the second step with it', async () => {
    const visit = await withoutNumber();
    await visit.step('begin-factor', { factor: 'sms', number: NUMBER });
    expect(await visit.step('add-factor', { code: await newestCode(app, NUMBER) })).toBe('recovery-codes');
    await app.deliver();
    const { text } = mailsTo(app, MIA).findLast((mail) => mail.text.includes('/undo/')) ?? { text: '' };
    const link = /\/undo\/[2-9A-Z]{10}/.exec(text)?.[0] ?? '';
    const taken = await app.client({ headers: { accept: 'text/html' } }).form(link, {});
    expect(taken.statusCode, taken.body).toBe(200);
    expect(await rowsOf(app, `select 1 as one from identifiers where kind = 'phone'`)).toEqual([]);
    expect(await rowsOf(app, `select 1 as one from second_factors`)).toEqual([]);
  });

  it('takes the number from whoever had it, once it is proven and not before, and tells them', async () => {
    const OTHER = '+48602345678';
    const invited = await invite(app, place, { kind: 'member', to: { phone: NUMBER } });
    const other = (await walkTo(app, await open(app, invited), 'done')).client;
    const { id } = (await other.get('/api/v1/session')).json().account;
    await rowsOf(
      app,
      `insert into identifiers (id, account_id, kind, canonical, shown, verified_at, verified_by, created_at)
       values ('idn_other', $1, 'phone', $2, $2, now(), 'code', now())`,
      [id, OTHER],
    );
    app.clock.advance(2 * MINUTE);
    const visit = await withoutNumber();
    const answer = await visit.submit('begin-factor', { factor: 'sms', number: NUMBER });
    expect(answer.statusCode).toBe(200);
    const ownerOf = async () =>
      (await rowsOf<{ id: string }>(app, 'select account_id as id from identifiers where canonical = $1', [NUMBER]))[0]
        ?.id;
    expect(await ownerOf()).toBe(id);
    expect(await visit.step('add-factor', { code: await newestCode(app, NUMBER) })).toBe('recovery-codes');
    expect(await ownerOf()).not.toBe(id);
    await app.deliver();
    expect(textsTo(app, OTHER).at(-1)).toContain("a number of your account is somebody else's now");
  });

  it('takes none of a country that is closed', async () => {
    await app.close();
    app = await createTestApp({ environment: { SMS_COUNTRIES: 'TW' } });
    place = await app.setUp();
    const visit = await withoutNumber();
    const refused = await visit.submit('begin-factor', { factor: 'sms', number: NUMBER });
    expect(refused.json().errors).toMatchObject([{ path: 'number', code: 'PHONE-COUNTRY' }]);
    await app.deliver();
    expect(textsTo(app, NUMBER)).toEqual([]);
  });

  it('another number takes the place of one that was mistyped; the code of the first is worth nothing', async () => {
    const visit = await withoutNumber();
    await visit.step('begin-factor', { factor: 'sms', number: '+48602345678' });
    const first = await newestCode(app, '+48602345678');
    await visit.step('begin-factor', { factor: 'sms', number: NUMBER });
    expect(codeOfProblem(await visit.submit('add-factor', { code: first }))).toBe('CODE-WRONG');
    expect(await visit.step('add-factor', { code: await newestCode(app, NUMBER) })).toBe('recovery-codes');
    expect(await rowsOf(app, `select destination from second_factors`)).toEqual([{ destination: NUMBER }]);
  });

  it('takes none after a code to the mailbox alone, and no more of them than in the portal', async () => {
    await join(app, place, ['member'], MIA);
    await policy({ secondFactor: 'required' });
    app.clock.advance(2 * MINUTE);
    const byMail = await begin(app.client(), MIA, { kind: 'sign-in', identifier: MIA });
    await byMail.step('choose-method', { method: 'email-code' });
    await byMail.step('code', { code: await newestCode(app, MIA) });
    expect(byMail.flow.step.name).toBe('password');
    expect(codeOfProblem(await byMail.submit('begin-factor', { factor: 'sms', number: NUMBER }))).toBe(
      'FLOW-STEP-WRONG',
    );

    const byPassword = await begin(app.client(), MIA, { kind: 'sign-in', identifier: MIA });
    expect(await byPassword.step('password', { password: PASSWORD })).toBe('add-factor');
    for (let time = 0; time < 20; time++) {
      await byPassword.submit('begin-factor', { factor: 'sms', number: `+4851234${String(6000 + time)}` });
    }
    expect(codeOfProblem(await byPassword.submit('begin-factor', { factor: 'sms', number: NUMBER }))).toBe(
      'RATE-LIMITED',
    );
  });
});
