import { afterAll, beforeAll, expect, it } from 'vitest';
import { createTestApp, type TestApp } from '../../../test/app.ts';
import { invite, join, type Place, rowsOf, signIn } from '../../../test/journey.ts';

let app: TestApp;
let place: Place;
beforeAll(async () => {
  app = await createTestApp();
  place = await app.setUp();
  for (const [email, name] of [
    ['wang@northwind.example', '王建國'],
    ['li@northwind.example', 'Łucja Jurek'],
    ['petrov@northwind.example', 'Иван Петров'],
  ] as const) {
    await join(app, place, ['member'], email);
    await rowsOf(
      app,
      'update accounts set name = $2 where id = (select account_id from identifiers where canonical = $1)',
      [email, name],
    );
    await invite(app, place, { kind: 'member', to: { email: `new-${email}` }, name });
    await signIn(app, email, 'not the password of anybody');
  }
});
afterAll(() => app.close());

const found = async (list: string, q: string): Promise<string[]> =>
  (await place.owner.get(`/api/v1/organizations/${place.org}/${list}?q=${encodeURIComponent(q)}`))
    .json()
    .items.map(({ name }: { name: string | null }) => name ?? '');

it.each([
  ['a family name', '王', '王建國'],
  ['a given name of two characters, in the middle', '建國', '王建國'],
  ['its second character', '國', '王建國'],
  ['the whole name', '王建國', '王建國'],
  ['the beginning of a name', 'Łu', 'Łucja Jurek'],
  ['the beginning of a second name', 'ju', 'Łucja Jurek'],
  ['one letter', 'П', 'Иван Петров'],
])('%s is found in people, invitations and the sign-in log', async (_what, q, name) => {
  for (const list of ['members', 'invitations', 'sign-in-events']) expect(await found(list, q), list).toContain(name);
  for (const list of ['members', 'sign-in-events'])
    expect(new Set(await found(list, q)), list).toEqual(new Set([name]));
});

it('what is in no name, or only inside of a word, is not found', async () => {
  for (const q of ['龘', '建王', 'cj', '%', '_', "'"]) {
    for (const list of ['members', 'invitations', 'sign-in-events'])
      expect(await found(list, q), `${list} ${q}`).toEqual([]);
  }
});
