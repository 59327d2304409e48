import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createTestApp, PASSWORD, type TestApp, type TestClient } from '../../test/app.ts';
import { COMPANY, type Invited, invite, newestCode, type Place, rowsOf, worldOf } from '../../test/journey.ts';

const HTML = { accept: 'text/html,*/*' };

describe('the road of an invited person in plain forms, without any script', () => {
  let app: TestApp;
  let place: Place;
  let invited: Invited;
  let browser: TestClient;
  let flow: string;
  beforeAll(async () => {
    app = await createTestApp();
    place = await app.setUp();
    invited = await invite(app, place, { locale: 'en' });
    browser = app.client({ headers: HTML });
  });
  afterAll(() => app.close());

  /** Submits a form and follows it to the page that it leads to. */
  const press = async (step: string, fields: Record<string, string> = {}) => {
    const answer = await browser.form(`${flow}/${step}`, fields);
    expect([answer.statusCode, answer.headers.location], answer.body).toEqual([303, flow]);
    return browser.get(flow);
  };

  it('the link shows the invitation, and its press begins the flow [S45]', async () => {
    const page = await browser.get(`/i/${invited.token}`);
    expect(page.body).toContain(`action="/i/${invited.token}`);
    const pressed = await browser.form(`/i/${invited.token}`, {});
    expect(pressed.statusCode).toBe(303);
    flow = String(pressed.headers.location);
    expect(flow).toMatch(/^\/flow\/flw_\w+$/);
    expect((await browser.get(flow)).body).toMatch(/autocomplete="one-time-code"/i);
  });

  it('what is wrong is said on the same page, what was typed is still there, secrets are not', async () => {
    const wrong = await browser.form(`${flow}/code`, { code: 'abc' });
    expect(wrong.statusCode).toBe(400);
    expect(wrong.body).toContain('A code has six digits.');
    const page = await press('code', { code: await newestCode(app, invited.email) });
    expect(page.body).toMatch(/autocomplete="new-password"/i);
    const short = await browser.form(`${flow}/set-password`, { password: 'much2short' });
    expect(short.statusCode).toBe(400);
    expect(short.body).not.toContain('much2short');
  });

  it('a field given twice is refused rather than guessed at [A29]', async () => {
    const before = await worldOf(app);
    const answer = await app.http.inject({
      method: 'POST',
      url: `${flow}/set-password`,
      headers: {
        ...HTML,
        'content-type': 'application/x-www-form-urlencoded',
        cookie: [...browser.cookies].map(([name, value]) => `${name}=${value}`).join('; '),
      },
      payload: 'password=correct+horse+battery+staple&password=another+horse+battery+staple',
    });
    expect(answer.statusCode).toBe(400);
    expect(await worldOf(app)).toEqual(before);
  });

  it('the language can be changed on any page and nothing typed is lost', async () => {
    const answer = await browser.form(`${flow}/set-password`, { password: 'typed so far', lang: 'pl' });
    expect([answer.statusCode, answer.body.includes('<html lang="pl"')]).toEqual([200, true]);
    expect(answer.body).not.toContain('typed so far');
    await browser.form(`${flow}/set-password`, { lang: 'en' });
  });

  it('password, terms and company lead to the welcome page, signed in', async () => {
    const terms = await press('set-password', { password: PASSWORD });
    const version = /name="version" value="([^"]+)"|value="([^"]+)" name="version"/.exec(terms.body);
    expect(version).not.toBeNull();
    const unticked = await browser.form(`${flow}/terms`, { version: version?.[1] ?? version?.[2] ?? '' });
    expect(unticked.statusCode).toBe(400);
    const form = await press('terms', { accepted: 'true', version: version?.[1] ?? version?.[2] ?? '' });
    expect(form.body).toContain('name="registrationNumber"');
    const refused = await browser.form(`${flow}/company`, {
      ...COMPANY,
      registrationNumber: '24536807',
      address: 'No. 1 <Road>',
    });
    expect(refused.statusCode).toBe(400);
    expect(refused.body).toContain('No. 1 &lt;Road&gt;');
    expect(refused.body).toContain('URS Machining');
    const done = await press('company', { ...COMPANY, timeZone: '' });
    expect([done.statusCode, done.headers.location]).toEqual([303, '/welcome/urs-machining']);
    const welcome = await browser.get('/welcome/urs-machining');
    expect(welcome.statusCode).toBe(200);
    expect(welcome.body).toContain('URS Machining');
  });

  it('back and reload lead to the same place, and have no second effect [R6]', async () => {
    const before = await rowsOf(app, 'select count(*) from organizations');
    const again = await browser.form(`${flow}/company`, COMPANY);
    expect(again.statusCode).toBe(303);
    expect((await browser.get(flow)).headers.location).toBe('/welcome/urs-machining');
    expect(await rowsOf(app, 'select count(*) from organizations')).toEqual(before);
  });

  it('the flow is nobody else’s to look at', async () => {
    const stranger = await app.client({ headers: HTML }).get(flow);
    expect(stranger.statusCode).toBe(404);
    expect(stranger.body).not.toContain('URS');
  });

  it('signing out and in again works the same way', async () => {
    await browser.delete('/api/v1/session');
    const started = await browser.form('/sign-in', { identifier: invited.email, returnTo: '/welcome/urs-machining' });
    flow = String(started.headers.location);
    const wrong = await browser.form(`${flow}/password`, { password: 'not this one at all' });
    expect(wrong.statusCode).toBe(401);
    expect(wrong.body).not.toContain('not this one at all');
    const inside = await press('password', { password: PASSWORD });
    expect(inside.headers.location).toBe('/welcome/urs-machining');
  });
});
