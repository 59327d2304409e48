import { API_BASE, allRoutes } from '@gatehouse/contract/api';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createTestApp, type TestApp, type TestClient } from './app.ts';
import { codeOfProblem, type Invited, invite, join, open, type Place, signIn, type Visit, worldOf } from './journey.ts';

const EVIL: Record<string, string>[] = [
  { origin: 'https://evil.test' },
  { origin: 'null' },
  { 'sec-fetch-site': 'cross-site' },
  { 'sec-fetch-site': 'same-site', origin: 'http://localhost:3000' },
];

describe('another site acts for whoever is signed in [S64, A40]', () => {
  let app: TestApp;
  let place: Place;
  let invited: Invited;
  let visit: Visit;
  let victim: TestClient;
  beforeAll(async () => {
    app = await createTestApp();
    place = await app.setUp();
    victim = place.owner;
    invited = await invite(app, place);
    visit = await open(app, invited, victim);
  });
  afterAll(() => app.close());

  const routes = allRoutes().filter(({ route }) => route.method !== 'GET');
  it.each(routes.map(({ route }) => [route.method, route.path] as const))('%s %s', async (method, path) => {
    const before = await worldOf(app);
    const url =
      API_BASE +
      path
        .replace('{org}', place.org)
        .replace('{step}', 'accept')
        .replace('{id}', path.includes('/flows') ? visit.flow.id : invited.id);
    const cookie = [...victim.cookies].map(([name, value]) => `${name}=${value}`).join('; ');
    for (const evil of EVIL) {
      for (const type of [
        'text/plain',
        'application/x-www-form-urlencoded',
        'multipart/form-data',
        'application/json',
      ]) {
        const headers = { ...evil, cookie, 'content-type': type };
        const answer = await app.http.inject({ method: method as 'POST', url, headers, payload: '{}' });
        expect([answer.statusCode, codeOfProblem(answer)]).toEqual([403, 'CROSS-SITE']);
        expect(answer.headers['set-cookie']).toBeUndefined();
      }
    }
    expect(await worldOf(app)).toEqual(before);
  });

  it.each(['/sign-in', '/i', '/i/{token}', '/i/{token}/decline', '/flow/{flow}/accept', '/new-link', '/setup'])(
    'the form of %s',
    async (path) => {
      const before = await worldOf(app);
      const url = path.replace('{token}', invited.token).replace('{flow}', visit.flow.id);
      for (const evil of EVIL) {
        const answer = await victim.form(url, { identifier: 'x@evil.test', email: 'x@evil.test' }, evil);
        expect(answer.statusCode).toBe(403);
      }
      expect(await worldOf(app)).toEqual(before);
    },
  );

  it('no GET of the contract changes anything, asked for twice', async () => {
    const before = await worldOf(app);
    for (const { route } of allRoutes().filter(({ route }) => route.method === 'GET')) {
      const url = API_BASE + route.path.replace('{org}', place.org).replace('{id}', invited.id);
      for (let time = 0; time < 2; time++) await victim.get(url);
    }
    expect(await worldOf(app)).toEqual(before);
  });
});

describe('headers that anybody can send', () => {
  let app: TestApp;
  let place: Place;
  beforeAll(async () => {
    app = await createTestApp();
    place = await app.setUp();
  });
  afterAll(() => app.close());

  const FORGED: Record<string, string>[] = [
    { host: 'evil.test' },
    { host: 'localhost:80@evil.test' },
    { 'x-forwarded-host': 'evil.test' },
    { 'x-forwarded-server': 'evil.test' },
    { 'x-host': 'evil.test' },
    { 'x-original-host': 'evil.test' },
    { 'x-original-url': 'https://evil.test/' },
    { 'x-forwarded-proto': 'javascript' },
    { 'x-forwarded-prefix': '//evil.test' },
    { forwarded: 'host=evil.test;proto=https' },
  ];

  it.each(FORGED)('%j never shape a link [A28]', async (headers) => {
    const email = `linked${FORGED.indexOf(headers)}@urs.example`;
    const created = await place.owner.post(
      `/api/v1/organizations/${place.org}/invitations`,
      { kind: 'member', to: { email } },
      headers,
    );
    expect(created.statusCode).toBe(201);
    const mails = await app.deliver();
    for (const { text, html } of mails) {
      expect(text).toContain('http://localhost:3000/i/');
      expect(text + html).not.toContain('evil.test');
    }
    const page = await app.client().get('/', { ...headers, accept: 'text/html' });
    expect(String(page.headers.location)).toMatch(/^\/(?!\/)/);
    const renewal = await app.client().post('/api/v1/link-requests', { identifier: email }, headers);
    expect(renewal.statusCode).toBe(202);
    expect(app.mailbox.mails.every(({ html }) => !html.includes('evil.test'))).toBe(true);
  });

  it('the address in the log and in the limits is the peer’s, whatever was forwarded [S68, A35]', async () => {
    for (let time = 0; time < 5; time++) {
      const client = app.client({
        ip: '203.0.113.77',
        headers: { 'x-forwarded-for': `198.51.100.${time}`, 'x-real-ip': '1.1.1.1' },
      });
      expect(
        (await signIn(app, time % 2 ? 'OWNER@northwind.example' : 'owner@Northwind.example.', 'wrong', client))
          .statusCode,
      ).toBe(401);
    }
    const last = app.client({ ip: '203.0.113.78', headers: { 'x-forwarded-for': '198.51.100.99' } });
    const limited = await signIn(app, 'owner@northwind.example', 'wrong', last);
    expect([limited.statusCode, codeOfProblem(limited)]).toEqual([429, 'ACC-LOCKED']);
    expect(Number(limited.headers['retry-after'])).toBeGreaterThan(0);
    const log = await place.owner.get(`/api/v1/organizations/${place.org}/sign-in-events?result=failure`);
    const addresses = new Set(log.json().items.map(({ ip }: { ip: string }) => ip));
    expect([...addresses].sort()).toEqual(['203.0.113.77', '203.0.113.78']);
  });

  it('behind a configured proxy it is the one that the proxy saw [S68]', async () => {
    const behind = await createTestApp({ environment: { TRUSTED_PROXIES: '10.0.0.0/8' } });
    const { owner, org } = await behind.setUp();
    const client = behind.client({ ip: '10.0.0.1', headers: { 'x-forwarded-for': '1.2.3.4, 198.51.100.7' } });
    await signIn(behind, 'owner@northwind.example', 'wrong', client);
    const log = await owner.get(`/api/v1/organizations/${org}/sign-in-events?result=failure`);
    expect(log.json().items).toMatchObject([{ ip: '198.51.100.7' }]);
    await behind.close();
  });

  const LEAVING = [
    '//evil.test',
    '/\\evil.test',
    '\\\\evil.test',
    '/\t/evil.test',
    '/\n/evil.test',
    'https:///evil.test',
    'https://localhost:3000@evil.test',
    '///evil.test/%2e%2e',
    ' //evil.test',
    'http://localhost.evil.test',
    '/..//evil.test',
    'javascript:alert(1)',
    'data:text/html,x',
    'https:evil.test',
  ];
  it.each(LEAVING)('signing in never leads to %j [S67, A1]', async (target) => {
    const returnTo = encodeURIComponent(target);
    const page = await app.client().get(`/sign-in?returnTo=${returnTo}`, { accept: 'text/html' });
    expect(page.body).not.toMatch(/value="[^"]*evil|value="(javascript|data):/);
    const signedIn = await place.owner.get(`/sign-in?returnTo=${returnTo}`, { accept: 'text/html' });
    expect(signedIn.headers.location).toBe('/portal');
    const flow = await app
      .client()
      .post('/api/v1/flows', { kind: 'sign-in', returnTo: target, identifier: 'a@urs.example' });
    expect(flow.body).not.toContain('evil');
  });

  it('signing in leads back to where somebody was', async () => {
    const signedIn = await place.owner.get('/sign-in?returnTo=%2Fwelcome%2Fx', { accept: 'text/html' });
    expect(signedIn.headers.location).toBe('/welcome/x');
  });

  it('a person who belongs here is not shut out by who sends what: names are the same for known and unknown [A34]', async () => {
    await join(app, place, ['member'], 'known@northwind.example');
    const answers = await Promise.all(
      ['known@northwind.example', 'unknown@northwind.example'].map(async (email) => {
        const client = app.client({ ip: '203.0.113.99' });
        const started = await client.post('/api/v1/flows', { kind: 'sign-in', identifier: email });
        const wrong = await client.post(`/api/v1/flows/${started.json().id}/password`, {
          password: 'not this one at all',
        });
        return [started, wrong].map((answer) => ({
          status: answer.statusCode,
          headers: Object.keys(answer.headers).sort(),
          body: answer.body
            .replaceAll(email, 'address')
            .replace(/(flw|sin|req)_\w+/g, 'id')
            .replace(/"expiresAt":"[^"]*"/g, ''),
        }));
      }),
    );
    expect(answers[0]).toEqual(answers[1]);
  });
});
