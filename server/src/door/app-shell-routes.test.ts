import { spawnSync } from 'node:child_process';
import { mkdir, mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { brotliDecompressSync, gunzipSync } from 'node:zlib';
import { LOCALES } from '@gatehouse/contract/locales';
import type { FastifyInstance } from 'fastify';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { systemClock } from '../kernel/clock.ts';
import { createCookies } from '../platform/http/cookies.ts';
import { createMetrics } from '../platform/http/metrics.ts';
import { createHttpServer, requestLocale } from '../platform/http/server.ts';
import { createLogger } from '../platform/logging/logger.ts';
import { registerAppShell } from './app-shell-routes.ts';
import { registerWellKnown } from './well-known-routes.ts';

const SCRIPT = `console.log(${JSON.stringify('gate '.repeat(400))});\n`;
const FILES = {
  'app/index.html':
    '<!doctype html>\n<html lang="en" translate="no">\n<meta name="gatehouse-locale" content="" /><div id="root"></div>',
  'app/icon.svg': '<svg xmlns="http://www.w3.org/2000/svg"></svg>',
  'app/assets/index-W_P98pY9.js': SCRIPT,
  'assets/door.KXLYPE5M.css': `body{color:red}${' '.repeat(900)}`,
  'assets/golos-cyrillic.woff2': 'font',
  'assets/.hidden': 'secret',
  'door-assets.json': '{}',
};

const cookies = createCookies(false);
let webDirectory: string;

beforeEach(async () => {
  webDirectory = await mkdtemp(path.join(tmpdir(), 'gatehouse-web-'));
});

afterEach(() => rm(webDirectory, { recursive: true, force: true }));

async function build(): Promise<void> {
  for (const [name, text] of Object.entries(FILES)) {
    await mkdir(path.dirname(path.join(webDirectory, name)), { recursive: true });
    await writeFile(path.join(webDirectory, name), text);
  }
  const tool = path.resolve(import.meta.dirname, '../../../tools/precompress.mjs');
  expect(spawnSync(process.execPath, [tool, webDirectory]).status).toBe(0);
}

async function open(): Promise<FastifyInstance> {
  const app = await createHttpServer({
    publicUrl: 'http://localhost:3000',
    secure: false,
    trustedProxies: { has: () => false },
    logger: createLogger('silent'),
    cookies,
    metrics: createMetrics(),
    clock: systemClock,
    errorPage: (_request, _reply, error) => error.code,
  });
  await registerAppShell(app, { webDirectory, localeOf: (request) => requestLocale(request, cookies) });
  return app;
}

describe('the page of portal and console', () => {
  it.each(LOCALES)('is in %s from its first byte, wherever in it one begins', async (locale) => {
    await build();
    const app = await open();
    for (const url of ['/portal', '/portal/', '/portal/a/b?x=1', '/console', '/console/invitations/inv_1']) {
      const answer = await app.inject({ url, headers: { 'accept-language': locale } });
      expect(answer.statusCode).toBe(200);
      expect(answer.body).toContain(`<html lang="${locale}" translate="no">`);
      expect(answer.body).toContain(`<meta name="gatehouse-locale" content="${locale}" />`);
      expect(answer.headers).toMatchObject({
        'content-type': 'text/html; charset=utf-8',
        'cache-control': 'no-store',
        'content-language': locale,
        'x-content-type-options': 'nosniff',
      });
    }
  });

  it('says how to mend it when it is not built', async () => {
    const app = await open();
    const answer = await app.inject({ url: '/console', headers: { 'accept-language': 'pl' } });
    expect(answer.statusCode).toBe(503);
    expect(answer.body).toMatch(/lang="pl".*npm run build/s);
    expect((await app.inject('/app/assets/index.js')).statusCode).toBe(404);
  });
});

describe('built files', () => {
  it.each([
    ['/app/assets/index-W_P98pY9.js', 'application/javascript; charset=utf-8', 'public, max-age=31536000, immutable'],
    ['/assets/door.KXLYPE5M.css', 'text/css; charset=utf-8', 'public, max-age=31536000, immutable'],
    ['/assets/golos-cyrillic.woff2', 'font/woff2', 'public, max-age=86400'],
    ['/app/icon.svg', 'image/svg+xml', 'public, max-age=86400'],
    ['/favicon.ico', 'image/svg+xml', 'public, max-age=86400'],
    ['/robots.txt', 'text/plain; charset=utf-8', 'public, max-age=86400'],
  ])('%s is kept as long as its name stands for it', async (url, type, kept) => {
    await build();
    const answer = await (await open()).inject(url);
    expect(answer.statusCode).toBe(200);
    expect(answer.headers).toMatchObject({ 'content-type': type, 'cache-control': kept });
    expect(answer.headers['content-security-policy']).toContain("default-src 'none'");
  });

  it('are sent small to whoever can read that', async () => {
    await build();
    const app = await open();
    const url = '/app/assets/index-W_P98pY9.js';
    const get = (encoding: string) => app.inject({ url, headers: { 'accept-encoding': encoding } });
    const brotli = await get('gzip, br');
    expect(brotli.headers).toMatchObject({
      'content-encoding': 'br',
      'cache-control': expect.stringContaining('immutable'),
    });
    expect(brotli.headers['content-type']).toBe('application/javascript; charset=utf-8');
    expect(brotli.headers.vary).toMatch(/accept-encoding/i);
    expect(brotliDecompressSync(brotli.rawPayload).toString()).toBe(SCRIPT);
    expect(gunzipSync((await get('gzip')).rawPayload).toString()).toBe(SCRIPT);
    expect((await get('identity')).body).toBe(SCRIPT);
  });

  it.each([
    '/app/assets/../index.html',
    '/assets/%2e%2e/door-assets.json',
    '/assets/..%2fdoor-assets.json',
    '/assets/.hidden',
    '/assets/',
    '/app/index.html',
    '/app/assets/unknown.js',
  ])('%s leads nowhere', async (url) => {
    await build();
    const answer = await (await open()).inject(url);
    expect([403, 404]).toContain(answer.statusCode);
    expect(answer.body).not.toMatch(/root|secret/);
  });

  it('are compressed once: what is small already stays as it is', async () => {
    await build();
    expect((await readdir(path.join(webDirectory, 'assets'))).sort()).toEqual([
      '.hidden',
      'door.KXLYPE5M.css',
      'door.KXLYPE5M.css.br',
      'door.KXLYPE5M.css.gz',
      'golos-cyrillic.woff2',
    ]);
  });
});

describe('GET /.well-known/gatehouse', () => {
  it.each([
    ['Machine Room', 'Machine Room'],
    [null, 'Gatehouse'],
  ])('tells an app what this server is (%s)', async (productName, shown) => {
    const app = await open();
    registerWellKnown(app, { productName: async () => productName, outboxMode: true, version: '1.2.3' });
    expect((await app.inject('/.well-known/gatehouse')).json()).toEqual({
      name: 'Gatehouse',
      productName: shown,
      outbox: true,
      version: '1.2.3',
      methods: ['email-code', 'sms-code', 'password'],
      locales: [...LOCALES],
    });
  });
});
