import { gunzipSync } from 'node:zlib';
import { allRoutes } from '@gatehouse/contract/api';
import { ERROR_STATUS } from '@gatehouse/contract/errors';
import { STEP_NAMES } from '@gatehouse/contract/flows';
import { LOCALES } from '@gatehouse/contract/locales';
import { openApiDocument } from '@gatehouse/contract/openapi';
import type { FastifyInstance } from 'fastify';
import { beforeAll, describe, expect, it } from 'vitest';
import { buildDoorContext } from '../../test/door-samples.ts';
import { systemClock } from '../kernel/clock.ts';
import { createCookies } from '../platform/http/cookies.ts';
import { createMetrics } from '../platform/http/metrics.ts';
import { createHttpServer } from '../platform/http/server.ts';
import { createLogger } from '../platform/logging/logger.ts';
import { fieldsOf } from './api-docs-fields.tsx';
import { renderApiDocs } from './api-docs-page.tsx';
import { registerApiDocs } from './api-docs-routes.ts';

const document = openApiDocument('1.2.3');
const urls = { document: '/openapi.json', stylesheet: '/style.css' };

let app: FastifyInstance;

beforeAll(async () => {
  app = await createHttpServer({
    publicUrl: 'http://localhost:3000',
    secure: false,
    trustedProxies: { has: () => false },
    logger: createLogger('silent'),
    cookies: createCookies(false),
    metrics: createMetrics(),
    clock: systemClock,
    errorPage: (_request, _reply, error) => error.code,
  });
  registerApiDocs(app, { version: '1.2.3', contextFor: () => buildDoorContext('en') });
});

describe('GET /api/v1/openapi.json', () => {
  it('is the document, and is not sent again to whoever has it', async () => {
    const first = await app.inject('/api/v1/openapi.json');
    expect(first.headers['content-type']).toBe('application/json; charset=utf-8');
    expect(first.json()).toEqual(JSON.parse(JSON.stringify(document)));

    const tag = String(first.headers.etag);
    const headers = { 'if-none-match': `"other", ${tag}` };
    const again = await app.inject({ url: '/api/v1/openapi.json', headers });
    expect({ status: again.statusCode, body: again.body }).toEqual({ status: 304, body: '' });
    expect(
      (await app.inject({ url: '/api/v1/openapi.json', headers: { 'if-none-match': '"other"' } })).statusCode,
    ).toBe(200);
  });
});

describe('GET /api/v1/openapi.json, compressed', () => {
  it.each([
    ['gzip, br', 'gzip'],
    ['br, gzip;q=0', undefined],
    ['identity', undefined],
  ])('for whoever takes %s', async (accepted, encoding) => {
    const answer = await app.inject({ url: '/api/v1/openapi.json', headers: { 'accept-encoding': accepted } });
    expect(answer.headers['content-encoding']).toBe(encoding);
    const text = encoding ? gunzipSync(answer.rawPayload).toString() : answer.body;
    expect(JSON.parse(text).openapi).toBe('3.1.0');
  });
});

describe('GET /api/docs', () => {
  it('is a page under the strict policy, with a stylesheet that is kept for ever', async () => {
    const page = await app.inject('/api/docs');
    expect(page.headers['content-type']).toBe('text/html; charset=utf-8');
    expect(page.headers['content-security-policy']).toContain("default-src 'none'");
    expect(page.body).not.toMatch(/\sstyle=|\son\w+=|<style/);

    const href = /href="(\/api\/docs\/style\.\w+\.css)"/.exec(page.body)?.[1] ?? '';
    const style = await app.inject(href);
    expect(style.headers['content-type']).toBe('text/css; charset=utf-8');
    expect(style.headers['cache-control']).toContain('immutable');
  });
});

describe.each(LOCALES)('the reference in %s', (locale) => {
  const html = renderApiDocs(buildDoorContext(locale), document, urls);

  it('tells every route, step and error', () => {
    const paths = allRoutes().map(({ route }) => route.path.replace('/{step}', '/accept'));
    for (const path of [...paths, ...STEP_NAMES.map((step) => `/flows/{id}/${step}`)]) {
      expect(html).toContain(`/api/v1${path}<`);
    }
    for (const code of Object.keys(ERROR_STATUS)) expect(html).toContain(` ${code}<`);
  });

  it('has every place that it links to, once', () => {
    const ids = [...html.matchAll(/\sid="([^"]+)"/g)].map(([, id]) => id);
    expect(new Set(ids).size).toBe(ids.length);
    for (const [, target] of html.matchAll(/href="#([^"]+)"/g)) expect(ids).toContain(target);
  });
});

describe('the fields of a schema', () => {
  it('are told with their place, lists, variants and all', () => {
    const text = { type: 'string' };
    const fields = fieldsOf({
      type: 'object',
      required: ['to'],
      properties: {
        to: { type: 'object', required: ['email'], properties: { email: text } },
        many: { type: 'array', items: { type: 'object', properties: { id: text } } },
        none: { anyOf: [{ type: 'object', properties: { at: text } }, { type: 'null' }] },
        step: { oneOf: [{ type: 'object', properties: { name: { const: 'code' }, to: text } }] },
      },
    });
    expect(fields.map(({ name, required }) => `${name}${required ? '*' : ''}`)).toEqual([
      'to*',
      'to.email*',
      'many',
      'many[].id',
      'none',
      'none.at',
      'step',
      'step ‹code›.to',
    ]);
  });
});
