import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { after, HOUR, MINUTE, SECOND } from '../../src/kernel/clock.ts';
import type { EmailSender, SendOutcome } from '../../src/platform/email/email-sender.ts';
import type { SmsSender } from '../../src/platform/sms/sms-sender.ts';
import { createDeliveryWorld, type DeliveryWorld, START } from '../delivery-world.ts';

/** To each person five: mails to one half, text messages to the other. The second of each is a code. */
const OWED = 2000;
const PEOPLE = OWED / 5;

type Left = { readonly id: string; readonly to: string; readonly at: Date };

describe('mail and text messages both down for an hour, 2000 messages owed (R10)', { timeout: 300_000 }, () => {
  let world: DeliveryWorld;
  let isDown = true;
  let inFlight = 0;
  let most = 0;
  let attempts = 0;
  const left: Left[] = [];
  const codes = new Set<string>();
  const orders = new Map<string, string[]>();
  beforeAll(async () => {
    world = await createDeliveryWorld();
  });
  afterAll(() => world.close());

  async function take(id: string, to: string): Promise<SendOutcome> {
    attempts += 1;
    inFlight += 1;
    most = Math.max(most, inFlight);
    await new Promise((resolve) => setImmediate(resolve));
    inFlight -= 1;
    if (isDown) return { result: 'deferred', response: 'ECONNREFUSED' };
    left.push({ id, to, at: world.now });
    return { result: 'sent', response: '250' };
  }
  const rest = { check: async () => null, onReceipt: () => {}, close: async () => {} };
  const emailSender: EmailSender = {
    ...rest,
    send: ({ messageId, to }) => take(/msg_\w+/.exec(messageId)?.[0] ?? '', to.address),
  };
  const smsSender: SmsSender = { ...rest, send: ({ id, to }) => take(id, to) };

  async function owe(index: number): Promise<void> {
    const person = index % PEOPLE;
    const isText = person % 2 === 1;
    const isCode = Math.floor(index / PEOPLE) === 1;
    const to = isText ? `+4851234${String(person).padStart(4, '0')}` : `p${person}@customer.example`;
    const id = await world.enqueue({
      to: { address: to, name: null },
      usefulUntil: isCode ? after(world.now, 10 * MINUTE) : null,
      subject: null,
      ...(isText ? TEXT : {}),
    } as never);
    if (isCode) codes.add(id);
    else orders.set(to, [...(orders.get(to) ?? []), id]);
  }

  it('drain when both are back: each once, in order for each person, at a measured pace, and no code late', async () => {
    const rateLimits = { ...world.services.rateLimits, consume: async () => [] };
    const senders = { emailSender, smsSender, rateLimits, random: Math.random };
    const worker = world.worker({ ...senders, concurrency: 10 });
    for (let index = 0; index < OWED; index++) {
      world.now = after(START, Math.floor((index * 10 * MINUTE) / OWED));
      await owe(index);
      if (index % PEOPLE === PEOPLE - 1) await worker.runDue();
    }
    const tried = attempts;
    for (const minutes of [40, 55]) {
      world.now = after(START, minutes * MINUTE);
      await worker.runDue();
    }
    expect(left).toEqual([]);
    expect(attempts - tried).toBeLessThanOrEqual(2 * (OWED - codes.size));

    isDown = false;
    for (let second = 0; second <= 600 && left.length < OWED - codes.size; second++) {
      world.now = after(START, HOUR + second * SECOND);
      await worker.runDue();
    }
    // Twenty a second of each channel, and those that were being tried when it came back.
    const perSecond = Map.groupBy(left, ({ at }) => at.getTime());
    expect(Math.max(...[...perSecond.values()].map(({ length }) => length))).toBeLessThanOrEqual(50);
    expect(most).toBeLessThanOrEqual(10);
    expect(left.filter(({ id }) => codes.has(id))).toEqual([]);
    const arrived = Map.groupBy(left, ({ to }) => to);
    expect([...orders].map(([to]) => arrived.get(to)?.map(({ id }) => id))).toEqual([...orders.values()]);
    const states = 'select state, count(*)::int as count from messages group by state order by state';
    expect(await world.rows(states)).toEqual([
      { state: 'abandoned', count: codes.size },
      { state: 'sent', count: OWED - codes.size },
    ]);
    expect(await world.jobs()).toEqual([]);
  });
});

const TEXT = {
  channel: 'sms',
  template: 'S01',
  params: { productName: 'Gatehouse', minutes: 10, host: 'gate.example' },
  secrets: { code: '482193' },
};
