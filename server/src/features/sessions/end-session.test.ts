import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createTestApp, PASSWORD, type TestApp } from '../../../test/app.ts';
import { join, type Place, rowsOf, signIn } from '../../../test/journey.ts';
import { DAY, MINUTE } from '../../kernel/clock.ts';

describe('a session', () => {
  let app: TestApp;
  let place: Place;
  beforeEach(async () => {
    app = await createTestApp();
    place = await app.setUp();
  });
  afterEach(() => app.close());

  const cookieOfOwner = () => place.owner.cookies.get('gatehouse') ?? '';
  const replay = async (token: string) =>
    (await app.client().get('/api/v1/session', { cookie: `gatehouse=${token}` })).statusCode;

  it('ends at the server with the sign-out: the saved cookie is worth nothing [S31]', async () => {
    const token = cookieOfOwner();
    expect(await replay(token)).toBe(200);
    expect((await place.owner.delete('/api/v1/session')).statusCode).toBe(204);
    expect(place.owner.cookies.has('gatehouse')).toBe(false);
    expect(await replay(token)).toBe(401);
  });

  it('is a new one at every sign-in, and the one before it in that browser ends [S30, A40]', async () => {
    const first = cookieOfOwner();
    expect((await signIn(app, 'owner@northwind.example', PASSWORD, place.owner)).statusCode).toBe(200);
    const second = cookieOfOwner();
    expect(second).not.toBe(first);
    expect([await replay(first), await replay(second)]).toEqual([401, 200]);
  });

  it('takes no token that somebody planted [A40]', async () => {
    const browser = app.client();
    browser.cookies.set('gatehouse', 'planted-by-somebody-else-planted-by-somebody');
    await signIn(app, 'owner@northwind.example', PASSWORD, browser);
    expect(browser.cookies.get('gatehouse')).toMatch(/^[\w-]{43}$/);
    expect(await replay('planted-by-somebody-else-planted-by-somebody')).toBe(401);
  });

  it.each([
    ['cut', (token: string) => token.slice(0, -1)],
    ['longer', (token: string) => `${token}A`],
    ['in other letters', (token: string) => token.toUpperCase()],
    ['as base64', (token: string) => Buffer.from(token, 'base64url').toString('hex')],
  ])('its token %s is none [V59]', async (_how, change) => {
    expect(await replay(change(cookieOfOwner()))).toBe(401);
  });

  it.each(['disabled', 'deleted', 'pending'])(
    'of an account that becomes %s ends at once [S31, S36]',
    async (state) => {
      await rowsOf(app, 'update accounts set state = $1', [state]);
      expect(await replay(cookieOfOwner())).toBe(401);
      expect((await place.owner.get(`/api/v1/organizations/${place.org}/members`)).statusCode).toBe(401);
    },
  );

  it('shows nothing of an organization that one was removed from, or that is suspended', async () => {
    const member = await join(app, place, ['administrator'], 'adam@northwind.example');
    await rowsOf(app, `update memberships set state = 'removed' where not 'owner' = any(roles)`);
    expect((await member.get('/api/v1/session')).json().memberships).toEqual([]);
    expect((await member.get(`/api/v1/organizations/${place.org}/members`)).statusCode).toBe(404);
    await rowsOf(app, `update organizations set state = 'suspended'`);
    expect((await place.owner.get(`/api/v1/organizations/${place.org}/members`)).statusCode).toBe(404);
  });

  it('is over after a week unused, and after thirty days however much it is used', async () => {
    app.clock.advance(7 * DAY - MINUTE);
    expect((await place.owner.get('/api/v1/session')).statusCode).toBe(200);
    app.clock.advance(7 * DAY + MINUTE);
    expect((await place.owner.get('/api/v1/session')).statusCode).toBe(401);

    await signIn(app, 'owner@northwind.example', PASSWORD, place.owner);
    for (let day = 0; day < 5; day++) {
      app.clock.advance(6 * DAY - MINUTE);
      const { statusCode } = await place.owner.get('/api/v1/session');
      expect(statusCode).toBe(200);
      // The time of the last look is written beside the answer.
      await expect
        .poll(async () => (await rowsOf(app, 'select max(last_seen_at) as at from sessions'))[0]?.at)
        .toSatisfy((at: Date) => app.clock.now().getTime() - at.getTime() < MINUTE);
    }
    app.clock.advance(5 * MINUTE);
    expect((await place.owner.get('/api/v1/session')).statusCode).toBe(401);
  });

  it('of another device is listed and can be ended', async () => {
    const other = app.client({ headers: { 'user-agent': 'Other Browser/1.0' }, ip: '203.0.113.7' });
    await signIn(app, 'owner@northwind.example', PASSWORD, other);
    const { items } = (await place.owner.get('/api/v1/sessions')).json();
    const device = items.find(({ current }: { current: boolean }) => !current);
    expect(device).toMatchObject({ userAgent: 'Other Browser/1.0', ip: '203.0.113.7' });
    expect((await place.owner.delete(`/api/v1/sessions/${device.id}`)).statusCode).toBe(204);
    expect((await other.get('/api/v1/session')).statusCode).toBe(401);
  });
});

describe('the cookies', () => {
  it.each([
    ['https://gate.example', '__Host-gatehouse', true],
    ['http://localhost:3000', 'gatehouse', false],
  ])('at %s are for this host, hidden from scripts, and small [S34]', async (url, name, secure) => {
    const app = await createTestApp({ environment: { GATEHOUSE_URL: url } });
    const { owner } = await app.setUp();
    const visit = await signIn(app, 'owner@northwind.example', PASSWORD, app.client());
    const session = visit.cookies.find((cookie) => cookie.name === name);
    expect(session).toMatchObject({ path: '/', httpOnly: true, sameSite: 'Lax' });
    expect(session?.domain).toBeUndefined();
    expect(session?.secure ?? false).toBe(secure);
    const raw = [visit.headers['set-cookie']].flat().join('\n');
    expect(raw.length).toBeLessThan(4096);
    expect([...owner.cookies.keys()].every((key) => key.startsWith(name.replace(/gatehouse$/, '')))).toBe(true);
    await app.close();
  });
});
