import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { createTestApp, type TestApp } from '../../../test/app.ts';
import { eventually } from '../../../test/eventually.ts';
import { rowsOf } from '../../../test/journey.ts';
import { openSmppSender, type SmppGateway, startSmppGateway } from '../../../test/smpp-gateway.ts';
import { type Clock, DAY } from '../../kernel/clock.ts';
import type { SmsSender } from '../../platform/sms/sms-sender.ts';

let gateway: SmppGateway;
let app: TestApp;
/** Texts of ours are cut to one part where they can be. */
let isLong = false;
beforeAll(async () => {
  gateway = await startSmppGateway();
  const smsSender = (clock: Clock): SmsSender => {
    const sender = openSmppSender(gateway, { clock });
    return { ...sender, send: (sms) => sender.send(isLong ? { ...sms, text: '长'.repeat(100) } : sms) };
  };
  app = await createTestApp({ smsSender });
});
afterAll(async () => {
  await app.close();
  await gateway.close();
});
beforeEach(() => {
  gateway.reset();
  isLong = false;
});

let numbers = 0;
async function owe(): Promise<string> {
  const { notifications, database } = app.services;
  const address = `+4851234${String(numbers++).padStart(4, '0')}`;
  return database.transaction((transaction) =>
    notifications.enqueueMessage(transaction, {
      organizationId: null,
      channel: 'sms',
      template: 'S01',
      locale: 'zh-CN',
      to: { address, name: null },
      senderName: 'Gatehouse',
      replyTo: null,
      params: { productName: 'Gatehouse', minutes: 10, host: 'localhost' },
      secrets: { code: '042193' },
      subject: null,
      usefulUntil: null,
    }),
  );
}
const numberOf = async (id: string) =>
  (await rowsOf<{ to_address: string }>(app, 'select to_address from messages where id = $1', [id]))[0]?.to_address ??
  '';
const stateOf = async (id: string) =>
  (await rowsOf(app, 'select state, response from messages where id = $1', [id]))[0];

async function send(): Promise<string> {
  const id = await owe();
  await app.deliver();
  expect(await stateOf(id)).toMatchObject({ state: 'sent' });
  return id;
}

/** Delivers, and waits until we have answered. */
async function report(id: string, stat: string, from = '48512340000') {
  const before = gateway.answered.length;
  gateway.receipt(id, stat, { source_addr: from });
  await eventually(() => gateway.answered.length > before);
  expect(gateway.answered.at(-1)?.command_status).toBe(0);
}

describe('a receipt over SMPP', () => {
  it.each([
    ['DELIVRD', 'delivered', 'DELIVRD err:001'],
    ['UNDELIV', 'bounced', 'UNDELIV err:001'],
  ])('%s makes a sent message %s, once', async (stat, state, words) => {
    gateway.idOf = () => `${stat}-1`;
    const id = await send();
    await report(`${stat}-1`, stat);
    const kept = state === 'delivered' ? expect.any(String) : words;
    expect(await stateOf(id)).toEqual({ state, response: kept });
    await report(`${stat}-1`, stat === 'DELIVRD' ? 'UNDELIV' : 'DELIVRD');
    expect(await stateOf(id)).toMatchObject({ state });
  });

  it('may be faster than our own record of the message', async () => {
    gateway.idOf = () => 'fast';
    gateway.onSubmit = () => gateway.receipt('fast', 'DELIVRD', { source_addr: '48512340000' });
    const id = await owe();
    await app.deliver();
    await eventually(async () => (await stateOf(id))?.state === 'delivered');
    expect(await rowsOf(app, 'select * from early_receipts')).toEqual([]);
  });

  it('finds its message also in the other notation, but only for its own number', async () => {
    gateway.idOf = () => '1A2B3C';
    const id = await send();
    await report('0001715004', 'DELIVRD', '48999999999');
    expect(await stateOf(id)).toMatchObject({ state: 'sent' });
    await report('0001715004', 'DELIVRD', (await numberOf(id)).slice(1));
    expect(await stateOf(id)).toMatchObject({ state: 'delivered' });
  });

  it('of one part of several says nothing yet, but a failure does', async () => {
    isLong = true;
    let count = 0;
    gateway.idOf = () => `part-${++count}`;
    const [whole, broken] = [await send(), await send()];
    expect(gateway.submitted.length).toBe(4);
    await report('part-1', 'DELIVRD');
    expect(await stateOf(whole)).toMatchObject({ state: 'sent' });
    await report('part-2', 'DELIVRD');
    expect(await stateOf(whole)).toMatchObject({ state: 'delivered' });
    await report('part-3', 'DELIVRD');
    await report('part-4', 'EXPIRED');
    expect(await stateOf(broken)).toEqual({ state: 'bounced', response: 'EXPIRED err:001' });
  });

  it('is for the newest message of a name that the gateway uses again', async () => {
    gateway.idOf = () => 'again';
    const first = await send();
    app.clock.advance(DAY);
    const second = await send();
    await report('again', 'DELIVRD');
    expect([await stateOf(first), await stateOf(second)]).toMatchObject([{ state: 'sent' }, { state: 'delivered' }]);
  });

  it('of others who share the account changes nothing, and is forgotten after a day', async () => {
    await report('foreign', 'DELIVRD');
    const kept = await rowsOf(app, 'select * from early_receipts');
    expect(kept.length).toBeGreaterThan(0);
    app.clock.advance(2 * DAY);
    await report('foreign-2', 'DELIVRD');
    expect(await rowsOf(app, 'select * from early_receipts')).toHaveLength(1);
  });
});
