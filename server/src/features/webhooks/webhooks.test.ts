import { createServer, type IncomingHttpHeaders, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { createTestApp, type TestApp } from '../../../test/app.ts';
import { type Place, proveEverybody, rowsOf } from '../../../test/journey.ts';
import { DAY, HOUR, MINUTE } from '../../kernel/clock.ts';
import { signWebhook } from '../../platform/crypto/webhook-mac.ts';
import { nextTryAt } from './domain/retry-schedule.ts';

type Received = { readonly headers: IncomingHttpHeaders; readonly body: string };

let server: Server;
let url: string;
let status = 204;
const received: Received[] = [];
let app: TestApp;
let place: Place;
let path: string;

beforeAll(async () => {
  server = createServer((request, response) => {
    let body = '';
    request.on('data', (chunk) => (body += chunk));
    request.on('end', () => {
      received.push({ headers: request.headers, body });
      response.writeHead(status).end('whatever');
    });
  });
  await new Promise<void>((done) => void server.listen(0, '127.0.0.1', done));
  const { port } = server.address() as AddressInfo;
  url = `http://localhost:${port}/hook`;
  app = await createTestApp({ environment: { OUTBOUND_ALLOW: `localhost:${port}` } });
  place = await app.setUp();
  path = `/api/v1/organizations/${place.org}/webhook`;
});
afterAll(async () => {
  server.close();
  await app.close();
});
beforeEach(() => {
  received.length = 0;
  status = 204;
});

// Days pass here, and what follows asks for a fresh proof.
const put = async (body: unknown) => {
  await proveEverybody(app);
  return place.owner.post(path, body);
};
const deliveries = async () => (await place.owner.get(`${path}/deliveries`)).json().items;
const isSignedBy = (secret: string, { headers, body }: Received) => {
  const [id, at] = [headers['webhook-id'], headers['webhook-timestamp']].map(String) as [string, string];
  const expected = signWebhook(Buffer.from(secret.replace('whsec_', ''), 'base64'), id, at, body);
  return String(headers['webhook-signature']).split(' ').includes(expected);
};

let secret: string;

describe('a webhook', () => {
  it('leads only to where it may (S72)', async () => {
    for (const to of [
      'https://127.0.0.1/',
      'https://[::1]/',
      'http://localhost:1/',
      'https://169.254.169.254/latest',
    ]) {
      const answer = await put({ url: to });
      expect([answer.statusCode, answer.json().errors?.[0]?.code], to).toEqual([400, 'TARGET-FORBIDDEN']);
    }
    expect((await put({ url: 'ftp://hooks.example/' })).json().errors[0].code).toBe('URL-INVALID');
    expect((await place.owner.get(path)).json()).toEqual({ webhook: null });
    expect((await place.owner.post(`${path}/test`)).statusCode).toBe(404);
  });

  it('shows its secret once, and keeps it sealed', async () => {
    const answer = (await put({ url })).json();
    ({ secret } = answer);
    expect(secret).toMatch(/^whsec_[A-Za-z0-9+/]{43}=$/);
    expect((await put({ url })).json()).toMatchObject({
      secret: null,
      webhook: { url, state: 'active', previousUntil: null },
    });
    const [row] = await rowsOf(app, 'select * from webhooks');
    expect(JSON.stringify(row)).not.toContain(secret.slice(6, 30));
    expect(app.logs.join('')).not.toContain(secret.slice(6, 30));
  });

  it('is told of a test, signed by Standard Webhooks (S82)', async () => {
    const begun = (await place.owner.post(`${path}/test`)).json();
    expect(begun).toMatchObject({ type: 'webhook.test', state: 'waiting', attempts: 0 });
    await app.worker.runDue();
    const [one] = received as [Received];
    expect(one.headers['webhook-id']).toBe(begun.id);
    expect(Math.abs(Number(one.headers['webhook-timestamp']) * 1000 - app.clock.now().getTime())).toBeLessThan(5000);
    expect(JSON.parse(one.body)).toMatchObject({ type: 'webhook.test', timestamp: expect.any(String), data: {} });
    expect(isSignedBy(secret, one)).toBe(true);
    expect(await deliveries()).toMatchObject([
      { id: begun.id, state: 'delivered', attempts: 1, status: 204, error: null },
    ]);
  });

  it('is told of each alert once, when it opens', async () => {
    for (let time = 0; time < 10; time++) {
      const client = app.client({ ip: '203.0.113.7' });
      const flow = (
        await client.post('/api/v1/flows', { kind: 'sign-in', identifier: `nobody-${time}@urs.example` })
      ).json();
      await client.post(`/api/v1/flows/${flow.id}/password`, { password: 'not the password of anybody' });
    }
    for (let look = 0; look < 3; look++) {
      app.clock.advance(5000);
      await app.worker.runDue();
    }
    expect(received.map(({ body }) => JSON.parse(body))).toMatchObject([
      {
        type: 'alert.opened',
        data: {
          rule: 'many-accounts',
          subject: { id: '203.0.113.7' },
          consoleUrl: expect.stringContaining('/sign-in-log'),
        },
      },
    ]);
  });

  it('tries again over days under the same id, and says when', async () => {
    status = 500;
    await place.owner.post(`${path}/test`);
    await app.worker.runDue();
    const [waiting] = await deliveries();
    expect(waiting).toMatchObject({ state: 'waiting', attempts: 1, status: 500, nextAt: expect.any(String) });
    for (let next: string | null = waiting.nextAt; next !== null; [{ nextAt: next }] = await deliveries()) {
      app.clock.advance(Date.parse(next) - app.clock.now().getTime() + 1);
      await app.worker.runDue();
    }
    expect(new Set(received.map(({ headers }) => headers['webhook-id']))).toEqual(new Set([waiting.id]));
    expect(received).toHaveLength(10);
    expect((await deliveries())[0]).toMatchObject({ state: 'failed', attempts: 10, nextAt: null });
  });

  it('has two secrets for a day while they are exchanged', async () => {
    expect((await place.owner.post(`${path}/rotate`)).json().code).toBe('PROOF-NEEDED');
    await proveEverybody(app);
    const { secret: newer, webhook } = (await place.owner.post(`${path}/rotate`)).json();
    expect(newer).not.toBe(secret);
    expect(Date.parse(webhook.previousUntil) - app.clock.now().getTime()).toBeGreaterThan(23 * HOUR);
    const test = async () => {
      await place.owner.post(`${path}/test`);
      await app.worker.runDue();
      return received.at(-1) as Received;
    };
    const both = await test();
    expect([isSignedBy(secret, both), isSignedBy(newer, both)]).toEqual([true, true]);
    app.clock.advance(DAY + MINUTE);
    const alone = await test();
    expect([isSignedBy(secret, alone), isSignedBy(newer, alone)]).toEqual([false, true]);
  });

  it('stops at 410, says so, and starts again when it is saved', async () => {
    status = 410;
    await place.owner.post(`${path}/test`);
    await app.worker.runDue();
    expect((await place.owner.get(path)).json().webhook.state).toBe('stopped');
    expect((await place.owner.post(`${path}/test`)).statusCode).toBe(404);
    status = 204;
    expect((await put({ url })).json()).toMatchObject({ secret: null, webhook: { state: 'active' } });
    const actions = (await place.owner.get(`/api/v1/organizations/${place.org}/audit-events?limit=50`))
      .json()
      .items.map(({ action }: { action: string }) => action);
    for (const act of ['changed', 'secret-rotated', 'stopped']) expect(actions).toContain(`webhook.${act}`);
  });

  it('is no more once it is removed, and what waited is not posted', async () => {
    status = 500;
    await place.owner.post(`${path}/test`);
    await app.worker.runDue();
    expect((await place.owner.delete(path)).statusCode).toBe(204);
    received.length = 0;
    app.clock.advance(DAY);
    await app.worker.runDue();
    expect(received).toEqual([]);
    expect((await place.owner.get(path)).json()).toEqual({ webhook: null });
    expect((await place.owner.delete(path)).statusCode).toBe(404);
  });
});

it('pauses longer each time, never all at the same moment', () => {
  const now = new Date('2026-11-26T10:00:00Z');
  const pauses = Array.from(
    { length: 9 },
    (_, index) => (nextTryAt(index + 1, now, 0)?.getTime() ?? 0) - now.getTime(),
  );
  expect(pauses).toEqual([...pauses].sort((one, other) => one - other));
  expect(pauses.reduce((sum, pause) => sum + pause)).toBeGreaterThan(3 * DAY);
  expect(nextTryAt(10, now, 0)).toBeNull();
  expect(nextTryAt(3, now, 1)?.getTime()).toBeGreaterThan(nextTryAt(3, now, 0)?.getTime() ?? 0);
});
