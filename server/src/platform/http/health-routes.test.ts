import { Writable } from 'node:stream';
import type { FastifyInstance } from 'fastify';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { createTestDatabase, type TestDatabase } from '../../../test/database.ts';
import { systemClock } from '../../kernel/clock.ts';
import { type Database, openDatabase } from '../database/database.ts';
import { createLogger } from '../logging/logger.ts';
import { createCookies } from './cookies.ts';
import { type PartCheck, registerHealth } from './health-routes.ts';
import { createMetrics } from './metrics.ts';
import { createHttpServer } from './server.ts';

let test: TestDatabase;
let database: Database;
let log: string;

beforeEach(async () => {
  test = await createTestDatabase();
  database = openDatabase({ connection: { connectionString: test.url }, connections: 2, onError: () => {} });
  log = '';
});

afterEach(async () => {
  vi.useRealTimers();
  await database.close().catch(() => {});
  await test.drop();
});

async function open(parts: Record<string, PartCheck> = {}): Promise<FastifyInstance> {
  const destination = new Writable({
    write(chunk, _encoding, done) {
      log += chunk;
      done();
    },
  });
  const metrics = createMetrics();
  const app = await createHttpServer({
    publicUrl: 'http://localhost:3000',
    secure: false,
    trustedProxies: { has: () => false },
    logger: createLogger('info', destination),
    cookies: createCookies(false),
    metrics,
    clock: systemClock,
    errorPage: (_request, _reply, error) => error.code,
  });
  registerHealth(app, { database, metrics, parts });
  return app;
}

describe('health', () => {
  it('is ready while the database answers, and tells of each part', async () => {
    const app = await open({ worker: async () => null, mail: async () => 'smtp.example: connection refused' });
    const answer = await app.inject('/readyz');
    expect(answer.statusCode).toBe(200);
    expect(answer.json()).toEqual({
      ready: true,
      parts: { database: 'ok', worker: 'ok', mail: 'smtp.example: connection refused' },
    });
  });

  it('is not ready without the database, alive all the same, and says nothing of the cause', async () => {
    const app = await open();
    await database.close();
    const answer = await app.inject('/readyz');
    expect(answer.statusCode).toBe(503);
    expect(answer.json()).toEqual({ ready: false, parts: { database: 'cannot be used right now' } });
    expect((await app.inject('/healthz')).statusCode).toBe(200);
  });

  it('waits two seconds for a part, then answers without it', async () => {
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
    const app = await open({ mail: () => new Promise(() => {}) });
    const answer = app.inject('/readyz');
    answer.then(() => {});
    await vi.waitFor(() => expect(vi.getTimerCount()).toBeGreaterThan(0));
    await vi.advanceTimersByTimeAsync(2000);
    expect((await answer).json().parts.mail).toBe('no answer within 2 seconds');
  });

  it('looks once for all who ask within a second', async () => {
    vi.useFakeTimers({ toFake: ['performance'] });
    const look = vi.fn(async () => null);
    const app = await open({ look });
    await Promise.all([app.inject('/readyz'), app.inject('/readyz')]);
    await app.inject('/readyz');
    expect(look).toHaveBeenCalledTimes(1);
    vi.advanceTimersByTime(1001);
    await app.inject('/readyz');
    expect(look).toHaveBeenCalledTimes(2);
  });

  it('gives figures to Prometheus, and leaves no line in the log', async () => {
    const app = await open();
    await app.inject('/healthz');
    const answer = await app.inject('/metrics');
    expect(answer.headers['content-type']).toMatch(/^text\/plain/);
    expect(answer.body).toMatch(/gatehouse_http_request_seconds_count\{[^}]*route="\/healthz"[^}]*\} 1/);
    expect(log).not.toContain('"request"');
  });
});
