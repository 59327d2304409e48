import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
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
  walkTo,
} from '../../../test/journey.ts';
import { HOUR, MINUTE, SECOND } from '../../kernel/clock.ts';

let app: TestApp;
let place: Place;
let count = 0;
let number: string;
beforeAll(async () => {
  app = await createTestApp();
  place = await app.setUp();
  await rowsOf(app, `update organizations set country = 'CN'`);
});
afterAll(() => app.close());
beforeEach(async () => {
  count += 1;
  number = `+861380013${String(8000 + count)}`;
});

/** Somebody who is in with a number only, and whose last code is long ago. */
async function person(): Promise<void> {
  await walkTo(app, await open(app, await invite(app, place, { kind: 'member', to: { phone: number } })), 'done');
  app.clock.advance(2 * HOUR);
}
const typing = (identifier: string, client = app.client()) => begin(client, number, { kind: 'sign-in', identifier });
const wrongOf = (code: string, by = 1) => String((Number(code) + by) % 1_000_000).padStart(6, '0');

describe('signing in by phone number', () => {
  it('a code goes out at once, tied to this host, and lets in; the log says how [S28]', async () => {
    await person();
    const visit = await typing(number);
    expect(visit.flow.step).toMatchObject({
      name: 'code',
      channel: 'sms',
      to: expect.stringMatching(/^\+86 138 •••• \d{4}$/),
      otherMethods: ['password'],
      delivery: null,
    });
    const code = await newestCode(app, number);
    expect(textsTo(app, number).at(-1)?.split('\n').at(-1)).toBe(`@localhost #${code}`);
    expect(await visit.step('code', { code })).toBe('done');
    const session = (await visit.client.get('/api/v1/session')).json();
    expect(session).toMatchObject({ methods: ['sms-code'], account: { email: null } });
    const { items } = (await place.owner.get(`/api/v1/organizations/${place.org}/sign-in-events`)).json();
    expect(items[0]).toMatchObject({ method: 'sms-code', result: 'success', identifier: session.account.phone });
  });

  it('the password of that account works beside it', async () => {
    await person();
    const visit = await typing(number);
    expect(await visit.step('choose-method', { method: 'password' })).toBe('password');
    expect(visit.flow.step).toMatchObject({ otherMethods: ['sms-code'] });
    expect(await visit.step('password', { password: PASSWORD })).toBe('done');
  });

  it('the door takes either in one field', async () => {
    await person();
    const browser = app.client();
    const page = await browser.get('/sign-in');
    expect(page.body).toContain('Work e-mail, phone number or user name');
    const started = await browser.form('/sign-in', { identifier: number.slice(3), returnTo: '' });
    expect(started.statusCode, started.body).toBe(303);
    const code = await browser.get(String(started.headers.location));
    expect(code.body).toContain('Enter the code from the text message');
    expect(code.body).not.toContain(number.slice(-8));
    for (const [typed, said] of [
      ['', 'Enter an e-mail address like'],
      ['nobody', 'name@company.'],
      ['+886223456789', 'cannot receive text messages'],
      ['13800138000 x5', 'Leave out the extension'],
    ] as const) {
      const wrong = await browser.form('/sign-in', { identifier: typed, returnTo: '' });
      expect([wrong.statusCode, wrong.body.includes(said)], typed).toEqual([400, true]);
      if (typed) expect(wrong.body).toContain(`value="${typed}"`);
    }
  });

  it('every spelling is one account and one counter [A31, A35]', async () => {
    await person();
    const digits = number.slice(3);
    const spellings = [
      number,
      `0086${digits}`,
      `0${digits}`,
      digits,
      `tel:${number}`,
      `+86 ${digits.slice(0, 3)}-${digits.slice(3)}`,
    ];
    for (const spelling of spellings) expect((await typing(spelling)).flow.step).toMatchObject({ channel: 'sms' });
    await app.deliver();
    // Five an hour for one number, however it is spelled and from however many browsers.
    expect(textsTo(app, number).filter((text) => text.includes('#'))).toHaveLength(1 + 5);
    expect(new Set(app.phone.texts.filter(({ text }) => text.includes('#')).map(({ to }) => to)).has(number)).toBe(
      true,
    );
  });

  it('a number that nobody has gets the same page and the same limits, and costs nothing [A34, V17]', async () => {
    await person();
    const unknown = '+8613799999999';
    const texts = app.phone.texts.length;
    const [one, other] = [
      await typing(number),
      await begin(app.client(), unknown, { kind: 'sign-in', identifier: unknown }),
    ];
    const shape = ({ flow }: typeof one) => {
      const {
        to: _to,
        sentAt: _sent,
        expiresAt: _until,
        resendAt: _again,
        ...step
      } = flow.step as Record<string, unknown>;
      return step;
    };
    expect(shape(other)).toEqual(shape(one));
    await app.deliver();
    expect(app.phone.texts.slice(texts).map(({ to }) => to)).toEqual([number]);
    for (const visit of [one, other]) {
      const answer = await visit.submit('resend-code');
      expect([answer.statusCode, codeOfProblem(answer)]).toEqual([429, 'SEND-LIMIT']);
    }
    const wrong = [];
    for (const visit of [one, other]) {
      const tries = [];
      for (let time = 1; time <= 6; time++) {
        const code = visit === one ? wrongOf(await newestCode(app, number), time) : wrongOf('111111', time);
        const answer = await visit.submit('code', { code });
        tries.push([answer.statusCode, codeOfProblem(answer)]);
      }
      wrong.push(tries);
    }
    expect(wrong[0]).toEqual(wrong[1]);
    expect(
      await rowsOf(app, 'select from accounts a join identifiers i on i.account_id = a.id where canonical = $1', [
        unknown,
      ]),
    ).toEqual([]);
  });

  /** Somebody with an address and a number. */
  async function both(): Promise<string> {
    const email = `both${count}@urs.example`;
    const invited = await invite(app, place, { kind: 'member', to: { email } });
    const { client } = await walkTo(app, await open(app, invited), 'done');
    const adding = await open(app, await invite(app, place, { to: { phone: number } }), client);
    await adding.step('add-address');
    await adding.step('code', { code: await newestCode(app, number) });
    app.clock.advance(2 * HOUR);
    return email;
  }

  it('ten wrong codes are for one account, by whichever of its addresses [A13]', async () => {
    const email = await both();
    for (const identifier of [email, number]) {
      const visit = await begin(app.client(), identifier, { kind: 'sign-in', identifier });
      if (identifier === email) await visit.step('choose-method', { method: 'email-code' });
      const code = await newestCode(app, identifier);
      for (let time = 1; time <= 5; time++) await visit.submit('code', { code: wrongOf(code, time) });
    }
    const again = await begin(app.client(), email, { kind: 'sign-in', identifier: email });
    await again.step('choose-method', { method: 'email-code' });
    const last = await again.submit('code', { code: await newestCode(app, email) });
    expect([last.statusCode, codeOfProblem(last)]).toEqual([429, 'CODE-TOO-MANY']);
  });

  it('five wrong passwords too; what the other address earned shows at neither [A34, A35]', async () => {
    const email = await both();
    const by = async (identifier: string, password: string, ip: string) => {
      const visit = await begin(app.client({ ip }), identifier, { kind: 'sign-in', identifier });
      await visit.step('choose-method', { method: 'password' });
      return visit.submit('password', { password });
    };
    for (let time = 0; time < 5; time++) await by(time % 2 ? email : number, 'wrong wrong wrong', `203.0.113.${time}`);
    expect(codeOfProblem(await by(email, PASSWORD, '203.0.113.99'))).toBe('CRED-WRONG');
    expect(codeOfProblem(await by(number, PASSWORD, '203.0.113.99'))).toBe('CRED-WRONG');
    for (let time = 0; time < 3; time++) await by(email, 'wrong wrong wrong', `203.0.113.${time}`);
    expect(codeOfProblem(await by(email, PASSWORD, '203.0.113.99'))).toBe('ACC-LOCKED');
  });

  it('sixteen at once with one code make one session [S15]', async () => {
    await person();
    const visit = await typing(number);
    const code = await newestCode(app, number);
    const answers = await Promise.all(Array.from({ length: 16 }, () => visit.submit('code', { code })));
    expect(answers.every(({ statusCode }) => statusCode === 200)).toBe(true);
    const [row] = await rowsOf(
      app,
      "select count(*)::int as n from one_time_codes where destination = $1 and consumed_at > now() - interval '1 day' and purpose = 'sign-in'",
      [number],
    );
    expect(row).toEqual({ n: 1 });
  });
});

describe('a text message that does not come [scenario 22, R9]', () => {
  const sends = () => app.phone.texts.filter(({ to, text }) => to === number && text.includes('#')).slice(1);

  it('asked for again it is the same code by the next gateway, only after a minute', async () => {
    await person();
    const visit = await typing(number);
    const code = await newestCode(app, number);
    expect(codeOfProblem(await visit.submit('resend-code'))).toBe('SEND-LIMIT');
    app.clock.advance(61 * SECOND);
    expect(await visit.step('resend-code')).toBe('code');
    expect(await newestCode(app, number)).toBe(code);
    expect(sends().map(({ firstGateway }) => firstGateway)).toEqual([0, 1]);
    expect(sends().at(-1)?.text).toContain('Valid 8 min');
    expect(await visit.step('code', { code })).toBe('done');
  });

  it('by the same gateway where a report says that it came', async () => {
    await person();
    const visit = await typing(number);
    await newestCode(app, number);
    const [sms] = sends();
    await app.services.notifications.reports.recordReceipt({ id: sms?.id ?? '', state: 'delivered' });
    app.clock.advance(61 * SECOND);
    await visit.step('resend-code');
    await app.deliver();
    expect(sends().map(({ firstGateway }) => firstGateway)).toEqual([0, 0]);
  });

  it('wrong tries stay used; after its ten minutes there is a new code', async () => {
    await person();
    const visit = await typing(number);
    const code = await newestCode(app, number);
    await visit.submit('code', { code: wrongOf(code) });
    app.clock.advance(61 * SECOND);
    await visit.step('resend-code');
    expect(visit.flow.step).toMatchObject({ triesLeft: 4 });
    app.clock.advance(10 * MINUTE);
    expect(codeOfProblem(await visit.submit('code', { code }))).toBe('CODE-EXPIRED');
    await visit.step('resend-code');
    const fresh = await newestCode(app, number);
    expect(fresh).not.toBe(code);
    expect(await visit.step('code', { code: fresh })).toBe('done');
  });

  it('an answer that never came is no reason for another code', async () => {
    await person();
    app.phone.outcome = { result: 'unknown', response: 'no answer' };
    const visit = await typing(number);
    const code = await newestCode(app, number);
    app.clock.advance(61 * SECOND);
    await visit.step('resend-code');
    expect(await newestCode(app, number)).toBe(code);
    app.phone.outcome = { result: 'sent', response: '202' };
  });
});
