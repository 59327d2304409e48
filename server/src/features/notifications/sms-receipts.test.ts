import { randomBytes } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createTestApp, type TestApp } from '../../../test/app.ts';
import { codeOfProblem, rowsOf } from '../../../test/journey.ts';
import { MINUTE } from '../../kernel/clock.ts';
import { signWebhook } from '../../platform/crypto/webhook-mac.ts';

const SECRET = randomBytes(32);
const PATH = '/api/v1/sms/receipts';
let app: TestApp;
let id: string;
beforeAll(async () => {
  app = await createTestApp({ environment: { WEBHOOK_SECRET: `whsec_${SECRET.toString('base64')}` } });
});
afterAll(() => app.close());

async function sendCode(): Promise<string> {
  const { notifications, database } = app.services;
  id = await database.transaction((transaction) =>
    notifications.enqueueMessage(transaction, {
      organizationId: null,
      channel: 'sms',
      template: 'S01',
      locale: 'pl',
      to: { address: '+48512345678', name: null },
      senderName: 'Gatehouse',
      replyTo: null,
      params: { productName: 'Gatehouse', minutes: 10, host: 'localhost' },
      secrets: { code: '042193' },
      subject: null,
      usefulUntil: null,
    }),
  );
  await app.deliver();
  return id;
}

function post(body: unknown, { secret = SECRET, at = app.clock.now(), sent = body } = {}) {
  const timestamp = String(Math.floor(at.getTime() / 1000));
  return app.client().post(PATH, sent, {
    'webhook-id': 'wh_1',
    'webhook-timestamp': timestamp,
    'webhook-signature': `v1,AAAA ${signWebhook(secret, 'wh_1', timestamp, JSON.stringify(body))}`,
  });
}

const stateOf = async () => (await rowsOf(app, 'select state, response from messages where id = $1', [id]))[0];

describe('a receipt', () => {
  it.each([
    ['delivered', 'delivered'],
    ['failed', 'bounced'],
    ['expired', 'bounced'],
    ['rejected', 'bounced'],
  ])('%s makes a sent message %s, once', async (state, expected) => {
    await sendCode();
    expect(await stateOf()).toMatchObject({ state: 'sent' });
    expect((await post({ id, state, response: 'its words' })).statusCode).toBe(204);
    expect(await stateOf()).toEqual({ state: expected, response: 'its words' });
    const other = expected === 'delivered' ? 'failed' : 'delivered';
    expect((await post({ id, state: other })).statusCode).toBe(204);
    expect(await stateOf()).toEqual({ state: expected, response: 'its words' });
  });

  it('is taken only with a signature of this body, of this secret and of now', async () => {
    await sendCode();
    const body = { id, state: 'failed' };
    const now = app.clock.now().getTime();
    const refused = [
      await app.client().post(PATH, body),
      await post(body, { secret: randomBytes(32) }),
      await post(body, { sent: { id, state: 'delivered' } }),
      await post(body, { at: new Date(now - 6 * MINUTE) }),
      await post(body, { at: new Date(now + 6 * MINUTE) }),
    ];
    expect(refused.map(codeOfProblem)).toEqual(refused.map(() => 'WEBHOOK-SIGNATURE'));
    expect(await stateOf()).toMatchObject({ state: 'sent' });
  });

  it('of an unknown message, or with unknown words, changes nothing', async () => {
    expect((await post({ id: 'msg_unknown', state: 'delivered' })).statusCode).toBe(204);
    expect(codeOfProblem(await post({ id, state: 'eaten' }))).toBe('REQUEST-INVALID');
    expect(codeOfProblem(await post({ id, state: 'failed', more: 1 }))).toBe('REQUEST-INVALID');
  });

  it('has no address where no secret is set', async () => {
    const other = await createTestApp();
    const answer = await other.client().post(PATH, { id: 'msg_1', state: 'delivered' });
    expect(answer.statusCode).toBe(404);
    await other.close();
  });
});
