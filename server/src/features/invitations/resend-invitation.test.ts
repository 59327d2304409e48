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

describe('an invitation is sent again', () => {
  let app: TestApp;
  let place: Place;
  let invited: Invited;
  beforeEach(async () => {
    app = await createTestApp();
    place = await app.setUp();
    invited = await invite(app, place, { kind: 'member' });
  });
  afterEach(() => app.close());

  const act = (action: string) =>
    place.owner.post(`/api/v1/organizations/${place.org}/invitations/${invited.id}/${action}`);
  const detail = async () =>
    (await place.owner.get(`/api/v1/organizations/${place.org}/invitations/${invited.id}`)).json();
  const resend = async () => {
    app.clock.advance(2 * MINUTE);
    const answer = await act('resend');
    await app.deliver();
    return answer;
  };

  it('the first mail still works, with the newest end date [scenario 6, A15]', async () => {
    const before = (await detail()).expiresAt;
    app.clock.advance(5 * DAY);
    expect((await resend()).statusCode).toBe(200);
    expect(newestToken(app, invited.email)).not.toBe(invited.token);
    const { expiresAt } = await detail();
    expect(new Date(expiresAt).getTime()).toBeGreaterThan(new Date(before).getTime() + 4 * DAY);
    app.clock.advance(3 * DAY); // beyond the first end date
    await walkTo(app, await open(app, invited), 'done');
    expect(await detail()).toMatchObject({ state: 'accepted', stoppedAt: null });
  });

  it('once accepted by one mail, no other mail of it lets anybody in', async () => {
    await resend();
    const second = newestToken(app, invited.email);
    await walkTo(app, await open(app, invited), 'done');
    const stranger = await open(app, { token: second, email: invited.email });
    expect(stranger.flow).toMatchObject({ state: 'stopped', problem: { code: 'INV-USED-BY-YOU' } });
    expect((await stranger.submit('accept')).statusCode).toBe(409);
    expect(codeOfProblem(await act('resend'))).toBe('INV-NOT-OPEN');
  });

  it('a withdrawn one is dead in every mail, and for a page that is open already [A15]', async () => {
    const halfway = await walkTo(app, await open(app, invited), 'terms');
    await resend();
    const second = newestToken(app, invited.email);
    expect((await act('revoke')).json()).toMatchObject({ state: 'revoked' });
    const pressed = await halfway.submit('terms', { accepted: true, version: '1' });
    expect([pressed.statusCode, codeOfProblem(pressed)]).toEqual([410, 'INV-REVOKED']);
    for (const token of [invited.token, second]) {
      const visit = await open(app, { token, email: invited.email });
      expect(visit.flow).toMatchObject({ state: 'stopped', problem: { code: 'INV-REVOKED' } });
      expect((await visit.submit('request-link')).statusCode).not.toBe(200);
    }
    expect((await place.owner.get(`/api/v1/organizations/${place.org}/members`)).json().items).toHaveLength(1);
    expect(codeOfProblem(await act('revoke'))).toBe('INV-NOT-OPEN');
    expect(codeOfProblem(await act('resend'))).toBe('INV-NOT-OPEN');
  });

  it('not twice within a minute, not more than five times an hour', async () => {
    const soon = await act('resend');
    expect(codeOfProblem(soon)).toBe('INV-RESEND-LIMIT');
    expect(Number(soon.headers['retry-after'])).toBeLessThanOrEqual(60);
    for (let time = 0; time < 4; time++) expect((await resend()).statusCode).toBe(200);
    const late = await resend();
    expect(codeOfProblem(late)).toBe('INV-RESEND-LIMIT');
    expect(mailsTo(app, invited.email)).toHaveLength(5);
    // Told when, not that it is to be tried again every minute.
    const seconds = Number(late.headers['retry-after']);
    expect(seconds).toBeGreaterThan(45 * 60);
    app.clock.advance((seconds + 1) * SECOND);
    expect((await act('resend')).statusCode).toBe(200);
  });

  it('one that ran out and made room for another lives again once that has ended, and not beside it', async () => {
    app.clock.advance(8 * DAY);
    await signIn(app, 'owner@northwind.example', PASSWORD, place.owner);
    const other = await invite(app, place, { kind: 'member' });
    const refused = await resend();
    expect([refused.statusCode, refused.json().params]).toEqual([409, { invitationId: other.id }]);
    expect(codeOfProblem(refused)).toBe('INV-ALREADY-INVITED');
    await place.owner.post(`/api/v1/organizations/${place.org}/invitations/${other.id}/revoke`);
    expect((await resend()).json()).toMatchObject({ state: 'queued' });
    await walkTo(app, await open(app, invited), 'done');
    expect(await detail()).toMatchObject({ state: 'accepted' });
  });

  it('to a mailbox that does not exist it is refused until the address is corrected [scenario 21]', async () => {
    app.mailbox.outcome = { result: 'bounced', response: '550 5.1.1 no such user' };
    await resend();
    expect(await detail()).toMatchObject({ state: 'bounced', stoppedAt: 'message-delivered' });
    app.clock.advance(2 * MINUTE);
    expect(codeOfProblem(await act('resend'))).toBe('INV-BOUNCED');
  });
});
