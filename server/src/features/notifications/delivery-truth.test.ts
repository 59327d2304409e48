import { randomBytes } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createTestApp, type TestApp } from '../../../test/app.ts';
import { invite, type Place } from '../../../test/journey.ts';
import { MINUTE, SECOND } from '../../kernel/clock.ts';
import { signWebhook } from '../../platform/crypto/webhook-mac.ts';

const SECRET = randomBytes(32);
let app: TestApp;
let place: Place;
beforeAll(async () => {
  app = await createTestApp({ environment: { WEBHOOK_SECRET: SECRET.toString('base64') } });
  place = await app.setUp();
});
afterAll(() => app.close());

let numbers = 0;

/** An invitation by text message, which has left. */
async function textedInvitation(world: TestApp = app, at: Place = place) {
  const phone = `+4851234567${numbers++}`;
  const { id } = await invite(world, at, { kind: 'member', to: { phone } });
  const base = `/api/v1/organizations/${at.org}`;
  const get = async (path: string) => (await at.owner.get(base + path)).json();
  return {
    messageId: world.phone.texts.findLast(({ to }) => to === phone)?.id ?? '',
    detail: () => get(`/invitations/${id}`),
    receipt: async () => (await get(`/invitations/${id}`)).deliveries.at(-1).receipt,
    delivered: async () => {
      const { checks } = await get(`/diagnosis?identifier=${id}`);
      return checks.find((check: { name: string }) => check.name === 'delivered');
    },
  };
}

async function report(id: string, state: string, response?: string): Promise<void> {
  const timestamp = String(Math.floor(app.clock.now().getTime() / 1000));
  const body = { id, state, ...(response ? { response } : {}) };
  const answer = await app.client().post('/api/v1/sms/receipts', body, {
    'webhook-id': id,
    'webhook-timestamp': timestamp,
    'webhook-signature': signWebhook(SECRET, id, timestamp, JSON.stringify(body)),
  });
  expect(answer.statusCode).toBe(204);
}

describe('the truth about a text message, within a minute (scenario 22)', () => {
  it('no receipt is told after sixty seconds, in the deliveries and in the diagnosis', async () => {
    const one = await textedInvitation();
    expect(await one.receipt()).toBe('awaited');
    expect(await one.delivered()).toMatchObject({ state: 'ok', evidence: expect.stringContaining('gateway') });
    app.clock.advance(MINUTE - 5 * SECOND);
    expect(await one.receipt()).toBe('awaited');
    app.clock.advance(5 * SECOND);
    expect(await one.receipt()).toBe('overdue');
    expect(await one.delivered()).toMatchObject({
      state: 'problem',
      evidence: expect.stringContaining('No receipt yet'),
    });
    await report(one.messageId, 'delivered');
    expect(await one.receipt()).toBe('received');
    expect(await one.delivered()).toMatchObject({ state: 'ok', evidence: expect.stringContaining('phone') });
    expect((await one.detail()).state).toBe('delivered');
  });

  it('a failure makes the invitation bounced, in the words of the provider', async () => {
    const one = await textedInvitation();
    await report(one.messageId, 'failed', 'UNDELIV err:001');
    const { state, deliveries, timeline } = await one.detail();
    expect(state).toBe('bounced');
    expect(deliveries.at(-1)).toMatchObject({ state: 'bounced', response: 'UNDELIV err:001', receipt: null });
    const told = { event: 'bounced', detail: { response: 'UNDELIV err:001', channel: 'sms' } };
    expect(timeline.at(-1)).toMatchObject(told);
    expect(await one.delivered()).toMatchObject({ state: 'problem', evidence: expect.stringContaining('UNDELIV') });
  });

  it('where nobody confirms anything, nothing is said to be missing', async () => {
    const other = await createTestApp();
    const one = await textedInvitation(other, await other.setUp());
    other.clock.advance(MINUTE);
    expect(await one.receipt()).toBeNull();
    expect(await one.delivered()).toMatchObject({ state: 'ok' });
    await other.close();
  });
});
