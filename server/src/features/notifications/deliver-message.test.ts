import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { DeliveryWorld } from '../../../test/delivery-world.ts';
import { buildMessage, createDeliveryWorld, LINK, START } from '../../../test/delivery-world.ts';
import { after, DAY, MINUTE } from '../../kernel/clock.ts';
import { enqueueMessage } from './enqueue-message.ts';
import { deliveriesOf, deliveryStateOf } from './message-store.ts';

let world: DeliveryWorld;

beforeAll(async () => {
  world = await createDeliveryWorld();
});
afterAll(() => world.close());
beforeEach(() => world.reset());

describe('a message', () => {
  it('leaves once, with everything it was given', async () => {
    const id = await world.enqueue();
    expect(await world.worker().runDue()).toBe(1);
    expect(world.mailServer.mails).toHaveLength(1);
    expect(world.mailServer.mails[0]).toMatchObject({
      recipients: ['jan@klient.example'],
      messageId: `<${id}@gate.example>`,
      from: { name: 'Łódź Maszyny via Gatehouse', address: 'no-reply@gate.example' },
      replyTo: [{ address: 'anna@supplier.example' }],
      subject: expect.stringContaining('Anna Nowak'),
      text: expect.stringContaining(LINK),
      headers: expect.arrayContaining([expect.objectContaining({ key: 'auto-submitted', value: 'auto-generated' })]),
    });
    expect(await world.message(id)).toMatchObject({
      state: 'sent',
      attempts: 1,
      response: expect.stringMatching(/^250/),
    });
    expect(await world.jobs()).toEqual([]);
    expect(await world.worker().runDue()).toBe(0);
  });

  it('of the installation itself is from its product alone', async () => {
    await world.enqueue({ senderName: 'Gatehouse' });
    await world.worker().runDue();
    expect(world.mailServer.mails[0]?.from?.name).toBe('Gatehouse');
  });

  it('that was owed while no worker ran leaves when one comes, days later too (R1)', async () => {
    await world.enqueue();
    world.now = after(START, 3 * DAY);
    await world.worker().runDue();
    expect(world.mailServer.mails).toHaveLength(1);
  });

  it('whose transaction is rolled back never leaves', async () => {
    const owed = world.services.database.transaction(async (transaction) => {
      await enqueueMessage(world.services, transaction, buildMessage());
      throw new Error('changed my mind');
    });
    await expect(owed).rejects.toThrow('changed my mind');
    expect(await world.worker().runDue()).toBe(0);
    expect(await world.rows('select id from messages')).toEqual([]);
  });

  it('tells its owner, and answers where it is', async () => {
    const { database } = world.services;
    const id = await world.enqueue();
    expect(await deliveryStateOf(database, id)).toEqual({ state: 'queued', response: null });
    await world.worker().runDue();
    expect(world.heard).toEqual([
      {
        messageId: id,
        subjectId: 'inv_1',
        channel: 'email',
        to: 'jan@klient.example',
        isNewest: true,
        state: 'sent',
        response: expect.stringMatching(/^250/),
        at: START,
      },
    ]);
    expect(await deliveriesOf(database, 'invitation', ['inv_1', 'inv_2'])).toEqual([
      expect.objectContaining({
        messageId: id,
        subjectId: 'inv_1',
        to: 'jan@klient.example',
        state: 'sent',
        at: START,
      }),
    ]);
    expect(await deliveriesOf(database, 'code', ['inv_1'])).toEqual([]);
    expect(await deliveryStateOf(database, 'msg_none')).toBeNull();
  });

  it('keeps its secrets sealed, drops them when it has left, and never logs them', async () => {
    const id = await world.enqueue();
    const [kept] = await world.rows(`select m::text || j::text as text from messages m, jobs j`);
    expect(kept.text).toContain('jan@klient.example');
    expect((await world.message(id)).secrets.toString('latin1') + kept.text).not.toMatch(/very-secret|7KQ2MX9PTA/);
    await world.worker().runDue();
    expect((await world.message(id)).secrets).toBeNull();
    expect(world.log.join()).toContain(id);
    expect(world.log.join()).not.toMatch(/very-secret|7KQ2|jan@klient/);
  });
});

describe('a refusal', () => {
  it('for now is tried again later and later, until it is taken (R7)', async () => {
    world.mailServer.refuse = () => ({ at: 'RCPT', code: 451, words: '4.7.1 greylisted' });
    const id = await world.enqueue();
    const waits: number[] = [];
    for (let attempt = 1; attempt <= 4; attempt++) {
      await world.worker().runDue();
      const put = { state: 'queued', attempts: attempt, response: '451 4.7.1 greylisted' };
      expect(await world.message(id)).toMatchObject(put);
      const [job] = await world.jobs();
      waits.push((job.run_at.getTime() - world.now.getTime()) / 1000);
      world.now = job.run_at;
    }
    expect(waits).toEqual([30, 120, 480, 1800]);
    world.mailServer.refuse = () => null;
    await world.worker().runDue();
    expect(await world.message(id)).toMatchObject({ state: 'sent', secrets: null });
    expect(world.heard.map(({ state }) => state)).toEqual(['deferred', 'deferred', 'deferred', 'deferred', 'sent']);
    expect(world.mailServer.mails).toHaveLength(1);
  });

  it('for good is told at once, in the words it was given, and holds up nobody else (R8)', async () => {
    world.mailServer.refuse = ({ recipients }) =>
      recipients[0] === 'gone@klient.example' ? { at: 'RCPT', code: 550, words: '5.1.1 no such user' } : null;
    const gone = await world.enqueue({ to: { address: 'gone@klient.example', name: null } });
    const other = await world.enqueue({ subject: { type: 'invitation', id: 'inv_2' } });
    await world.worker().runDue();
    const bounce = { state: 'bounced', response: '550 5.1.1 no such user' };
    expect(await world.message(gone)).toMatchObject({ ...bounce, attempts: 1, secrets: null });
    expect(await world.message(other)).toMatchObject({ state: 'sent' });
    expect(await world.jobs()).toEqual([]);
    expect(world.heard).toContainEqual(expect.objectContaining({ ...bounce, messageId: gone }));
  });

  it('that never ends is given up within two days', async () => {
    world.mailServer.refuse = () => ({ at: 'RCPT', code: 450, words: 'later' });
    const id = await world.enqueue();
    for (let left = await world.jobs(); left[0]; left = await world.jobs()) {
      world.now = left[0].run_at;
      await world.worker().runDue();
    }
    expect(await world.message(id)).toMatchObject({ state: 'abandoned', response: '450 later', secrets: null });
    expect(world.heard.at(-1)).toMatchObject({ state: 'abandoned' });
    expect(world.now.getTime() - START.getTime()).toBeLessThan(2 * DAY);
  });
});

describe('a message with an end', () => {
  it('is not sent after it', async () => {
    const id = await world.enqueue({ usefulUntil: after(START, 10 * MINUTE) });
    world.now = after(START, 10 * MINUTE);
    await world.worker().runDue();
    expect(world.mailServer.mails).toEqual([]);
    expect(await world.message(id)).toMatchObject({ state: 'abandoned', secrets: null });
    expect(world.heard).toMatchObject([{ state: 'abandoned', response: '' }]);
  });

  it('is given up when there is no time for another attempt', async () => {
    world.mailServer.refuse = () => ({ at: 'RCPT', code: 450, words: 'later' });
    const id = await world.enqueue({ usefulUntil: after(START, MINUTE / 3) });
    await world.worker().runDue();
    expect(await world.message(id)).toMatchObject({ state: 'abandoned', response: '450 later' });
  });
});
