import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createTestApp, type TestApp } from '../../../test/app.ts';
import { begin, invite, mailsTo, open, type Place, rowsOf, walkTo } from '../../../test/journey.ts';
import { MINUTE } from '../../kernel/clock.ts';

describe('a forgotten password of somebody who never came in', () => {
  let app: TestApp;
  let place: Place;
  beforeAll(async () => {
    app = await createTestApp();
    place = await app.setUp();
  });
  afterAll(() => app.close());

  it('sends whoever is only invited the invitation again, which lives no longer for it [scenario 12]', async () => {
    const email = 'pending@northwind.example';
    const invited = await invite(app, place, { kind: 'member', to: { email }, name: undefined });
    const ends = async () =>
      (await rowsOf(app, 'select expires_at as at from invitations where id = $1', [invited.id]))[0]?.at;
    const before = await ends();
    app.clock.advance(61 * MINUTE);
    await begin(app.client(), email, { kind: 'recovery', identifier: email });
    await app.deliver();
    await app.deliver();
    const tokens = mailsTo(app, email).flatMap(({ text }) => /\/i\/([\w-]{43})/.exec(text)?.[1] ?? []);
    expect(new Set(tokens).size).toBe(2);
    expect(await ends()).toEqual(before);
    const visit = await walkTo(app, await open(app, { ...invited, token: tokens.at(-1) ?? '' }), 'done');
    expect((await visit.client.get('/api/v1/session')).json()).toMatchObject({ account: { email } });
  });
});
