import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createTestApp, type TestApp } from './app.ts';
import { codeOfProblem, invite, type Place } from './journey.ts';

describe('requests that no page or program of ours sends', () => {
  let app: TestApp;
  let place: Place;
  beforeAll(async () => {
    app = await createTestApp();
    place = await app.setUp();
    await invite(app, place);
  });
  afterAll(() => app.close());

  it.each([
    ['no JSON', '{"email":', 'application/json', 400, 'REQUEST-MALFORMED'],
    ['nothing', '', 'application/json', 400, 'REQUEST-MALFORMED'],
    ['a list', '[]', 'application/json', 400, 'REQUEST-INVALID'],
    ['null', 'null', 'application/json', 400, 'REQUEST-INVALID'],
    ['a text', '"x"', 'application/json', 400, 'REQUEST-INVALID'],
    ['a prototype', '{"email":"a@urs.example","__proto__":{"a":1}}', 'application/json', 400, 'REQUEST-MALFORMED'],
    ['a constructor', '{"constructor":{"prototype":{"a":1}}}', 'application/json', 400, 'REQUEST-MALFORMED'],
    ['too large', JSON.stringify({ email: 'x'.repeat(70_000) }), 'application/json', 413, 'REQUEST-TOO-LARGE'],
    ['plain text', '{"email":"a@urs.example"}', 'text/plain', 415, 'REQUEST-UNSUPPORTED'],
    ['a form', 'email=a%40urs.example', 'application/x-www-form-urlencoded', 415, 'REQUEST-UNSUPPORTED'],
    ['several parts', '--x--', 'multipart/form-data; boundary=x', 415, 'REQUEST-UNSUPPORTED'],
    ['XML', '<email/>', 'application/xml', 415, 'REQUEST-UNSUPPORTED'],
    ['a type that is none', '{}', 'json', 415, 'REQUEST-UNSUPPORTED'],
  ])('%s is refused [S75]', async (_what, payload, type, status, code) => {
    const answer = await app.http.inject({
      method: 'POST',
      url: '/api/v1/link-requests',
      headers: { 'content-type': type },
      payload,
    });
    expect([answer.statusCode, codeOfProblem(answer)]).toEqual([status, code]);
    expect(answer.body).not.toMatch(/node_modules|at .*\.ts|SyntaxError|Unexpected/);
  });

  it('a method that an address does not have is told so, and which it has; where nothing is, nothing is said', async () => {
    const path = `/api/v1/organizations/${place.org}/invitations`;
    for (const [method, url] of [
      ['PUT', path],
      ['DELETE', `${path}?q=a`],
    ] as const) {
      const answer = await app.http.inject({ method, url });
      expect([answer.statusCode, codeOfProblem(answer)]).toEqual([405, 'METHOD-NOT-ALLOWED']);
      expect(String(answer.headers.allow).split(', ').sort()).toEqual(['GET', 'HEAD', 'POST']);
    }
    const nothing = await app.http.inject({ method: 'PUT', url: '/api/v1/nothing' });
    expect([nothing.statusCode, nothing.headers.allow]).toEqual([404, undefined]);
  });

  it('whoever sends far too much reads the answer, not the end of the connection [A55]', async () => {
    const origin = await app.http.listen({ host: '127.0.0.1', port: 0 });
    const cookie = [...place.owner.cookies].map(([key, value]) => `${key}=${value}`).join('; ');
    const answer = await fetch(`${origin}/api/v1/organizations/${place.org}/imports/file`, {
      method: 'POST',
      headers: { 'content-type': 'text/csv', cookie },
      body: Buffer.alloc(30 * 1024 * 1024, 'a,b\n'),
    });
    expect([answer.status, ((await answer.json()) as { code: string }).code]).toEqual([413, 'REQUEST-TOO-LARGE']);
  });

  it.each([
    '/api/v1/organizations/{org}/invitations?limit=0',
    '/api/v1/organizations/{org}/invitations?limit=201',
    '/api/v1/organizations/{org}/invitations?limit=ten',
    '/api/v1/organizations/{org}/invitations?limit=1&limit=2',
    '/api/v1/organizations/{org}/invitations?state=nowhere',
    `/api/v1/organizations/{org}/invitations?q=${'x'.repeat(255)}`,
    '/api/v1/organizations/{org}/invitations?q=a&q=b',
    '/api/v1/organizations/{org}/invitations?cursor=%00',
    '/api/v1/organizations/{org}/invitations?cursor=nonsense',
    '/api/v1/organizations/{org}/sign-in-events?result=maybe',
    '/api/v1/organizations/{org}/invitations/inv_%00',
    '/api/v1/flows/flw_%00',
    '/api/v1/flows/%ff',
    '/api/v1/organizations/%ff/members',
  ])('GET %s is refused and is no failure of ours', async (url) => {
    const answer = await place.owner.get(url.replace('{org}', place.org));
    expect([400, 404], answer.body).toContain(answer.statusCode);
    codeOfProblem(answer);
  });

  it.each(['%', '_', '\\', "'", '%25%27', '\\%', '*', '(', '[a-z]'])(
    'searching for %j finds only what holds it',
    async (q) => {
      const answer = await place.owner.get(`/api/v1/organizations/${place.org}/invitations?q=${encodeURIComponent(q)}`);
      expect(answer.statusCode).toBe(200);
      expect(answer.json().items).toEqual([]);
    },
  );

  it('cursors that are not ours are an empty or a first page, never a failure', async () => {
    for (const cursor of ['x', 'inv_', '0', '..', "'", 'a'.repeat(400)]) {
      const answer = await place.owner.get(
        `/api/v1/organizations/${place.org}/invitations?cursor=${encodeURIComponent(cursor)}`,
      );
      expect([200, 400], cursor).toContain(answer.statusCode);
    }
  });

  it('ids with NUL in a body are unknown ids', async () => {
    const answer = await place.owner.post('/api/v1/flows', { kind: 'invitation', invitation: 'inv_\0' });
    expect([400, 404], answer.body).toContain(answer.statusCode);
  });

  it('a garbage Authorization header or cookie is nobody, not a failure [V44]', async () => {
    for (const headers of [
      { authorization: 'Bearer' },
      { authorization: `Bearer ${'\u00ff'.repeat(100)}` },
      { cookie: 'gatehouse=%00' },
      { cookie: `gatehouse=${'x'.repeat(4000)}` },
      { cookie: ';;;=;gatehouse' },
    ] as Record<string, string>[]) {
      expect((await app.client().get('/api/v1/session', headers)).statusCode).toBe(401);
    }
  });

  it('methods that a route has not are no failure', async () => {
    for (const method of ['PUT', 'DELETE', 'OPTIONS', 'PATCH'] as const) {
      const answer = await app.http.inject({ method, url: '/api/v1/link-requests' });
      expect([404, 405], method).toContain(answer.statusCode);
    }
  });
});
