import { randomBytes } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createTestApp, type TestApp } from '../../../test/app.ts';
import { codeOfProblem, invite, mailsTo, type Place, rowsOf } from '../../../test/journey.ts';
import { after, MINUTE } from '../../kernel/clock.ts';
import { signWebhook } from '../../platform/crypto/webhook-mac.ts';

const SECRET = randomBytes(32);
const PATH = '/api/v1/mail/events';
let app: TestApp;
let place: Place;
let count = 0;
beforeAll(async () => {
  app = await createTestApp({ environment: { WEBHOOK_SECRET: SECRET.toString('base64') } });
  place = await app.setUp();
});
afterAll(() => app.close());

type Event = Record<string, unknown>;
const post = (events: unknown, { secret = SECRET, at = app.clock.now(), sent = events } = {}) => {
  const timestamp = String(Math.floor(at.getTime() / 1000));
  const body = { events };
  return app.client().post(
    PATH,
    { events: sent },
    {
      'webhook-id': `wh_${++count}`,
      'webhook-timestamp': timestamp,
      'webhook-signature': signWebhook(secret, `wh_${count}`, timestamp, JSON.stringify(body)),
    },
  );
};

async function invited(name: string) {
  const email = `${name}@urs.example`;
  const { id } = await invite(app, place, { to: { email } });
  return { id, email, messageId: mailsTo(app, email).at(-1)?.messageId ?? '' };
}

const eventOf = (of: { messageId: string }, type: string, more: Event = {}): Event => ({
  id: `evt_${++count}`,
  type,
  messageId: of.messageId,
  at: app.clock.now().toISOString(),
  ...more,
});
const tell = async (...events: Event[]) => expect((await post(events)).statusCode).toBe(204);
const url = (id: string) => `/api/v1/organizations/${place.org}/invitations/${id}`;
const look = async (id: string) => (await place.owner.get(url(id))).json();
const saidOf = async (id: string): Promise<string[]> =>
  (await look(id)).timeline.map(({ event }: { event: string }) => event);

describe('events of a mail provider', () => {
  it('a bounce is in the row, the deliveries and the timeline at once, in the words of the server (scenario 21)', async () => {
    const one = await invited('gone');
    await tell(eventOf(one, 'bounced', { response: '550 5.1.1 no such user' }));
    const invitation = await look(one.id);
    expect(invitation).toMatchObject({ state: 'bounced', stoppedAt: 'message-delivered' });
    expect(invitation.deliveries).toMatchObject([{ state: 'bounced', response: '550 5.1.1 no such user' }]);
    expect(invitation.timeline.at(-1)).toMatchObject({
      event: 'bounced',
      detail: { response: '550 5.1.1 no such user' },
    });
    expect(codeOfProblem(await place.owner.post(`${url(one.id)}/resend`))).toBe('INV-BOUNCED');
    const corrected = await place.owner.post(`${url(one.id)}/correct`, { to: { email: 'here@urs.example' } });
    expect(corrected.json()).toMatchObject({ state: 'queued' });
    await app.deliver();
    // Of the earlier address comes another word: it is told, and moves nothing.
    await tell(eventOf(one, 'delivered'), eventOf(one, 'bounced'));
    expect(await look(one.id)).toMatchObject({ state: 'sent', to: { email: 'here@urs.example' } });
  });

  it.each([
    ['delivered', {}, 'delivered', 'delivered'],
    ['dropped', {}, 'bounced', 'bounced'],
    ['suppressed', {}, 'bounced', 'bounced'],
    ['bounced', { bounce: 'soft', response: '452 full' }, 'sent', 'deferred'],
  ])('%s %j: the invitation is %s', async (type, more, state, said) => {
    const one = await invited(`${type}-${state}`);
    await tell(eventOf(one, type, more));
    const invitation = await look(one.id);
    expect(invitation.state).toBe(state);
    expect((await saidOf(one.id)).at(-1)).toBe(said);
    if (said !== 'delivered') expect(invitation.deliveries[0].response).toMatch(/452 full|dropped|suppressed/);
  });

  it('in any order they tell the same', async () => {
    const now = app.clock.now();
    const early = after(now, -MINUTE).toISOString();
    const [first, second] = [await invited('first'), await invited('second')];
    await tell(eventOf(first, 'delivered'), eventOf(first, 'bounced', { at: early }));
    expect(await look(first.id)).toMatchObject({ state: 'delivered' });
    const third = await invited('third');
    await tell(eventOf(third, 'bounced', { at: early }), eventOf(third, 'delivered'));
    expect(await look(third.id)).toMatchObject({ state: 'delivered' });
    await tell(eventOf(second, 'bounced'), eventOf(second, 'delivered', { at: early }));
    expect(await look(second.id)).toMatchObject({ state: 'bounced' });
  });

  it('that are repeated have one effect', async () => {
    const one = await invited('repeated');
    const soft = eventOf(one, 'bounced', { bounce: 'soft' });
    await tell(soft, soft);
    await tell(soft);
    const answers = await Promise.all([post([soft]), post([soft]), post([soft])]);
    expect(answers.map(({ statusCode }) => statusCode)).toEqual([204, 204, 204]);
    expect((await saidOf(one.id)).filter((event) => event === 'deferred')).toHaveLength(1);
  });

  it('a complaint is "do not invite me again", in the timeline and the audit log', async () => {
    const one = await invited('annoyed');
    await tell(eventOf(one, 'complained'));
    expect(await look(one.id)).toMatchObject({ state: 'delivered' });
    expect((await saidOf(one.id)).slice(-2)).toEqual(['delivered', 'complained']);
    expect(codeOfProblem(await place.owner.post(`${url(one.id)}/resend`))).toBe('INV-SUPPRESSED');
    await place.owner.post(`${url(one.id)}/revoke`);
    const again = await place.owner.post(`/api/v1/organizations/${place.org}/invitations`, {
      kind: 'company',
      to: { email: one.email },
    });
    expect(codeOfProblem(again)).toBe('INV-SUPPRESSED');
    const audit = await rowsOf(app, "select * from audit_events where action = 'invitation.suppressed'");
    expect(audit).toMatchObject([{ subject_id: one.id, actor_type: 'system' }]);
  });

  it('one that comes after the invitation has ended changes no end', async () => {
    const one = await invited('ended');
    await place.owner.post(`${url(one.id)}/revoke`);
    await tell(eventOf(one, 'bounced'));
    expect(await look(one.id)).toMatchObject({ state: 'revoked' });
  });

  it('of mails that are not ours are taken, and have no effect', async () => {
    const before = await rowsOf(app, 'select count(*)::int as count from mail_events');
    await tell(
      eventOf({ messageId: '<msg_0199999999@gate.example>' }, 'bounced'),
      eventOf({ messageId: '<someone@elsewhere.example>' }, 'complained'),
    );
    expect(await rowsOf(app, 'select count(*)::int as count from mail_events')).toEqual(before);
  });

  it('are taken only with a signature of this body, of this secret and of now (A44)', async () => {
    const one = await invited('signed');
    const events = [eventOf(one, 'bounced')];
    const now = app.clock.now();
    const refused = [
      await app.client().post(PATH, { events }),
      await post(events, { secret: randomBytes(32) }),
      await post(events, { sent: [eventOf(one, 'delivered')] }),
      await post(events, { at: after(now, -6 * MINUTE) }),
    ];
    expect(refused.map(codeOfProblem)).toEqual(refused.map(() => 'WEBHOOK-SIGNATURE'));
    expect(await look(one.id)).toMatchObject({ state: 'sent' });
  });

  it('with what nobody knows are refused whole, and say where', async () => {
    const one = await invited('strange');
    const answer = await post([eventOf(one, 'bounced'), eventOf(one, 'eaten')]);
    expect(codeOfProblem(answer)).toBe('REQUEST-INVALID');
    expect(answer.json().errors).toMatchObject([{ path: 'events.1.type' }]);
    expect(codeOfProblem(await post([eventOf(one, 'bounced', { more: 1 })]))).toBe('REQUEST-INVALID');
    expect(codeOfProblem(await post([]))).toBe('REQUEST-INVALID');
    expect(await look(one.id)).toMatchObject({ state: 'sent' });
  });
});
