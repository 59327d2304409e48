import { API_BASE, allRoutes } from '@gatehouse/contract/api';
import { ERROR_STATUS, type ErrorCode, type ErrorParams } from '@gatehouse/contract/errors';
import { STEP_NAMES } from '@gatehouse/contract/flows';
import { LOCALES } from '@gatehouse/contract/locales';
import type { LightMyRequestResponse } from 'fastify';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { translator } from '../src/platform/i18n/translate.ts';
import { createTestApp, type TestApp, type TestClient } from './app.ts';
import { BODIES, type Body, NULLABLE, STEPS } from './fitting-bodies.ts';
import { codeOfProblem, invite, open, type Place, type Visit, worldOf } from './journey.ts';

/** Every place of a body where a value stands, with what stands there. */
function leavesOf(body: unknown, path: string[] = []): { path: string[]; value: unknown }[] {
  if (typeof body !== 'object' || body === null) return [{ path, value: body }];
  return Object.entries(body).flatMap(([key, value]) => leavesOf(value, [...path, key]));
}

function textsOf(body: unknown) {
  return leavesOf(body).filter(({ value }) => typeof value === 'string');
}

/** A copy of the body with another value at one place. */
function replaced(body: unknown, [first, ...rest]: string[], value: unknown): unknown {
  if (first === undefined) return value;
  const copy = Array.isArray(body) ? [...body] : { ...(body as Body) };
  (copy as Body)[first] = replaced((copy as Body)[first], rest, value);
  return copy;
}

const WRONG_TYPES: unknown[] = [[], ['a', 'b'], {}, { $ne: 1 }, Number.NaN, { length: 3 }];
const HOSTILE = ['\uD800', 'a\0b', 'a\r\nb: c', 'x'.repeat(5000), '\u202egpj', '<script>', "' or 1=1 --"];
/** Where any text at all may stand: it is compared, hashed or read by rules of its own, never stored as it is. */
const FREE = new Set([
  'token',
  'text',
  'invitation',
  'organization',
  'returnTo',
  'password',
  'current',
  'owner.password',
  'response.response.signature',
  'response.response.attestationObject',
]);

describe('bodies that no form of ours sends', () => {
  let app: TestApp;
  let place: Place;
  let visit: Visit;
  let routes: Record<string, (body: unknown, locale: string) => Promise<LightMyRequestResponse>>;
  const seen = new Map<string, { code: ErrorCode; params: ErrorParams }>();
  beforeAll(async () => {
    app = await createTestApp();
    place = await app.setUp();
    const invited = await invite(app, place);
    visit = await open(app, invited);
    const path = (of: string) =>
      API_BASE +
      of
        .replace('{org}', place.org)
        .replace('{row}', '1')
        .replace('{template}/{locale}', 'M01/en')
        .replace('{id}', of.includes('/flows') ? visit.flow.id : invited.id);
    const by =
      (client: TestClient, method: string, url: string) =>
      (body: unknown, locale = 'en') =>
        client[method === 'PATCH' ? 'patch' : 'post'](url, body, { 'accept-language': locale });
    routes = Object.fromEntries([
      ...Object.keys(BODIES).map((key) => {
        const [method = '', route = ''] = key.split(' ');
        return [key, by(route.startsWith('/flows') ? visit.client : place.owner, method, path(route))];
      }),
      ...STEP_NAMES.map((step) => [step, by(visit.client, 'POST', path(`/flows/{id}/${step}`))]),
    ]);
  });
  afterAll(() => app.close());

  function send(name: string, body: unknown, locale = 'en'): Promise<LightMyRequestResponse> {
    const route = routes[name];
    if (!route) throw new Error(`nothing sends ${name}`);
    return route(body, locale);
  }

  const ALL = Object.entries({ ...BODIES, ...STEPS });

  /** A refusal in words, with a code for each field; answers their paths. */
  function refused(answer: LightMyRequestResponse, what: string): string[] {
    expect(answer.statusCode, `${what}: ${answer.body}`).toBe(400);
    expect(codeOfProblem(answer), what).toBe('REQUEST-INVALID');
    const { errors } = answer.json();
    expect(errors.length, what).toBeGreaterThan(0);
    for (const { code, params, message } of errors) {
      seen.set(JSON.stringify([code, params]), { code, params });
      expect(ERROR_STATUS[code as ErrorCode], what).toBe(400);
      expect(message, what).toBeTruthy();
      expect(message, what).not.toContain(code);
    }
    return errors.map(({ path }: { path: string }) => path);
  }

  it('every route and step that takes a body stands in the tables above', () => {
    const taking = allRoutes().filter(
      ({ route, operation }) => route.body && operation !== 'submit' && route.access !== 'signed',
    );
    expect(taking.map(({ route }) => `${route.method} ${route.path}`).sort()).toEqual(Object.keys(BODIES).sort());
  });

  it.each(ALL)('%s: lists and objects for values [S73, V48]', async (name, body) => {
    const before = await worldOf(app);
    const wrong = leavesOf(body).flatMap(({ path }) =>
      WRONG_TYPES.filter((value) => JSON.stringify(value) !== 'null' || !NULLABLE.has(path.join('.'))).map((value) => ({
        path,
        value,
      })),
    );
    for (const { path, value } of wrong) {
      const what = `${path.join('.')} = ${JSON.stringify(value)}`;
      const paths = refused(await send(name, replaced(body, path, value)), what);
      expect(
        paths.some((at) => at.startsWith(path[0] ?? '')),
        `${what}: ${paths}`,
      ).toBe(true);
    }
    expect(await worldOf(app)).toEqual(before);
  });

  it.each(ALL)('%s: fields that nobody asked for [S73]', async (name, body) => {
    const before = await worldOf(app);
    for (const extra of ['isAdmin', 'role', 'orgId', 'id', 'status', 'emailVerified', 'invitedBy', 'constructor']) {
      expect(refused(await send(name, { ...body, [extra]: true }), extra)).toContain(extra);
    }
    expect(await worldOf(app)).toEqual(before);
  });

  it.each(ALL)('%s: text that cannot be stored, or has no end, is refused', async (name, body) => {
    for (const { path } of textsOf(body).filter(({ path }) => !FREE.has(path.join('.')))) {
      for (const hostile of ['\uD800', 'a\0b', 'x'.repeat(5000)]) {
        refused(await send(name, replaced(body, path, hostile)), `${path.join('.')} = ${hostile.slice(0, 9)}`);
      }
    }
  });

  it.each(ALL)('%s: no text is a failure of ours', async (name, body) => {
    for (const { path } of textsOf(body)) {
      for (const hostile of HOSTILE) {
        const answer = await send(name, replaced(body, path, hostile));
        expect(answer.statusCode, `${path.join('.')}: ${answer.body}`).toBeLessThan(500);
      }
    }
  });

  it('every refusal of a field has its sentence in all five languages', () => {
    expect(seen.size).toBeGreaterThan(10);
    for (const { code, params } of seen.values()) {
      const sentences = LOCALES.map((locale) => translator(locale)(code, { ...params }));
      expect(new Set(sentences).size, code).toBe(LOCALES.length);
      for (const sentence of sentences) expect(sentence, code).not.toContain(code);
    }
  });

  it.each(LOCALES)('is answered in the caller’s language: %s', async (locale) => {
    const answer = await send('POST /link-requests', { identifier: 7 }, locale);
    expect(answer.json().title).toBe(translator(locale)('REQUEST-INVALID'));
    expect(answer.json().errors[0].message).toBe(translator(locale)('FIELD-INVALID'));
  });
});
