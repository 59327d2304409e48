import { LOCALES } from '@gatehouse/contract/locales';
import { describe, expect, it } from 'vitest';
import { buildDoorContext } from '../../test/door-samples.ts';
import type { OutboxMessage } from '../features/notifications/index.ts';
import { systemClock } from '../kernel/clock.ts';
import { createCookies } from '../platform/http/cookies.ts';
import { createMetrics } from '../platform/http/metrics.ts';
import { createHttpServer } from '../platform/http/server.ts';
import { createLogger } from '../platform/logging/logger.ts';
import { renderOutboxList, renderOutboxMessage } from './outbox-page.tsx';
import { registerOutbox } from './outbox-routes.ts';

const LINK = 'http://localhost:3000/i/abc_DEF-1';

function buildMessage(changes: Partial<OutboxMessage> = {}): OutboxMessage {
  return {
    id: 'msg_1',
    to: { address: 'jan@klient.example', name: 'Jan <b>Żak</b>' },
    locale: 'pl',
    state: 'sent',
    createdAt: new Date('2026-11-22T09:00:00Z'),
    mail: {
      messageId: '<msg_1@localhost>',
      from: { name: 'Łódź Maszyny via Gatehouse', address: 'no-reply@gate.example' },
      replyTo: null,
      to: { name: 'Jan', address: 'jan@klient.example' },
      subject: 'Zaproszenie <script>alert(1)</script>',
      text: `Otwórz:\n${LINK}\n(też ${LINK}).\n\n    7KQ2-MX9P-TA\njavascript:alert(1)`,
      html: `<!doctype html><html><head><title>x</title></head><body><a href="${LINK}">in</a></body></html>`,
      headers: {},
    },
    sms: null,
    ...changes,
  };
}

async function open(options: { outboxMode?: boolean; publicUrl?: string } = {}) {
  const publicUrl = options.publicUrl ?? 'http://localhost:3000';
  const app = await createHttpServer({
    publicUrl,
    secure: publicUrl.startsWith('https:'),
    trustedProxies: { has: () => true },
    logger: createLogger('silent'),
    cookies: createCookies(false),
    metrics: createMetrics(),
    clock: systemClock,
    errorPage: (_request, _reply, error) => `<p>${error.code}</p>`,
  });
  registerOutbox(app, {
    publicUrl,
    outboxMode: options.outboxMode ?? true,
    contextFor: () => buildDoorContext('en', { banner: 'outbox' }),
    notifications: {
      countHeld: async () => ({ count: 3, since: new Date() }),
      listOutbox: async () => [buildMessage(), buildMessage({ id: 'msg_2', mail: null })],
      findOutboxMessage: async (id) =>
        ({ msg_1: buildMessage(), msg_2: buildMessage({ id: 'msg_2', mail: null }) })[id] ?? null,
    },
  });
  return app;
}

const OWN = { headers: { host: 'localhost:3000', accept: 'text/html' }, remoteAddress: '127.0.0.1' };

describe('the outbox page', () => {
  it('lists what would have been sent', async () => {
    const { statusCode, body, headers } = await (await open()).inject({ ...OWN, url: '/outbox' });
    expect(statusCode).toBe(200);
    expect(body).toContain('href="/outbox/msg_1"');
    expect(body).toContain('This message cannot be shown');
    expect(body).toContain('3 messages are held');
    expect(body).not.toContain('<script>alert');
    expect(headers['cache-control']).toBe('no-store');
  });

  it('shows one message, its links ready to be clicked and nothing else alive', async () => {
    const { statusCode, body, headers } = await (await open()).inject({ ...OWN, url: '/outbox/msg_1' });
    expect(statusCode).toBe(200);
    expect(body.split(`<a href="${LINK}">${LINK}</a>`)).toHaveLength(3);
    expect(body).toContain('7KQ2-MX9P-TA');
    expect(body).toContain('<iframe src="/outbox/msg_1/html"');
    expect(body).toContain('Jan &lt;b&gt;');
    expect(body).not.toMatch(/<script>alert|href="javascript/);
    expect(headers['content-security-policy']).toMatch(/script-src 'self'.*frame-src 'self'/);
  });

  it('frames the HTML part where it can run and fetch nothing', async () => {
    const { body, headers } = await (await open()).inject({ ...OWN, url: '/outbox/msg_1/html' });
    expect(body).toContain('<head><base target="_top">');
    const policy = String(headers['content-security-policy']);
    expect(policy).toContain("default-src 'none'");
    expect(policy).toContain('sandbox allow-top-navigation-by-user-activation');
    expect(policy).not.toMatch(/script-src|allow-scripts|allow-same-origin|https?:/);
    expect(headers['x-frame-options']).toBe('SAMEORIGIN');
  });

  it.each(['/outbox/msg_9', '/outbox/msg_9/html', '/outbox/msg_2/html'])('answers 404 for %s', async (url) => {
    expect((await (await open()).inject({ ...OWN, url })).statusCode).toBe(404);
  });

  it('says of a message that it cannot be read', async () => {
    const { statusCode, body } = await (await open()).inject({ ...OWN, url: '/outbox/msg_2' });
    expect(statusCode).toBe(200);
    expect(body).toContain('GATEHOUSE_SECRET');
    expect(body).not.toContain('<iframe');
  });
});

describe('the outbox page is for this machine only', () => {
  const urls = ['/outbox', '/outbox/msg_1', '/outbox/msg_1/html'];

  it.each(['127.0.0.1', '127.0.0.9', '::1', '::ffff:127.0.0.1'])('open to %s', async (remoteAddress) => {
    const app = await open();
    for (const url of urls) expect((await app.inject({ ...OWN, url, remoteAddress })).statusCode).toBe(200);
  });

  it.each(['192.0.2.7', '10.0.0.1', '::ffff:192.0.2.7', '2001:db8::1', 'fe80::1'])(
    'closed to %s',
    async (remoteAddress) => {
      const app = await open();
      for (const url of urls) expect((await app.inject({ ...OWN, url, remoteAddress })).statusCode).toBe(404);
    },
  );

  it.each([
    { 'x-forwarded-for': '127.0.0.1' },
    { 'x-forwarded-host': 'localhost' },
    { 'x-forwarded-proto': 'http' },
    { forwarded: 'for=127.0.0.1' },
    { 'x-real-ip': '127.0.0.1' },
    { via: '1.1 proxy' },
    { host: 'evil.example' },
    { host: 'localhost.evil.example' },
    { host: 'evil-localhost' },
    { host: '127.0.0.1.evil.example:3000' },
  ])('closed to a request with %o', async (headers) => {
    const app = await open();
    for (const url of urls) {
      expect((await app.inject({ ...OWN, url, headers: { ...OWN.headers, ...headers } })).statusCode).toBe(404);
    }
  });

  it.each([{ publicUrl: 'https://gate.example' }, { outboxMode: false }])('absent with %o', async (options) => {
    const app = await open(options);
    for (const url of urls) expect((await app.inject({ ...OWN, url })).statusCode).toBe(404);
    expect(app.hasRoute({ method: 'GET', url: '/outbox' })).toBe(false);
  });
});

it.each(LOCALES)('reads in %s', (locale) => {
  const context = buildDoorContext(locale);
  for (const page of [
    renderOutboxList(context, [], 0),
    renderOutboxList(context, [buildMessage()], 2),
    renderOutboxMessage(context, buildMessage({ state: 'queued' })),
    renderOutboxMessage(context, buildMessage({ mail: null })),
  ]) {
    expect(page).toContain(`<html lang="${locale}"`);
    expect(page).not.toContain('outbox.');
  }
});
