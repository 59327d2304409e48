import { afterAll, beforeAll, expect, it } from 'vitest';
import { createTestApp, type TestApp } from '../../test/app.ts';
import { MINUTE, SECOND } from '../kernel/clock.ts';

let app: TestApp;
beforeAll(async () => {
  app = await createTestApp();
  await app.setUp();
});
afterAll(() => app.close());

it('a page that refuses for a while says for how long, as the API does (RFC 9110 s. 10.2.3)', async () => {
  const identifier = 'asks.often@urs.example';
  const page = () => app.client().form('/new-link', { identifier }, { accept: 'text/html' });
  const program = () => app.client().post('/api/v1/link-requests', { identifier });
  for (let time = 0; time < 5; time++) expect((await page()).headers['retry-after']).toBeUndefined();
  const [refused, told] = [await page(), await program()];
  expect([refused.statusCode, told.statusCode]).toEqual([429, 429]);
  expect(refused.headers['content-type']).toContain('text/html');
  const seconds = Number(refused.headers['retry-after']);
  expect(Math.abs(seconds - Number(told.headers['retry-after']))).toBeLessThanOrEqual(5);
  app.clock.advance(seconds * SECOND - MINUTE);
  expect((await page()).statusCode).toBe(429);
  app.clock.advance(MINUTE + SECOND);
  expect((await page()).statusCode).toBe(200);
});
