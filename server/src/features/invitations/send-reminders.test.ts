import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { createTestApp, type TestApp } from '../../../test/app.ts';
import { invite, mailsTo, open, type Place } from '../../../test/journey.ts';
import { DAY, HOUR } from '../../kernel/clock.ts';

describe('reminders of an invitation', () => {
  let app: TestApp;
  let place: Place;
  beforeAll(async () => {
    app = await createTestApp();
  });
  afterAll(() => app.close());
  beforeEach(async () => {
    place ??= await app.setUp();
  });

  const remindersTo = (email: string) =>
    mailsTo(app, email).filter(({ subject }) => /Reminder|Przypomnienie/.test(subject));
  const wait = async (milliseconds: number) => {
    app.clock.advance(milliseconds);
    await app.deliver();
  };
  const people = Array.from({ length: 6 }, (_, index) => `guest${index}@quiet.example`) as [
    string,
    string,
    string,
    string,
    string,
    string,
  ];

  it('one after three days, one a day before the end; never to who opened, ended or wants none', async () => {
    const [silent, opened, revoked, suppressed, bounced, polish] = people;
    await invite(app, place, { to: { email: silent } });
    const visit = await open(app, await invite(app, place, { to: { email: opened } }));
    await visit.step('accept');
    const { id } = await invite(app, place, { to: { email: revoked } });
    await place.owner.post(`/api/v1/organizations/${place.org}/invitations/${id}/revoke`);
    await invite(app, place, { to: { email: suppressed } });
    const header = mailsTo(app, suppressed)[0]?.headers['List-Unsubscribe'] ?? '';
    await app.http.inject({ method: 'POST', url: new URL(header.slice(1, -1)).pathname });
    app.mailbox.outcome = { result: 'bounced', response: '550 no such user' };
    await invite(app, place, { to: { email: bounced } });
    app.mailbox.outcome = { result: 'sent', response: '250 ok' };
    await invite(app, place, { to: { email: polish }, locale: 'pl' });

    await wait(2 * DAY);
    expect(people.flatMap(remindersTo)).toEqual([]);
    await wait(DAY + HOUR);
    await wait(HOUR);
    expect(people.map((email) => remindersTo(email).length)).toEqual([1, 0, 0, 0, 0, 1]);
    const [first] = remindersTo(silent);
    const again = await open(app, { email: silent, token: /\/i\/([\w-]{43})/.exec(first?.text ?? '')?.[1] ?? '' });
    expect(again.flow.step.name).toBe('accept');
    await wait(2 * DAY);
    expect(remindersTo(polish)).toHaveLength(1);
    await wait(DAY);
    await wait(HOUR);
    expect(people.map((email) => remindersTo(email).length)).toEqual([2, 0, 0, 0, 0, 2]);
    await wait(3 * DAY);
    expect(people.map((email) => remindersTo(email).length)).toEqual([2, 0, 0, 0, 0, 2]);
  });

  it('two processes send one; where the organization wants none, none is sent, then or later', async () => {
    const email = 'twice@quiet.example';
    const { rows } = await app.services.database.pool.query(`select policies from organizations limit 1`);
    expect(rows[0].policies.reminders).toBeUndefined();
    await invite(app, { ...place, owner: (await signedIn()).owner }, { to: { email } });
    app.clock.advance(3 * DAY + HOUR);
    await Promise.all([app.worker.runDue(), app.worker.runDue()]);
    expect(remindersTo(email)).toHaveLength(1);
    const none = 'none@quiet.example';
    const { owner } = await signedIn();
    await invite(app, { ...place, owner }, { to: { email: none } });
    const changed = await owner.patch(`/api/v1/organizations/${place.org}/settings`, {
      policies: { reminders: false },
    });
    expect(changed.statusCode, changed.body).toBe(200);
    await wait(3 * DAY + HOUR);
    await app.services.database.pool.query(`update organizations set policies = policies - 'reminders'`);
    await wait(HOUR);
    expect(remindersTo(none)).toEqual([]);
  });

  async function signedIn() {
    const owner = app.client();
    const { id } = (
      await owner.post('/api/v1/flows', { kind: 'sign-in', identifier: 'owner@northwind.example' })
    ).json();
    const answer = await owner.post(`/api/v1/flows/${id}/password`, { password: 'correct horse battery staple' });
    expect(answer.statusCode, answer.body).toBe(200);
    return { owner };
  }
});
