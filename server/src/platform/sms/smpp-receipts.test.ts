import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { eventually } from '../../../test/eventually.ts';
import { openSmppSender, type SmppChanges, type SmppGateway, startSmppGateway } from '../../../test/smpp-gateway.ts';
import { buildSms } from './sms-sender.suite.ts';
import type { SmsReceipt, SmsSender } from './sms-sender.ts';

let gateway: SmppGateway;
const senders: SmsSender[] = [];
beforeAll(async () => {
  gateway = await startSmppGateway();
});
afterAll(() => gateway.close());
beforeEach(() => gateway.reset());
afterEach(async () => {
  await Promise.all(senders.splice(0).map((sender) => sender.close()));
});

function open(changes?: SmppChanges): SmsSender {
  const sender = openSmppSender(gateway, changes);
  senders.push(sender);
  return sender;
}

/** A sender with somebody who listens to receipts. */
async function listen(changes?: SmppChanges) {
  const sender = open(changes);
  const receipts: SmsReceipt[] = [];
  sender.onReceipt(async (receipt) => void receipts.push(receipt));
  await sender.check();
  return { sender, receipts };
}

describe('receipts', () => {
  it.each([
    ['DELIVRD', 'delivered'],
    ['EXPIRED', 'expired'],
    ['UNDELIV', 'failed'],
    ['DELETED', 'failed'],
    ['REJECTD', 'rejected'],
  ])('%s is %s, without a word of the message', async (stat, state) => {
    const { sender, receipts } = await listen();
    const { references } = await sender.send(buildSms());
    gateway.receipt('id-1', stat);
    await eventually(() => gateway.answered.length === 1);
    expect(receipts).toEqual([{ reference: references?.[0], from: '48512345678', state, response: `${stat} err:001` }]);
    expect(gateway.answered[0]?.command_status).toBe(0);
  });

  it.each(['ENROUTE', 'ACCEPTD', 'UNKNOWN', 'WHATEVER'])('%s is none yet', async (stat) => {
    const { receipts } = await listen();
    gateway.receipt('id-1', stat);
    await eventually(() => gateway.answered.length === 1);
    expect(receipts).toEqual([]);
  });

  it('optional fields go before the text, and the text may lie in one of them', async () => {
    const { receipts } = await listen();
    const fields = { receipted_message_id: '0A1B', message_state: 5, source_addr: '48512345678' };
    gateway.deliver({ ...fields, esm_class: 4, short_message: 'id:other stat:DELIVRD' });
    gateway.deliver({ esm_class: 0, short_message: '', message_payload: 'id:77 sub:001 stat:DELIVRD err:000 text:x' });
    await eventually(() => receipts.length === 2);
    expect(receipts.map(({ state }) => state)).toEqual(['failed', 'delivered']);
    expect(receipts[0]?.reference.spellings[0]).toMatch(/#a1b$/);
  });

  it('what a person writes back is thanked for and forgotten', async () => {
    const { receipts } = await listen();
    gateway.deliver({ source_addr: '48512345678', short_message: 'STOP' });
    gateway.deliver({ source_addr: '48512345678', esm_class: 0x40, short_message: Buffer.from([200, 1, 2]) });
    await eventually(() => gateway.answered.length === 2);
    expect(receipts).toEqual([]);
  });

  it('one that cannot be recorded is to be delivered again', async () => {
    const sender = open();
    sender.onReceipt(async () => {
      throw new Error('the database is away');
    });
    await sender.check();
    gateway.receipt('id-1', 'DELIVRD');
    await eventually(() => gateway.answered.length === 1);
    expect(gateway.answered[0]?.command_status).toBe(0x64);
  });

  it('come over the receiving one of two connections', async () => {
    const { receipts } = await listen({ gateway: { separate: true } });
    expect(gateway.bound.map(({ command }) => command).sort()).toEqual(['bind_receiver', 'bind_transmitter']);
    gateway.receipt('id-1', 'DELIVRD');
    await eventually(() => receipts.length >= 1);
  });

  it.each([
    ['1A2B3C', '1715004'],
    ['0001715004', '1a2b3c'],
    ['00AB', 'ab'],
  ])('%s and %s are one id', async (answered, reported) => {
    const { sender, receipts } = await listen();
    gateway.idOf = () => answered;
    const { references } = await sender.send(buildSms());
    gateway.receipt(reported, 'DELIVRD');
    await eventually(() => receipts.length === 1);
    const known = new Set(references?.[0]?.spellings);
    expect(receipts[0]?.reference.spellings.some((spelling) => known.has(spelling))).toBe(true);
  });
});
