import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createTestApp, PASSWORD, type TestApp } from '../../../test/app.ts';
import {
  begin,
  codeOfProblem,
  invite,
  join,
  mailsTo,
  open,
  type Place,
  rowsOf,
  signIn,
  textsTo,
  type Visit,
  walkTo,
} from '../../../test/journey.ts';
import { MINUTE } from '../../kernel/clock.ts';

const ANOTHER = 'seven quiet herons over the weir';

describe('a forgotten password', () => {
  let app: TestApp;
  let place: Place;
  beforeAll(async () => {
    app = await createTestApp();
    place = await app.setUp();
  });
  afterAll(() => app.close());

  const ask = async (identifier: string, client = app.client()): Promise<Visit> => {
    const visit = await begin(client, identifier, { kind: 'recovery', identifier });
    await app.deliver();
    return visit;
  };
  const linkTo = (email: string) =>
    /\/r\/([\w-]{43})/.exec(mailsTo(app, email).findLast(({ text }) => text.includes('/r/'))?.text ?? '')?.[1] ?? '';
  const press = (token: string, client = app.client()) => client.post('/api/v1/flows', { kind: 'recovery', token });
  const reset = async (email: string, password = ANOTHER) => {
    await ask(email);
    const visit = await begin(app.client(), email, { kind: 'recovery', token: linkTo(email) });
    expect(visit.flow.step.name).toBe('set-password');
    expect(await visit.step('set-password', { password })).toBe('done');
    return visit;
  };

  it('sends a link; the new password counts and the old one does not', async () => {
    const email = 'anna@northwind.example';
    await join(app, place, ['member'], email);
    const visit = await reset(email);
    expect((await visit.client.get('/api/v1/session')).json()).toMatchObject({ account: { email } });
    expect((await signIn(app, email)).statusCode).toBe(401);
    expect((await signIn(app, email, ANOTHER)).json()).toMatchObject({ state: 'done' });
    await app.deliver();
    expect(mailsTo(app, email).map(({ subject }) => subject)).toContain('Your password was changed');
    const [mail] = mailsTo(app, email).filter(({ subject }) => subject === 'Set a new password');
    expect(mail?.text).toContain('30 minutes');
  });

  it('ends the sessions, half-done ways in and links of whoever knew the old one [A2, A4]', async () => {
    const email = 'ben@northwind.example';
    const attacker = await join(app, place, ['member'], email);
    const halfDone = await begin(app.client(), email, { kind: 'sign-in', identifier: email });
    await ask(email);
    const older = linkTo(email);
    await reset(email);
    expect((await attacker.get('/api/v1/session')).statusCode).toBe(401);
    expect(codeOfProblem(await press(older))).toBe('PASSWORD-LINK-ENDED');
    expect((await halfDone.submit('password', { password: PASSWORD })).statusCode).toBe(401);
  });

  it('what was proven with the old one in another browser is worth nothing [A4]', async () => {
    const email = 'bea@northwind.example';
    await join(app, place, ['member'], email);
    const settings = `/api/v1/organizations/${place.org}/settings`;
    await place.owner.patch(settings, { policies: { secondFactor: 'required' } });
    const halfDone = await begin(app.client(), email, { kind: 'sign-in', identifier: email });
    expect(await halfDone.step('password', { password: PASSWORD })).toBe('add-factor');
    await place.owner.patch(settings, { policies: { secondFactor: 'off' } });
    await reset(email);
    expect(codeOfProblem(await halfDone.submit('begin-factor', { factor: 'totp' }))).toBe('FLOW-EXPIRED');
  });

  it.each([
    ['mail, a minute before its end', 29, 201],
    ['mail, a minute after it', 31, 410],
  ])('a link by %s [S19]', async (_what, minutes, status) => {
    const email = `time${minutes}@northwind.example`;
    await join(app, place, ['member'], email);
    await ask(email);
    app.clock.advance(minutes * MINUTE);
    expect((await press(linkTo(email))).statusCode).toBe(status);
  });

  it.each([
    [9, 201],
    [11, 410],
  ])('a link by text message after %i minutes [S19]', async (minutes, status) => {
    const number = `+86138001380${String(minutes).padStart(2, '0')}`;
    await phoneMember(number);
    await ask(number);
    const text = textsTo(app, number).at(-1) ?? '';
    const token = /\/r\/([2-9A-Z]{10})\b/.exec(text)?.[1] ?? '';
    expect(token, text).not.toBe('');
    app.clock.advance(minutes * MINUTE);
    const answer = await press(token);
    expect(answer.statusCode).toBe(status);
    if (status === 201) expect(answer.json().step).toMatchObject({ name: 'set-password', reason: 'forgotten' });
  });

  async function phoneMember(number: string) {
    const invited = await invite(app, place, { kind: 'member', to: { phone: number }, name: '李明' });
    return walkTo(app, await open(app, invited), 'done');
  }

  it('gives one press of sixteen the account, and that browser again', async () => {
    const email = 'race@northwind.example';
    await join(app, place, ['member'], email);
    await ask(email);
    const token = linkTo(email);
    const clients = Array.from({ length: 16 }, () => app.client());
    const answers = await Promise.all(clients.map((client) => press(token, client)));
    expect(answers.map(({ statusCode }) => statusCode).sort()).toEqual([201, ...Array<number>(15).fill(410)]);
    const winner = answers.findIndex(({ statusCode }) => statusCode === 201);
    const again = await press(token, clients[winner]);
    expect([again.statusCode, again.json().id]).toEqual([201, answers[winner]?.json().id]);
  });

  it('a page, opened by a scanner, uses nothing up and begins nothing [S35]', async () => {
    const email = 'scan@northwind.example';
    await join(app, place, ['member'], email);
    await ask(email);
    const token = linkTo(email);
    const browser = app.client();
    for (const method of ['get', 'get'] as const) expect((await browser[method](`/r/${token}`)).statusCode).toBe(200);
    const page = await browser.get(`/r/${token}`);
    expect(page.body).toContain('s••••@northwind.example');
    expect(page.headers['referrer-policy']).toBe('no-referrer');
    expect(page.headers['cache-control']).toContain('no-store');
    const clean = /data-clean-path="(\/r\/pwl_[a-z0-9]+)"/.exec(page.body)?.[1] ?? '';
    expect((await browser.get(clean)).statusCode).toBe(200);
    expect((await app.client().get(clean)).statusCode).toBe(410);
    const pressed = await browser.form(`/r/${token}`, {});
    expect(pressed.headers.location).toMatch(/^\/flow\/sin_/);
    expect((await browser.get(pressed.headers.location ?? '')).body).toContain('name="password"');
    expect((await app.client().get(`/r/${token}`)).statusCode).toBe(410);
  });

  it('works without script, from the page of the sign-in on', async () => {
    const email = 'form@northwind.example';
    await join(app, place, ['member'], email);
    const browser = app.client();
    const signInPage = await browser.form('/sign-in', { identifier: email });
    const password = await browser.get(signInPage.headers.location ?? '');
    expect(password.body).toContain('Forgot your password?');
    const asked = await browser.form('/forgot', { page: 'ask', identifier: email });
    expect(asked.body).toContain(`value="${email}"`);
    const sent = await browser.form('/forgot', { identifier: email, organization: '' });
    const page = await browser.get(sent.headers.location ?? '');
    expect(page.body).toContain(email);
    await app.deliver();
    const pressed = await browser.form(`/r/${linkTo(email)}`, {});
    const done = await browser.form(`${pressed.headers.location}/set-password`, { password: ANOTHER });
    expect((await browser.get(done.headers.location ?? '')).headers.location).toBe('/portal');
  });

  it('every way to set a password has the same rules [S5]', async () => {
    const email = 'rules@northwind.example';
    await join(app, place, ['member'], email);
    await ask(email);
    const visit = await begin(app.client(), email, { kind: 'recovery', token: linkTo(email) });
    for (const [password, code] of [
      ['short', 'PASSWORD-TOO-SHORT'],
      ['northwind machines', 'PASSWORD-CONTEXT'],
      ['passwordpassword1', 'PASSWORD-REPEATED'],
    ]) {
      const answer = await visit.submit('set-password', { password });
      expect([answer.statusCode, answer.json().errors]).toMatchObject([400, [{ path: 'password', code }]]);
    }
  });

  it('does not get past the second step [S10]', async () => {
    const email = 'totp@northwind.example';
    const client = await join(app, place, ['member'], email);
    const accountId = (await client.get('/api/v1/session')).json().account.id;
    await rowsOf(
      app,
      `insert into second_factors (account_id, kind, secret, confirmed_at, created_at) values ($1, 'totp', '\\x00', now(), now())`,
      [accountId],
    );
    await ask(email);
    const visit = await begin(app.client(), email, { kind: 'recovery', token: linkTo(email) });
    expect(visit.flow.step).toMatchObject({ name: 'second-factor', trustDays: null });
    expect(codeOfProblem(await visit.submit('set-password', { password: ANOTHER }))).toBe('FLOW-STEP-WRONG');
    expect((await signIn(app, email)).json().step).toMatchObject({ name: 'second-factor' });
  });

  it('a link is no fresh proof of what matters [S22]', async () => {
    const email = 'fresh@northwind.example';
    await join(app, place, ['member'], email);
    const visit = await reset(email);
    expect(codeOfProblem(await visit.client.post('/api/v1/session/factors/totp', {}))).toBe('PROOF-NEEDED');
  });

  it('an account without a password sets one this way', async () => {
    const email = 'none@northwind.example';
    await join(app, place, ['member'], email);
    await rowsOf(
      app,
      'delete from passwords where account_id = (select account_id from identifiers where canonical = $1)',
      [email],
    );
    await ask(email);
    const visit = await begin(app.client(), email, { kind: 'recovery', token: linkTo(email) });
    expect(visit.flow.step).toMatchObject({ name: 'set-password', reason: 'first' });
    expect(await visit.step('set-password', { password: ANOTHER })).toBe('done');
    await app.deliver();
    expect(mailsTo(app, email).map(({ subject }) => subject)).toContain('A password was set for your account');
  });

  it('answers the same for anybody and nobody [A34]', async () => {
    await join(app, place, ['member'], 'same@northwind.example');
    await join(app, place, ['member'], 'gone@northwind.example');
    await join(app, place, ['member'], 'held@northwind.example');
    await invite(app, place, { kind: 'member', to: { email: 'wait@northwind.example' }, name: undefined });
    const stateOf = (email: string, state: string) =>
      rowsOf(
        app,
        'update accounts set state = $2 where id = (select account_id from identifiers where canonical = $1)',
        [email, state],
      );
    await stateOf('gone@northwind.example', 'deleted');
    await stateOf('held@northwind.example', 'disabled');
    const before = app.mailbox.mails.length;
    const answers = [];
    for (const who of ['same', 'gone', 'held', 'wait', 'nobody']) {
      const identifier = `${who}@northwind.example`;
      const answer = await app.client().post('/api/v1/flows', { kind: 'recovery', identifier });
      const { id: _, expiresAt: __, ...flow } = answer.json();
      answers.push([answer.statusCode, JSON.stringify(flow).replaceAll(who, 'who')]);
    }
    expect(new Set(answers.map(String)).size).toBe(1);
    expect(app.mailbox.mails.length).toBe(before);
    await app.deliver();
    await app.deliver();
    const got = (who: string) => mailsTo(app, `${who}@northwind.example`).slice(-1)[0];
    expect(got('same')?.text).toMatch(/\/r\/[\w-]{43}/);
    expect(got('wait')?.text).toMatch(/\/i\/[\w-]{43}/);
    for (const who of ['gone', 'held', 'nobody']) expect(got(who)?.text ?? '').not.toMatch(/\/[ri]\/[\w-]{43}/);
  });

  it('sends at most so many, to the stored address, whatever is sent [A29]', async () => {
    for (const identifier of [['a@corp.test', 'x@evil.test'], { $ne: '' }, null, 7, '']) {
      expect((await app.client().post('/api/v1/flows', { kind: 'recovery', identifier })).statusCode).toBe(400);
    }
    const email = 'often@northwind.example';
    await join(app, place, ['member'], email);
    const statuses = [];
    for (let time = 0; time < 7; time++) {
      const spelled = time % 2 ? email.toUpperCase() : ` ${email}`;
      statuses.push((await app.client().post('/api/v1/flows', { kind: 'recovery', identifier: spelled })).statusCode);
    }
    expect(statuses).toEqual([201, 201, 201, 201, 201, 429, 429]);
    await app.deliver();
    const sent = mailsTo(app, email).filter(({ text }) => text.includes('/r/'));
    expect(new Set(sent.map(({ to }) => to.address))).toEqual(new Set([email]));
  });

  it('keeps no link in clear, in no table, log or audit event', async () => {
    const email = 'secret@northwind.example';
    await join(app, place, ['member'], email);
    await ask(email);
    const token = linkTo(email);
    await reset(email, 'a paper boat on the long river');
    const dump = JSON.stringify(
      await Promise.all(
        ['password_links', 'messages', 'jobs', 'audit_events', 'flows', 'sign_in_events'].map((table) =>
          rowsOf(app, `select to_jsonb(t) as row from ${table} t`),
        ),
      ),
    );
    expect(token).toHaveLength(43);
    expect(dump).not.toContain(token);
    expect(dump).not.toContain('paper boat');
    expect(app.logs.join('')).not.toContain(token);
  });

  it('is no way round what an organization has switched off', async () => {
    const [first, later] = ['off@northwind.example', 'off2@northwind.example'];
    for (const email of [first, later]) await join(app, place, ['member'], email);
    await ask(first);
    const settings = `/api/v1/organizations/${place.org}/settings`;
    await signIn(app, 'owner@northwind.example', PASSWORD, place.owner);
    expect((await place.owner.patch(settings, { policies: { passwordSignIn: false } })).statusCode).toBe(200);
    expect(codeOfProblem(await press(linkTo(first)))).toBe('METHOD-OFF');
    await ask(later);
    expect(linkTo(later)).toBe('');
    await place.owner.patch(settings, { policies: { passwordSignIn: true } });
    expect((await press(linkTo(first))).statusCode).toBe(201);
  });
});
