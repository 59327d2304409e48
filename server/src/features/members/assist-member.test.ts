import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createTestApp, PASSWORD, type TestApp, type TestClient } from '../../../test/app.ts';
import { codeOfProblem, foundCompany, join, type Place, rowsOf, signIn } from '../../../test/journey.ts';

const VERA = 'vera@northwind.example';
let app: TestApp;
let place: Place;
let vera: TestClient;
let support: TestClient;
let path: string;
beforeEach(async () => {
  app = await createTestApp();
  place = await app.setUp();
  vera = await join(app, place, ['member'], VERA);
  support = await join(app, place, ['support'], 'help@northwind.example');
  const { items } = (await place.owner.get(`/api/v1/organizations/${place.org}/members?q=vera`)).json();
  path = `/api/v1/organizations/${place.org}/members/${items[0].id}`;
});
afterEach(() => app.close());

const record = async (who = support) => (await who.get(path)).json();

describe('whoever helps a member', () => {
  it('sees the tries, the lock and its end, and takes it away', async () => {
    for (let time = 0; time < 6; time++) await signIn(app, VERA, 'not the password at all');
    const found = await record();
    expect(new Date(found.lockedUntil).getTime()).toBeGreaterThan(app.clock.now().getTime());
    expect(found.signIns[0]).toMatchObject({ method: 'password', result: 'failure', reason: 'ACC-LOCKED' });
    expect(found.may).toMatchObject({ assist: true, manage: false });
    const unlock = `/api/v1/organizations/${place.org}/diagnosis/unlock`;
    expect((await support.post(unlock, { identifier: VERA })).statusCode).toBe(200);
    expect((await record()).lockedUntil).toBeNull();
    expect((await signIn(app, VERA)).statusCode).toBe(200);
  });

  it('signs one device out, and no other; at once [S31, S32]', async () => {
    const other = app.client({ headers: { 'user-agent': 'Other Browser/1.0' } });
    await signIn(app, VERA, PASSWORD, other);
    const { sessions } = await record();
    const { id } = sessions.find(({ userAgent }: { userAgent: string }) => userAgent === 'Other Browser/1.0');
    expect((await support.delete(`${path}/sessions/${id}`)).statusCode).toBe(204);
    expect((await other.get('/api/v1/session')).statusCode).toBe(401);
    expect((await vera.get('/api/v1/session')).statusCode).toBe(200);
    expect(codeOfProblem(await support.delete(`${path}/sessions/${id}`))).toBe('NOT-FOUND');
  });

  it('does not reach what the member does in another organization', async () => {
    const company = await foundCompany(app, place, { email: 'elsewhere@urs.example' });
    const [foreign] = await rowsOf<{ id: string }>(app, 'select id from sessions where organization_id = $1', [
      company.org,
    ]);
    expect(codeOfProblem(await support.delete(`${path}/sessions/${foreign?.id}`))).toBe('NOT-FOUND');
  });

  it('ends the trust of browsers', async () => {
    await rowsOf(
      app,
      `update devices d set trusted_until = now() + interval '10 days' from identifiers i
       where i.account_id = d.account_id and i.canonical = $1`,
      [VERA],
    );
    expect((await record()).trustedBrowsers).toHaveLength(1);
    expect((await support.delete(`${path}/trusted-browsers`)).statusCode).toBe(204);
    expect((await record()).trustedBrowsers).toEqual([]);
  });

  it('touches nobody with a higher role, and a plain member touches nobody', async () => {
    const { items } = (await place.owner.get(`/api/v1/organizations/${place.org}/members?role=owner`)).json();
    const owner = `/api/v1/organizations/${place.org}/members/${items[0].id}`;
    expect(codeOfProblem(await support.post(`${owner}/end-sessions`, {}))).toBe('ROLE-TOO-HIGH');
    expect(codeOfProblem(await support.delete(`${owner}/trusted-browsers`))).toBe('ROLE-TOO-HIGH');
    expect(codeOfProblem(await vera.post(`${path}/end-sessions`, {}))).toBe('FORBIDDEN');
    expect((await place.owner.get('/api/v1/session')).statusCode).toBe(200);
  });
});
