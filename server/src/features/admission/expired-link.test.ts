import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createTestApp, PASSWORD, type TestApp } from '../../../test/app.ts';
import {
  codeOfProblem,
  type Invited,
  invite,
  mailsTo,
  newestToken,
  open,
  type Place,
  signIn,
  walkTo,
} from '../../../test/journey.ts';
import { DAY, MINUTE, SECOND } from '../../kernel/clock.ts';

describe('an invitation whose time is over', () => {
  let app: TestApp;
  let place: Place;
  let invited: Invited;
  beforeEach(async () => {
    app = await createTestApp();
    place = await app.setUp();
    invited = await invite(app, place);
  });
  afterEach(() => app.close());

  /** Sessions that nobody used for a week are over too. */
  const ownerIsBack = () => signIn(app, 'owner@northwind.example', PASSWORD, place.owner);
  const page = async (token = invited.token) => app.client().get(`/i/${token}`, { accept: 'text/html' });
  const detail = async () =>
    (await place.owner.get(`/api/v1/organizations/${place.org}/invitations/${invited.id}`)).json();

  it('says so before anything is asked, names the inviter, and offers a new link to the same address [scenario 11]', async () => {
    app.clock.advance(7 * DAY);
    const { body } = await page();
    expect(body).toContain('INV-EXPIRED');
    expect(body).toContain('Olga Owner');
    expect(body).toContain('w••••@urs.example');
    expect(body).not.toContain('willy@urs.example');
    expect(body).not.toMatch(/type="?(password|email)/);
    expect(body).toContain('request-link');
  });

  it('lets nobody in a second after its end, whatever step they were at, and no job was needed [A14]', async () => {
    const visit = await open(app, invited);
    await visit.step('accept');
    app.clock.advance(7 * DAY + SECOND);
    const again = await open(app, invited, visit.client);
    expect(again.flow).toMatchObject({ state: 'stopped', problem: { code: 'INV-EXPIRED' } });
    const pressed = await again.submit('accept');
    expect([pressed.statusCode, codeOfProblem(pressed)]).toEqual([410, 'INV-EXPIRED']);
    await ownerIsBack();
    expect(await detail()).toMatchObject({ state: 'expired', stoppedAt: 'invitation-live' });
    const list = await place.owner.get(`/api/v1/organizations/${place.org}/invitations?state=expired`);
    expect(list.json().items).toMatchObject([{ id: invited.id }]);
  });

  it('is good to the last second', async () => {
    app.clock.advance(7 * DAY - MINUTE);
    expect((await open(app, invited)).flow.step.name).toBe('accept');
  });

  it('half-done onboarding goes on where it was, for thirty days', async () => {
    await walkTo(app, await open(app, invited), 'terms');
    app.clock.advance(29 * DAY);
    const visit = await walkTo(app, await open(app, invited), 'terms');
    app.clock.advance(1 * DAY + MINUTE);
    expect((await visit.submit('terms', { accepted: true, version: '1' })).statusCode).toBe(410);
  });

  it('one tap renews it: a mail to the invited address and nowhere else, and that link works', async () => {
    app.clock.advance(8 * DAY);
    const before = app.mailbox.mails.length;
    const visit = await open(app, invited);
    await visit.submit('request-link');
    await app.deliver();
    expect(app.mailbox.mails.slice(before).map(({ to }) => to.address)).toEqual(['willy@urs.example']);
    await walkTo(app, await open(app, { ...invited, token: newestToken(app, invited.email) }), 'company');
  });

  it('strangers learn nothing: asking for a link answers the same for every address [A19, A34]', async () => {
    app.clock.advance(8 * DAY);
    const ask = async (email: string) => {
      const answer = await app.client({ ip: '203.0.113.5' }).post('/api/v1/link-requests', { identifier: email });
      return [answer.statusCode, answer.body];
    };
    expect(await ask('nobody@urs.example')).toEqual(await ask(invited.email));
    expect(await ask('owner@northwind.example')).toEqual([202, '{"accepted":true}']);
    expect(mailsTo(app, 'nobody@urs.example')).toEqual([]);
  });

  it('an unknown link says nothing of any organization', async () => {
    const answer = await page('x'.repeat(43));
    expect(answer.statusCode).toBe(404);
    expect(answer.body).not.toContain('Northwind');
    expect(codeOfProblem(await app.client().post('/api/v1/flows', { kind: 'invitation', token: 'x'.repeat(43) }))).toBe(
      'INV-NOT-FOUND',
    );
  });

  it('where people may not help themselves, only the inviter renews', async () => {
    await place.owner.patch(`/api/v1/organizations/${place.org}/settings`, { policies: { selfServiceRenewal: false } });
    app.clock.advance(8 * DAY);
    const visit = await open(app, invited);
    expect(visit.flow.step).toMatchObject({ name: 'stopped', newLinkTo: null });
    expect((await visit.submit('request-link')).statusCode).toBe(403);
    await app.client().post('/api/v1/link-requests', { identifier: invited.email });
    await app.deliver();
    // What they are told is whom to ask; a link they do not get.
    expect(mailsTo(app, invited.email).filter(({ text }) => /\/i\/[\w-]{43}/.test(text))).toHaveLength(1);
    await ownerIsBack();
    const resent = await place.owner.post(`/api/v1/organizations/${place.org}/invitations/${invited.id}/resend`);
    expect(resent.json()).toMatchObject({ state: expect.stringMatching(/queued|sent/) });
  });

  it('the same address can be invited again', async () => {
    app.clock.advance(8 * DAY);
    await ownerIsBack();
    const second = await invite(app, place);
    expect(second.id).not.toBe(invited.id);
    expect((await open(app, invited)).flow).toMatchObject({ state: 'stopped', problem: { code: 'INV-EXPIRED' } });
    await walkTo(app, await open(app, second), 'company');
  });
});
