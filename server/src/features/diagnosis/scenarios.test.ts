import { randomBytes } from 'node:crypto';
import type { Diagnosis } from '@gatehouse/contract/diagnosis';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createTestApp, PASSWORD, type TestApp } from '../../../test/app.ts';
import {
  begin,
  codeOfProblem,
  invite,
  join,
  newestCode,
  newestToken,
  open,
  type Place,
  rowsOf,
  signIn,
  textsTo,
  walkTo,
} from '../../../test/journey.ts';
import { DAY, MINUTE, SECOND } from '../../kernel/clock.ts';

const HTML = { accept: 'text/html' };
const EMAIL = 'willy@urs.example';

let app: TestApp;
let place: Place;
beforeEach(async () => {
  app = await createTestApp({ environment: { WEBHOOK_SECRET: randomBytes(32).toString('base64') } });
  place = await app.setUp();
});
afterEach(() => app.close());

const base = () => `/api/v1/organizations/${place.org}`;
async function diagnose(identifier = EMAIL): Promise<Diagnosis> {
  const answer = await place.owner.post(`${base()}/diagnosis`, { identifier });
  expect(answer.statusCode, answer.body).toBe(200);
  return answer.json();
}
const checkOf = ({ checks }: Diagnosis, wanted: string) => checks.find(({ name }) => name === wanted);
const actionsOf = ({ fix, fixes }: Diagnosis) => [...(fix ? [fix] : []), ...fixes].map(({ action }) => action);

describe('scenarios, and what support is told of each', () => {
  it('an expired link says so before any form, names the inviter, and gives a new one by one press [scenario 11]', async () => {
    const { token } = await invite(app, place, { kind: 'member' });
    app.clock.advance(8 * DAY);
    await signIn(app, 'owner@northwind.example', PASSWORD, place.owner);
    const stranger = app.client();
    const { body } = await stranger.get(`/i/${token}`, HTML);
    expect(body).toMatch(/INV-EXPIRED/);
    expect(body).toContain('Olga Owner');
    expect(body).not.toMatch(/<input(?![^>]*type="hidden")/);
    expect(body).not.toContain(EMAIL);
    expect(await diagnose()).toMatchObject({
      verdict: { code: 'expired' },
      fix: { action: 'resend' },
      seenByThem: { step: 'stopped', at: 'link' },
    });
    expect(checkOf(await diagnose(), 'link')).toMatchObject({ state: 'problem' });
    // One press of whoever has the link: the new one goes to the invited mailbox and nowhere else.
    await stranger.form(`/i/${token}/request-link`, {}, HTML);
    const mails = await app.deliver();
    expect(mails.map(({ to }) => to.address)).toEqual([EMAIL]);
    expect(await diagnose()).toMatchObject({ verdict: { code: 'not-opened' }, seenByThem: { step: 'accept' } });
    await walkTo(app, await open(app, { token: newestToken(app, EMAIL), email: EMAIL }), 'done');
    expect((await diagnose()).verdict.code).toBe('fine');
  });

  it('an inviter who was removed: the same roles are shown, accepted and told [scenario 15]', async () => {
    const second = await join(app, place, ['owner'], 'second@northwind.example');
    const invited = await invite(app, { ...place, owner: second }, { kind: 'member', roles: ['owner'] });
    await rowsOf(
      app,
      `update memberships set state = 'removed', removed_at = now() where account_id =
        (select account_id from identifiers where canonical = 'second@northwind.example')`,
    );
    // Nothing stands in the way: the invitation is still good.
    const before = await diagnose();
    expect(before.verdict.code).toBe('not-opened');
    expect(before.also).toEqual([]);
    const picture = await place.owner.form(`/preview/${place.org}/seen`, { identifier: EMAIL }, HTML);
    const visit = await open(app, invited);
    expect(visit.flow.step).toMatchObject({ invitation: { roles: ['administrator'] } });
    expect(picture.body).toContain('Administrator');
    await walkTo(app, visit, 'done');
    const after = await diagnose();
    expect(after.verdict.code).toBe('fine');
    expect(checkOf(after, 'membership')?.evidence).toContain('Administrator');
  });

  it('a bounce: told at once, no resend before the address is right, and the old link is dead [scenario 21]', async () => {
    app.mailbox.outcome = { result: 'bounced', response: '550 5.1.1 no such user' };
    const { id } = await invite(app, place, { kind: 'member', to: { email: 'wily@urs.example' } });
    app.mailbox.outcome = { result: 'sent', response: '250 ok' };
    const oldToken = newestToken(app, 'wily@urs.example');
    const row = (await place.owner.get(`${base()}/invitations/${id}`)).json();
    expect(row).toMatchObject({ state: 'bounced', stoppedAt: 'message-delivered' });
    app.clock.advance(2 * MINUTE);
    expect(codeOfProblem(await place.owner.post(`${base()}/invitations/${id}/resend`))).toBe('INV-BOUNCED');
    const found = await diagnose('wily@urs.example');
    expect(found).toMatchObject({ verdict: { code: 'bounced' }, fix: { action: 'correct-address' } });
    expect(found.verdict.text).toContain('550 5.1.1 no such user');
    expect(actionsOf(found)).not.toContain('resend');
    expect(actionsOf(found)).not.toContain('send-instructions');
    expect(found.seenByThem).toBeUndefined();
    await place.owner.post(found.fix?.href ?? '', { to: { email: EMAIL } });
    await app.deliver();
    expect((await app.client().get(`/i/${oldToken}`, HTML)).body).toContain('INV-SUPERSEDED');
    expect((await diagnose('wily@urs.example')).nearMatches).toMatchObject([{ identifier: EMAIL }]);
    expect((await diagnose()).verdict.code).toBe('old-link');
    await walkTo(app, await open(app, { token: newestToken(app, EMAIL), email: EMAIL }), 'done');
    expect((await diagnose()).verdict.code).toBe('fine');
  });

  it('a text message without receipt: told after a minute; the same code by the next gateway [scenario 22]', async () => {
    const phone = '+48601222333';
    const invited = await invite(app, place, { kind: 'member', to: { phone } });
    expect(checkOf(await diagnose(phone), 'delivered')).toMatchObject({ state: 'ok' });
    app.clock.advance(61 * SECOND);
    expect(checkOf(await diagnose(phone), 'delivered')).toMatchObject({
      state: 'problem',
      evidence: expect.stringContaining('No receipt'),
    });
    const visit = await walkTo(app, await open(app, invited), 'code');
    const code = await newestCode(app, phone);
    expect(codeOfProblem(await visit.submit('resend-code'))).toBe('SEND-LIMIT');
    app.clock.advance(61 * SECOND);
    await visit.step('resend-code');
    expect(await newestCode(app, phone)).toBe(code);
    expect(app.phone.texts.slice(-2).map(({ firstGateway }) => firstGateway)).toEqual([0, 1]);
    expect((await diagnose(phone)).verdict.code).toBe('proving');
    await walkTo(app, visit, 'done');
    expect((await diagnose(phone)).verdict.code).toBe('fine');
    // A number that nobody has looks the same and costs nothing.
    const unknown = '+48601999888';
    const stranger = await begin(app.client(), unknown, { kind: 'sign-in', identifier: unknown });
    await app.deliver();
    expect(stranger.flow.step).toMatchObject({ name: 'code', channel: 'sms', delivery: null });
    expect(textsTo(app, unknown)).toEqual([]);
  });

  it('on the way in there are this installation’s own ways alone, and the diagnosis says so [scenario 10]', async () => {
    const to = { email: EMAIL, phone: '+48601222334' };
    const visit = await walkTo(app, await open(app, await invite(app, place, { kind: 'member', to })), 'choose-method');
    const { step } = visit.flow;
    expect(step.name === 'choose-method' && step.methods.map(({ method }) => method)).toEqual([
      'email-code',
      'sms-code',
    ]);
    expect(checkOf(await diagnose(), 'route')).toMatchObject({ state: 'not-applicable' });
  });

  it('a caller without a key to the door: one look says list, delivery, account and last failure, and is recorded [scenario 27]', async () => {
    await join(app, place, ['member'], EMAIL);
    const support = await join(app, place, ['support'], 'support@northwind.example');
    app.clock.advance(1000);
    for (const _ of [1, 2, 3]) await signIn(app, EMAIL, 'not the password at all');
    const look = async (identifier: string): Promise<Diagnosis> =>
      (await support.post(`${base()}/diagnosis`, { identifier })).json();
    expect((await look('wilyl@urs.example')).nearMatches).toMatchObject([{ identifier: EMAIL, nearness: 'swapped' }]);
    const found = await look(EMAIL);
    expect(found.verdict).toMatchObject({ code: 'failing', params: { count: 3 } });
    for (const name of ['known', 'listed', 'account', 'verified', 'method']) {
      expect(checkOf(found, name), name).toMatchObject({ state: 'ok' });
    }
    expect(checkOf(found, 'attempts')?.evidence).toMatch(/3/);
    const rows = await rowsOf(
      app,
      `select change->>'identifier' as looked from audit_events where action = 'diagnosis.viewed' order by id`,
    );
    expect(rows.map(({ looked }) => looked)).toEqual(['wilyl@urs.example', EMAIL]);
  });
});
