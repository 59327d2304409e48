import { afterAll, beforeAll, expect, it } from 'vitest';
import { createTestApp, type TestApp } from '../../../test/app.ts';
import { codeOfProblem, foundCompany, join, mailsTo, type Place, rowsOf } from '../../../test/journey.ts';
import { holdJobs } from '../../platform/jobs/job-store.ts';
import { holdMessages } from './index.ts';

let app: TestApp;
let place: Place;
let other: Place;
beforeAll(async () => {
  app = await createTestApp();
  place = await app.setUp();
  other = await foundCompany(app, place);
  await app.deliver();
});
afterAll(() => app.close());

const base = (of: Place) => `/api/v1/organizations/${of.org}`;
const invite = async (of: Place, email: string): Promise<string> =>
  (await of.owner.post(`${base(of)}/invitations`, { kind: 'member', to: { email } })).json().id;
const held = async (of: Place) => (await of.owner.get(`${base(of)}/held-messages`)).json().count;
const settle = async (of: Place, what: string) =>
  (await of.owner.post(`${base(of)}/held-messages/${what}`)).json().count;

/** What a restore does to what waits. */
const restore = () =>
  app.services.database.transaction(async (tx) => {
    const count = await holdMessages(tx, app.clock.now());
    await holdJobs(tx);
    return count;
  });

it('what waited at a restore stays until its own organization lets it go, and what is new leaves', async () => {
  await invite(place, 'one@urs.example');
  await invite(other, 'two@urs.example');
  await place.owner.post('/api/v1/flows', { kind: 'sign-in', identifier: 'owner@northwind.example' });
  expect(await restore()).toBe(2);
  await invite(place, 'three@urs.example');
  await app.deliver();
  expect(mailsTo(app, 'three@urs.example')).toHaveLength(1);
  app.clock.advance(3_600_000);
  await app.deliver();
  expect([mailsTo(app, 'one@urs.example'), mailsTo(app, 'two@urs.example')]).toEqual([[], []]);
  expect([await held(place), await held(other)]).toEqual([1, 1]);

  expect(await settle(place, 'release')).toBe(1);
  await app.deliver();
  expect(mailsTo(app, 'one@urs.example')).toHaveLength(1);
  expect(mailsTo(app, 'two@urs.example')).toEqual([]);
  expect(await settle(place, 'release')).toBe(0);
});

it('what is discarded never leaves, and its invitation says so', async () => {
  await restore();
  const id = await invite(other, 'four@urs.example');
  await restore();
  expect(await settle(other, 'discard')).toBe(2);
  await app.deliver();
  expect([...mailsTo(app, 'two@urs.example'), ...mailsTo(app, 'four@urs.example')]).toEqual([]);
  const { timeline, deliveries } = (await other.owner.get(`${base(other)}/invitations/${id}`)).json();
  expect(timeline.at(-1).event).toBe('abandoned');
  expect(deliveries).toMatchObject([{ state: 'abandoned' }]);
  expect(
    await rowsOf(
      app,
      `select id from jobs where payload->>'messageId' in (select id from messages where subject_id = '${id}')`,
    ),
  ).toEqual([]);
});

it('is for those who administer', async () => {
  const inviter = await join(app, place, ['inviter'], 'inviter@northwind.example');
  expect(codeOfProblem(await inviter.get(`${base(place)}/held-messages`))).toBe('FORBIDDEN');
  expect(codeOfProblem(await other.owner.post(`${base(place)}/held-messages/release`))).toBe('NOT-FOUND');
  const log = (await place.owner.get(`${base(place)}/audit-events?action=messages.released`)).json();
  expect(log.items).toMatchObject([{ change: { count: 1 }, actor: { type: 'account' } }]);
});
