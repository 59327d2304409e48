import { afterAll, beforeAll, expect, it } from 'vitest';
import { createTestApp, PASSWORD, type TestApp } from '../../../test/app.ts';
import { begin, signIn } from '../../../test/journey.ts';

const OWNER = 'owner@northwind.example';
const DAYS_180 = 180 * 24 * 3600;

let app: TestApp;
beforeAll(async () => {
  app = await createTestApp();
  await app.setUp();
});
afterAll(() => app.close());

const clientCookies = (answer: { readonly headers: Record<string, unknown> }) =>
  [answer.headers['set-cookie'] ?? []].flat().filter((line) => String(line).startsWith('gatehouse-client='));

it('a browser that is used stays known: its cookie begins anew with each sign-in, with the value that it has', async () => {
  const client = app.client();
  expect(clientCookies(await signIn(app, OWNER, PASSWORD, client))).toHaveLength(1);
  const value = client.cookies.get('gatehouse-client');
  const [line] = clientCookies(await signIn(app, OWNER, PASSWORD, client)).map(String);
  expect(line).toContain(`gatehouse-client=${value};`);
  expect(line).toContain(`Max-Age=${DAYS_180}`);
  expect(line).toContain('HttpOnly');
  expect(line).toContain('SameSite=Lax');
});

it('a try that fails renews nothing', async () => {
  const client = app.client();
  const visit = await begin(client, OWNER, { kind: 'sign-in', identifier: OWNER });
  expect(clientCookies(await visit.submit('password', { password: 'wrong password of mine' }))).toEqual([]);
});
