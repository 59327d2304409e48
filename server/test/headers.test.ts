import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createTestApp, type TestApp } from './app.ts';
import { invite, type Place } from './journey.ts';

/** Every kind of answer: pages, API, errors, what is not there and what cannot be read. */
const ADDRESSES = [
  '/',
  '/sign-in',
  '/i',
  '/i/{token}',
  '/i/unknown',
  '/new-link',
  '/setup',
  '/help',
  '/privacy',
  '/terms',
  '/welcome/nowhere',
  '/flow/flw_unknown',
  '/nothing-here',
  '/%ff',
  '/api/v1/session',
  '/api/v1/nothing-here',
  '/api/v1/organizations/{org}/invitations',
  '/api/v1/organizations/{org}/invitations?limit=0',
  '/healthz',
  '/outbox',
];

describe.each([
  ['http://localhost:3000', false],
  ['https://gate.example', true],
])('headers of every answer at %s [S65]', (url, secure) => {
  let app: TestApp;
  let place: Place;
  let token: string;
  beforeAll(async () => {
    app = await createTestApp({ environment: { GATEHOUSE_URL: url } });
    place = await app.setUp();
    token = (await invite(app, place)).token;
  });
  afterAll(() => app.close());

  it.each(ADDRESSES)('%s', async (address) => {
    const path = address.replace('{token}', token).replace('{org}', place.org);
    for (const client of [app.client(), place.owner]) {
      for (const accept of ['text/html', 'application/json']) {
        const { headers, statusCode } = await client.get(path, { accept });
        expect(statusCode).toBeLessThan(500);
        expect(headers).toMatchObject({
          'x-content-type-options': 'nosniff',
          'x-frame-options': 'DENY',
          'referrer-policy': 'no-referrer',
          'cross-origin-opener-policy': 'same-origin',
          'cache-control': 'no-store',
        });
        const policy = String(headers['content-security-policy']).split('; ');
        for (const part of ["default-src 'none'", "object-src 'none'", "base-uri 'none'", "frame-ancestors 'none'"]) {
          expect(policy).toContain(part);
        }
        expect(policy.join()).not.toMatch(/unsafe-|\*|https?:/);
        expect('strict-transport-security' in headers).toBe(secure);
        expect(headers).not.toHaveProperty('x-powered-by');
        expect(headers).not.toHaveProperty('access-control-allow-origin');
      }
    }
  });

  it.each(['/', '/sign-in', '/i/{token}', '/new-link', '/help', '/nothing-here'])(
    '%s runs and loads nothing of anybody else’s [S66]',
    async (address) => {
      const { body } = await app.client().get(address.replace('{token}', token), { accept: 'text/html' });
      const loaded = [...body.matchAll(/<(?:script|link|img|iframe|source)\b[^>]*\s(?:src|href)="([^"]*)"/g)];
      for (const [, target] of loaded) expect(target).toMatch(/^\/(?!\/)/);
      expect(body).not.toMatch(/<script(?![^>]*\ssrc=)[^>]*>(?!\s*\{)/);
      expect(body).not.toMatch(/\son\w+="|style="/);
    },
  );

  it('the address with the token is taken out of the bar: the page names a clean one [S66]', async () => {
    const { body } = await app.client().get(`/i/${token}`, { accept: 'text/html' });
    expect(body).toMatch(/\/i\/inv_\w+/);
  });
});

describe('errors', () => {
  let app: TestApp;
  beforeAll(async () => {
    app = await createTestApp();
  });
  afterAll(() => app.close());

  it('are pages for people and problems for programs, with a reference', async () => {
    const page = await app.client().get('/nothing-here', { accept: 'text/html' });
    expect([page.statusCode, page.headers['content-type']]).toEqual([404, 'text/html; charset=utf-8']);
    expect(page.body).toMatch(/req_\w{26}/);
    const problem = await app.client().get('/api/v1/nothing-here', { accept: 'text/html' });
    expect(problem.headers['content-type']).toMatch(/^application\/problem\+json/);
    expect(problem.json()).toMatchObject({ code: 'NOT-FOUND', requestId: expect.stringMatching(/^req_/) });
  });

  it('of ours say nothing of their cause [S75]', async () => {
    await app.setUp();
    await app.services.database.pool.query('alter table sessions rename to elsewhere');
    const client = app.client();
    client.cookies.set('gatehouse', 'x'.repeat(43));
    for (const path of ['/api/v1/session', '/sign-in']) {
      const answer = await client.get(path, { accept: 'text/html' });
      expect(answer.statusCode).toBe(500);
      expect(answer.body).not.toMatch(/relation|select|sessions|\.ts|node_modules/i);
    }
    await app.services.database.pool.query('alter table elsewhere rename to sessions');
    expect(app.logs.some((line) => line.includes('request failed'))).toBe(true);
  });

  it('of the limiter’s store: what it protects refuses, it does not open [S75]', async () => {
    const start = await app.client().post('/api/v1/flows', { kind: 'sign-in', identifier: 'owner@northwind.example' });
    expect(start.statusCode).toBe(201);
    await app.services.database.pool.query('alter table rate_limits rename to elsewhere');
    const answer = await app.client().post('/api/v1/link-requests', { identifier: 'a@urs.example' });
    expect(answer.statusCode).toBeGreaterThanOrEqual(500);
    await app.services.database.pool.query('alter table elsewhere rename to rate_limits');
  });
});
