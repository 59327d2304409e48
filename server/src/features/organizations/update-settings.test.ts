import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createTestApp, type TestApp } from '../../../test/app.ts';
import { foundCompany, type Place, rowsOf } from '../../../test/journey.ts';

let app: TestApp;
let place: Place;
let base: string;
beforeAll(async () => {
  app = await createTestApp();
  place = await app.setUp();
  base = `/api/v1/organizations/${place.org}`;
});
afterAll(() => app.close());

const newest = async () =>
  (
    await rowsOf(
      app,
      `select change from audit_events where action = 'organization.settings-changed' order by id desc limit 1`,
    )
  )[0]?.change;

describe('the country of an organization', () => {
  const invite = (phone: string) => place.owner.post(`${base}/invitations`, { kind: 'member', to: { phone } });

  it('is set after the set-up, and numbers without + are of it from then on [A31]', async () => {
    expect((await place.owner.get(`${base}/settings`)).json()).toMatchObject({ country: '', countryFixed: false });
    expect((await invite('013800138000')).statusCode).toBe(400);
    const saved = await place.owner.patch(`${base}/settings`, { country: 'cn' });
    expect(saved.json()).toMatchObject({ country: 'CN' });
    expect(await newest()).toEqual({ country: { before: '', after: 'CN' } });
    expect((await invite('013800138000')).json().to.phone).toBe('+8613800138000');
    const pasted = (await place.owner.post(`${base}/imports`, { text: '13900139000' })).json();
    expect(pasted.counts).toEqual({ new: 1 });
  });

  it('is none that there is not, and no other than that of the registration number', async () => {
    const unknown = await place.owner.patch(`${base}/settings`, { country: 'XX', name: 'Lost' });
    expect(unknown.json().errors).toMatchObject([{ path: 'country', code: 'COUNTRY-INVALID' }]);
    expect((await place.owner.get(`${base}/settings`)).json()).toMatchObject({
      country: 'CN',
      name: 'Northwind Machines',
    });
    expect((await place.owner.patch(`${base}/settings`, { country: '' })).json().country).toBe('');
    const { owner, org } = await foundCompany(app, place);
    const fixed = await owner.patch(`/api/v1/organizations/${org}/settings`, { country: 'PL' });
    expect(fixed.json().errors).toMatchObject([{ path: 'country', code: 'COUNTRY-INVALID' }]);
    expect((await owner.get(`/api/v1/organizations/${org}/settings`)).json()).toMatchObject({
      country: 'TW',
      countryFixed: true,
    });
  });
});

describe('policies by themselves', () => {
  it('are those of the settings; a change leaves the rest, and says why in the log', async () => {
    const { policies } = (await place.owner.get(`${base}/settings`)).json();
    expect((await place.owner.get(`${base}/policies`)).json()).toEqual(policies);
    const changed = await place.owner.patch(`${base}/policies`, { invitationDays: 5, reason: 'Shorter' });
    expect([changed.statusCode, changed.json()]).toEqual([200, { ...policies, invitationDays: 5 }]);
    expect(await newest()).toMatchObject({ reason: 'Shorter', policies: { after: { invitationDays: 5 } } });
    const refused = await place.owner.patch(`${base}/policies`, { invitationDays: 0, godMode: true });
    expect(refused.json().errors).toMatchObject([
      { path: 'invitationDays', code: 'FIELD-OUT-OF-RANGE' },
      { path: 'godMode', code: 'FIELD-UNKNOWN' },
    ]);
  });
});
