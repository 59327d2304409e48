import { afterAll, beforeAll, expect, it } from 'vitest';
import { createTestApp, PASSWORD, type TestApp } from '../../../test/app.ts';
import { leaveOnlyPhone, type Place, textsTo } from '../../../test/journey.ts';
import { raiseAlerts } from './raise-alerts.ts';

const PHONE = '+48512345678';

let app: TestApp;
let place: Place;
beforeAll(async () => {
  app = await createTestApp();
  place = await app.setUp();
  await leaveOnlyPhone(app, 'owner@northwind.example', PHONE);
});
afterAll(() => app.close());

it('whoever has nothing but a phone is told by text message, and counts among those who are told', async () => {
  for (let index = 0; index < 10; index++) {
    const client = app.client({ ip: '203.0.113.7' });
    const identifier = `guest-${index}@urs.example`;
    const flow = (await client.post('/api/v1/flows', { kind: 'sign-in', identifier })).json();
    await client.post(`/api/v1/flows/${flow.id}/password`, { password: `not ${PASSWORD}` });
  }
  await raiseAlerts(app.services);
  await app.deliver();
  expect(textsTo(app, PHONE)).toEqual([
    'Northwind Machines: 1 alert to look at: http://localhost:3000/console/sign-in-log',
  ]);
  const effects = (await place.owner.get(`/api/v1/organizations/${place.org}/policy-effects`)).json();
  expect(effects.alertMails).toEqual({ owners: 1, administrators: 1 });
});
