import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createTestApp, PASSWORD, type TestApp } from '../../../test/app.ts';
import {
  codeOfProblem,
  type Invited,
  invite,
  join,
  mailsTo,
  newestCode,
  newestToken,
  open,
  type Place,
  rowsOf,
  signIn,
  walkTo,
} from '../../../test/journey.ts';
import { DAY, MINUTE } from '../../kernel/clock.ts';

const RIGHT = 'right@urs.example';

describe('the address of an invitation is corrected', () => {
  let app: TestApp;
  let place: Place;
  beforeEach(async () => {
    app = await createTestApp();
    place = await app.setUp();
  });
  afterEach(() => app.close());

  const pathOf = ({ id }: Invited) => `/api/v1/organizations/${place.org}/invitations/${id}`;
  const correct = (invited: Invited, email = RIGHT, by = place.owner) =>
    by.post(`${pathOf(invited)}/correct`, { to: { email } });
  const detail = async (invited: Invited) => (await place.owner.get(pathOf(invited))).json();

  it('one that bounced: resending is refused until then; the old link dies, the new one works [scenario 21, A15]', async () => {
    app.mailbox.outcome = { result: 'bounced', response: '550 5.1.1 no such user' };
    const invited = await invite(app, place, { kind: 'member' });
    app.clock.advance(2 * MINUTE);
    expect(await detail(invited)).toMatchObject({ state: 'bounced' });
    expect(codeOfProblem(await place.owner.post(`${pathOf(invited)}/resend`))).toBe('INV-BOUNCED');

    app.mailbox.outcome = { result: 'sent', response: '250 2.0.0 queued' };
    const answer = await correct(invited);
    expect(answer.statusCode, answer.body).toBe(200);
    expect(answer.json()).toMatchObject({ state: 'queued', to: { email: RIGHT } });
    await app.deliver();
    const after = await detail(invited);
    expect(after.state).toBe('sent');
    expect(after.timeline.map(({ event }: { event: string }) => event)).toEqual(
      expect.arrayContaining(['created', 'bounced', 'corrected']),
    );
    const old = await place.owner.get(`/i/${invited.token}`);
    expect(old.body).toContain('INV-SUPERSEDED');
    expect(old.body).not.toContain('urs.example');
    const moved = { token: newestToken(app, RIGHT), email: RIGHT };
    await walkTo(app, await open(app, moved), 'done');
    expect(await detail(invited)).toMatchObject({ state: 'accepted' });
    const [audited] = await rowsOf(app, `select change from audit_events where action = 'invitation.corrected'`);
    expect(audited?.change).toEqual({ to: { before: invited.email, after: RIGHT } });
  });

  it.each(['code', 'set-password', 'terms', 'company'] as const)(
    'whoever came by the earlier address does not go on from the page "%s"',
    async (page) => {
      const invited = await invite(app, place);
      const halfway = await walkTo(app, await open(app, invited), page);
      const code = await newestCode(app, invited.email);
      expect((await correct(invited)).statusCode).toBe(200);
      await app.deliver();
      for (const [step, body] of [
        ['code', { code }],
        ['resend-code', {}],
        ['set-password', { password: 'correct horse battery staple' }],
        ['terms', { accepted: true, version: '1' }],
        ['decline', {}],
        ['request-link', {}],
      ] as const) {
        const pressed = await halfway.submit(step, body);
        expect(pressed.statusCode, step).toBeGreaterThanOrEqual(400);
      }
      const shown = await halfway.client.get(`/api/v1/flows/${halfway.flow.id}`);
      expect(shown.json()).toMatchObject({
        state: 'stopped',
        problem: { code: 'INV-SUPERSEDED' },
        step: { newLinkTo: null },
      });
      expect(mailsTo(app, RIGHT)).toHaveLength(1);
      expect(await detail(invited)).toMatchObject({ state: 'sent', to: { email: RIGHT } });
    },
  );

  it('one whose time is over gets a new end, and works', async () => {
    const invited = await invite(app, place, { kind: 'member' });
    app.clock.advance(8 * DAY);
    await signIn(app, 'owner@northwind.example', PASSWORD, place.owner);
    expect(await detail(invited)).toMatchObject({ state: 'expired' });
    expect((await correct(invited)).statusCode).toBe(200);
    await app.deliver();
    await walkTo(app, await open(app, { token: newestToken(app, RIGHT), email: RIGHT }), 'done');
  });

  it('refused: the same address, a member’s, one with a live invitation, a suppressed one, and after the end', async () => {
    const invited = await invite(app, place, { kind: 'member' });
    const second = await invite(app, place, { kind: 'member', to: { email: 'second@urs.example' } });
    await join(app, place, ['member'], 'third@urs.example');
    const same = await correct(invited, invited.email.toUpperCase());
    expect(same.json().errors).toMatchObject([{ path: 'to.email', code: 'ADDRESS-UNCHANGED' }]);
    expect(codeOfProblem(await correct(invited, 'third@urs.example'))).toBe('INV-ALREADY-MEMBER');
    const taken = await correct(invited, second.email);
    expect([codeOfProblem(taken), taken.json().params]).toEqual(['INV-ALREADY-INVITED', { invitationId: second.id }]);
    await rowsOf(app, 'insert into suppressions values ($1, $2, now())', [place.org, 'never@urs.example']);
    expect(codeOfProblem(await correct(invited, 'never@urs.example'))).toBe('INV-SUPPRESSED');
    expect((await detail(invited)).to).toMatchObject({ email: invited.email, phone: null });
    await place.owner.post(`${pathOf(invited)}/revoke`);
    expect(codeOfProblem(await correct(invited))).toBe('INV-NOT-OPEN');
  });

  it('nobody moves roles that they cannot give to an address that they choose', async () => {
    const inviter = await join(app, place, ['inviter'], 'inviter@northwind.example');
    const owners = await invite(app, place, { kind: 'member', roles: ['owner'] });
    expect(codeOfProblem(await correct(owners, RIGHT, inviter))).toBe('INV-ROLE-TOO-HIGH');
    const members = await invite(app, place, { kind: 'member', to: { email: 'plain@urs.example' } });
    expect((await correct(members, RIGHT, inviter)).statusCode).toBe(200);
  });

  it('of two corrections at once to one address one wins', async () => {
    const first = await invite(app, place, { to: { email: 'a@urs.example' } });
    const second = await invite(app, place, { to: { email: 'b@urs.example' } });
    const answers = await Promise.all([correct(first), correct(second)]);
    expect(answers.map(({ statusCode }) => statusCode).sort()).toEqual([200, 409]);
  });

  it('the end moves by days, never beyond 60 days ahead', async () => {
    const invited = await invite(app, place, { kind: 'member', expiresInDays: 30 });
    const extend = (days: number) => place.owner.post(`${pathOf(invited)}/extend`, { days });
    const before = new Date((await detail(invited)).expiresAt).getTime();
    expect(new Date((await extend(10)).json().expiresAt).getTime()).toBe(before + 10 * DAY);
    expect(codeOfProblem(await extend(21))).toBe('INV-EXTEND-LIMIT');
    expect((await extend(31)).statusCode).toBe(400);
    app.clock.advance(45 * DAY);
    await signIn(app, 'owner@northwind.example', PASSWORD, place.owner);
    expect(await detail(invited)).toMatchObject({ state: 'expired' });
    expect((await extend(1)).json()).toMatchObject({ state: 'sent' });
    await walkTo(app, await open(app, invited), 'done');
    expect(codeOfProblem(await extend(1))).toBe('INV-NOT-OPEN');
  });

  it('a fresh link stands in the answer only, and lets in like any other', async () => {
    const invited = await invite(app, place, { kind: 'member' });
    const answer = await place.owner.post(`${pathOf(invited)}/link`);
    expect(answer.statusCode, answer.body).toBe(200);
    const token = answer.json().url.split('/i/')[1];
    expect(app.mailbox.mails.some(({ text }) => text.includes(token))).toBe(false);
    expect(app.logs.join('')).not.toContain(token);
    expect((await place.owner.get(pathOf(invited))).body).not.toContain(token);
    const audited = await rowsOf(app, `select change from audit_events where action = 'invitation.link-made'`);
    expect(audited).toHaveLength(1);
    const administrator = await join(app, place, ['administrator'], 'adam@northwind.example');
    const owners = await invite(app, place, { kind: 'member', roles: ['owner'], to: { email: 'o@urs.example' } });
    expect(codeOfProblem(await administrator.post(`${pathOf(owners)}/link`))).toBe('INV-ROLE-TOO-HIGH');
    await walkTo(app, await open(app, { token, email: invited.email }), 'done');
    expect(codeOfProblem(await place.owner.post(`${pathOf(invited)}/link`))).toBe('INV-NOT-OPEN');
  });
});
