import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createTestApp, PASSWORD, type TestApp, type TestClient } from '../../../test/app.ts';
import {
  begin,
  codeOfProblem,
  foundCompany,
  join,
  newestCode,
  type Place,
  rowsOf,
  signIn,
} from '../../../test/journey.ts';
import { DAY, HOUR, MINUTE } from '../../kernel/clock.ts';

const VERA = 'vera@northwind.example';
let app: TestApp;
let place: Place;
beforeEach(async () => {
  app = await createTestApp();
  place = await app.setUp();
});
afterEach(() => app.close());

const decide = async (policies: object, of: Place = place) => {
  const answer = await of.owner.patch(`/api/v1/organizations/${of.org}/settings`, { policies });
  expect(answer.statusCode, answer.body).toBe(200);
};
const isIn = async (client: TestClient) => (await client.get('/api/v1/session')).statusCode === 200;

describe('a session ends as the organization says [S33]', () => {
  it('after the time without use; used within it, it goes on', async () => {
    const vera = await join(app, place, ['member'], VERA);
    await decide({ sessionIdleMinutes: 60 });
    for (let time = 0; time < 3; time++) {
      app.clock.advance(58 * MINUTE);
      expect(await isIn(vera)).toBe(true);
      await expect
        .poll(async () => (await rowsOf(app, 'select max(last_seen_at) as at from sessions'))[0]?.at)
        .toSatisfy((at: Date) => app.clock.now().getTime() - at.getTime() < MINUTE);
    }
    app.clock.advance(61 * MINUTE);
    expect(await isIn(vera)).toBe(false);
  });

  it('after the whole time, however much it is used and however often it is confirmed', async () => {
    const vera = await join(app, place, ['member'], VERA);
    await decide({ sessionHours: 24 });
    for (let time = 0; time < 11; time++) {
      app.clock.advance(2 * HOUR);
      expect(await isIn(vera)).toBe(true);
    }
    await (await begin(vera, VERA, { kind: 'confirm' })).step('password', { password: PASSWORD });
    app.clock.advance(2 * HOUR + MINUTE);
    expect(await isIn(vera)).toBe(false);
  });

  it('at once for those who are signed in already, and says how many before', async () => {
    const vera = await join(app, place, ['member'], VERA);
    app.clock.advance(2 * HOUR);
    await signIn(app, 'owner@northwind.example', PASSWORD, place.owner);
    const ask = `/api/v1/organizations/${place.org}/policy-effects?sessionIdleMinutes=60&sessionHours=720`;
    expect((await place.owner.get(ask)).json().sessions).toEqual({ live: 2, ending: 1 });
    expect(await isIn(vera)).toBe(true);
    app.clock.advance(2 * HOUR);
    await signIn(app, 'owner@northwind.example', PASSWORD, place.owner);
    await decide({ sessionIdleMinutes: 60 });
    expect(await isIn(vera)).toBe(false);
    expect((await place.owner.get('/api/v1/sessions')).json().items).toHaveLength(1);
  });

  it('by the strictest of the organizations in which one works, and no longer by one that was left', async () => {
    const company = await foundCompany(app, place);
    const { owner } = company;
    await decide({ sessionIdleMinutes: 15 }, company);
    app.clock.advance(16 * MINUTE);
    expect(await isIn(owner)).toBe(false);
    expect(await isIn(place.owner)).toBe(true);
    await rowsOf(app, `update organizations set state = 'suspended' where id = $1`, [company.org]);
    expect(await isIn(owner)).toBe(true);
  });

  it.each([
    { sessionIdleMinutes: 14 },
    { sessionIdleMinutes: 10_081 },
    { sessionHours: 0 },
    { sessionHours: 721 },
    { codeMinutes: 11 },
    { lockTries: 6 },
  ])('and no more than the house allows: %o', async (policies) => {
    const answer = await place.owner.patch(`/api/v1/organizations/${place.org}/settings`, { policies });
    expect(codeOfProblem(answer)).toBe('REQUEST-INVALID');
  });
});

describe('devices', () => {
  it('all others are signed out by one press, once the server says so [S32]', async () => {
    const others = [app.client(), app.client()];
    for (const other of others) await signIn(app, 'owner@northwind.example', PASSWORD, other);
    const ended = await place.owner.delete('/api/v1/sessions');
    expect([ended.statusCode, ended.json()]).toEqual([200, { ended: 2 }]);
    for (const other of others) expect(await isIn(other)).toBe(false);
    expect(await isIn(place.owner)).toBe(true);
  });

  it('ending one asks for a proof that is not old [S32, ASVS 7.5.2]', async () => {
    const other = app.client();
    await signIn(app, 'owner@northwind.example', PASSWORD, other);
    app.clock.advance(16 * MINUTE);
    expect(codeOfProblem(await place.owner.delete('/api/v1/sessions'))).toBe('PROOF-NEEDED');
    const { items } = (await place.owner.get('/api/v1/sessions')).json();
    const [device] = items.filter(({ current }: { current: boolean }) => !current);
    expect(codeOfProblem(await place.owner.delete(`/api/v1/sessions/${device.id}`))).toBe('PROOF-NEEDED');
    expect(await isIn(other)).toBe(true);
  });
});

describe('ways to sign in that an organization switches off', () => {
  it('the password is refused once it was right, and a code lets the person in', async () => {
    await join(app, place, ['member'], VERA);
    await decide({ passwordSignIn: false });
    expect(codeOfProblem(await signIn(app, VERA, 'not the password at all'))).toBe('CRED-WRONG');
    const right = await signIn(app, VERA, PASSWORD);
    expect([right.statusCode, codeOfProblem(right)]).toEqual([403, 'METHOD-OFF']);
    const visit = await begin(app.client(), VERA, { kind: 'sign-in', identifier: VERA });
    await visit.step('choose-method', { method: 'email-code' });
    expect(await visit.step('code', { code: await newestCode(app, VERA) })).toBe('done');
  });

  it('who is invited is asked for no password', async () => {
    await decide({ passwordSignIn: false });
    const client = await join(app, place, ['member'], 'without@northwind.example');
    expect(await isIn(client)).toBe(true);
    expect(await rowsOf(app, 'select 1 as one from passwords')).toHaveLength(1);
  });

  it('a code lives as long as the house says', async () => {
    await join(app, place, ['member'], VERA);
    await decide({ codeMinutes: 3 });
    const visit = await begin(app.client(), VERA, { kind: 'sign-in', identifier: VERA });
    await visit.step('choose-method', { method: 'email-code' });
    const code = await newestCode(app, VERA);
    app.clock.advance(3 * MINUTE + 1000);
    expect(codeOfProblem(await visit.submit('code', { code }))).toBe('CODE-EXPIRED');
    app.clock.advance(DAY);
  });
});
