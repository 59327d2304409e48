import { afterAll, beforeAll, expect, it } from 'vitest';
import { createTestApp, PASSWORD, type TestApp } from '../../../test/app.ts';
import { codeOfProblem, type Place, signIn } from '../../../test/journey.ts';

let app: TestApp;
let place: Place;
beforeAll(async () => {
  app = await createTestApp();
  place = await app.setUp();
});
afterAll(() => app.close());

const account = async (client = place.owner) => (await client.get('/api/v1/session')).json().account;

it('single keys do something until their person says otherwise, on every device', async () => {
  expect(await account()).toMatchObject({ shortcuts: true });
  const answer = await place.owner.patch('/api/v1/session', { shortcuts: false });
  expect(answer.json().account).toMatchObject({ shortcuts: false, name: 'Olga Owner' });
  const client = app.client();
  await signIn(app, 'owner@northwind.example', PASSWORD, client);
  expect(await account(client)).toMatchObject({ shortcuts: false });
  await place.owner.patch('/api/v1/session', { name: 'Olga Other' });
  expect(await account()).toMatchObject({ shortcuts: false, name: 'Olga Other' });
  await place.owner.patch('/api/v1/session', {});
  expect((await place.owner.patch('/api/v1/session', { shortcuts: true })).json().account).toMatchObject({
    shortcuts: true,
    name: 'Olga Other',
  });
  expect(codeOfProblem(await place.owner.patch('/api/v1/session', { shortcuts: 'off' }))).toBe('REQUEST-INVALID');
});
