import tls from 'node:tls';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { eventually } from '../../../test/eventually.ts';
import { SELF_SIGNED } from '../../../test/self-signed.ts';
import {
  type Answer,
  openSmppSender,
  type SmppChanges,
  type SmppGateway,
  startSmppGateway,
} from '../../../test/smpp-gateway.ts';
import { after, MINUTE } from '../../kernel/clock.ts';
import { createFailOverSmsSender } from './fail-over-sms-sender.ts';
import { buildSms, itIsHonestAboutItsGateway, itSendsSms, type SmsCounterpart } from './sms-sender.suite.ts';
import type { SmsSender } from './sms-sender.ts';

let gateway: SmppGateway;
let now = new Date('2026-11-26T10:00:00Z');
const clock = { now: () => now };
const senders: SmsSender[] = [];
beforeAll(async () => {
  gateway = await startSmppGateway();
});
afterAll(() => gateway.close());
beforeEach(() => gateway.reset());
afterEach(async () => {
  await Promise.all(senders.splice(0).map((sender) => sender.close()));
});

const create = (changes?: SmppChanges) => openSmppSender(gateway, { clock, ...changes });

/** Closed at the end of the test. */
function open(changes?: SmppChanges): SmsSender {
  const sender = create(changes);
  senders.push(sender);
  return sender;
}

async function listen(changes?: SmppChanges): Promise<SmsSender> {
  const sender = open(changes);
  sender.onReceipt(async () => {});
  await sender.check();
  return sender;
}

const MOODS = { accept: 0, refuse: 0x0b, busy: 0x58, silence: 'silence', 'hang-up': 'hang-up' } as const;
const counterpart: SmsCounterpart = {
  open: () => open(),
  openToNobody: async () => {
    const closed = await startSmppGateway();
    await closed.close();
    return open({ gateway: { port: closed.port } });
  },
  behave: (as) => {
    gateway.answer = MOODS[as];
  },
  shown: () => gateway.shown(),
};

describe('SMPP', () => {
  itSendsSms(() => create());
  itIsHonestAboutItsGateway(() => counterpart);
});
describe('SMPP with a fail-over', () =>
  itIsHonestAboutItsGateway(() => ({ ...counterpart, open: () => createFailOverSmsSender([open()], clock) })));
describe('SMPP over two connections', () => {
  itSendsSms(() => create({ gateway: { separate: true } }));
});

describe('a connection', () => {
  it('is bound once, with user and password, however many messages go over it', async () => {
    const sender = open();
    const ids = Array.from({ length: 20 }, (_, index) => `msg_${index}`);
    const outcomes = await Promise.all(ids.map((id) => sender.send(buildSms({ id }))));
    expect(outcomes.map(({ result }) => result)).toEqual(ids.map(() => 'sent'));
    expect(gateway.bound).toMatchObject([
      { command: 'bind_transceiver', system_id: 'gate', password: 'pass-4711', interface_version: 0x34 },
    ]);
  });

  it.each<[Answer, string]>([
    [0x0e, 'ESME_RINVPASWD'],
    [0x05, 'ESME_RALYBND'],
    ['hang-up', 'closed'],
    ['silence', 'no answer'],
    ['garbage', 'too large'],
    ['nonsense-length', ''],
  ])('that the gateway answers with %s has nothing, and says why', async (bindAnswer, words) => {
    gateway.bindAnswer = bindAnswer;
    const sender = open();
    const outcome = await sender.send(buildSms());
    expect(outcome).toMatchObject({ result: 'deferred', response: expect.stringContaining(words) });
    expect(outcome.response).not.toContain('pass-4711');
    expect(gateway.submitted).toEqual([]);
    gateway.bindAnswer = 0;
    expect(await sender.send(buildSms())).toMatchObject({ result: 'sent' });
  });

  it.each<Answer>(['garbage', 'nonsense-length'])(
    'that turns to %s after a message may have taken it',
    async (mood) => {
      gateway.answer = mood;
      expect(await open().send(buildSms())).toMatchObject({ result: 'unknown' });
    },
  );

  it('that is lost is made anew while somebody listens, and not otherwise', async () => {
    await listen();
    gateway.drop();
    await eventually(() => gateway.bound.length === 2 && gateway.connections() === 1);
    await Promise.all(senders.splice(0).map((sender) => sender.close()));
    gateway.reset();
    expect(await open().check()).toBeNull();
    gateway.drop();
    await eventually(() => gateway.connections() === 0);
    expect(gateway.bound).toHaveLength(1);
  });

  it('that is dead without saying so is found out', async () => {
    await listen({ keepAliveMilliseconds: 30, silenceMilliseconds: 60 });
    gateway.keepsAlive = false;
    await eventually(() => gateway.bound.length >= 2);
  });

  it('that the gateway ends is ended in good order', async () => {
    const sender = await listen();
    gateway.unbind();
    await eventually(() => gateway.bound.length === 2);
    expect(await sender.send(buildSms())).toMatchObject({ result: 'sent' });
  });

  it('says goodbye', async () => {
    const sender = open();
    await sender.check();
    await sender.close();
    await eventually(() => gateway.connections() === 0);
    expect(await sender.send(buildSms())).toMatchObject({ result: 'deferred' });
  });
});

describe('TLS', () => {
  it('is spoken with a certificate that can be trusted, and only then', async () => {
    const secure = await startSmppGateway({ tls: SELF_SIGNED });
    const settings = { port: secure.port, tls: true, host: 'localhost' };
    expect(await open({ gateway: settings }).send(buildSms())).toMatchObject({
      result: 'deferred',
      response: 'DEPTH_ZERO_SELF_SIGNED_CERT',
    });
    const before = tls.getCACertificates('default');
    tls.setDefaultCACertificates([SELF_SIGNED.cert]);
    expect(await open({ gateway: settings }).send(buildSms())).toMatchObject({ result: 'sent' });
    tls.setDefaultCACertificates(before);
    await secure.close();
  });

  it('is not spoken by everybody: then nothing left', async () => {
    expect(await open({ gateway: { tls: true } }).send(buildSms())).toMatchObject({ result: 'deferred' });
    expect(gateway.submitted).toEqual([]);
  });
});

describe('a message', () => {
  it.each([
    ['Gatehouse', { source_addr_ton: 5, source_addr_npi: 0, source_addr: 'Gatehouse' }],
    ['+48500100200', { source_addr_ton: 1, source_addr_npi: 1, source_addr: '48500100200' }],
    ['7055', { source_addr_ton: 3, source_addr_npi: 0, source_addr: '7055' }],
    ['', { source_addr_ton: 0, source_addr: '' }],
  ])('from "%s"', async (from, fields) => {
    await open({ gateway: { from } }).send(buildSms());
    const to = { dest_addr_ton: 1, dest_addr_npi: 1, destination_addr: '48512345678' };
    expect(gateway.submitted).toMatchObject([{ ...fields, ...to, registered_delivery: 1 }]);
  });

  it('is not delivered later than it is worth something (R10)', async () => {
    const submit = async (usefulUntil: Date | null) => {
      await open().send(buildSms({ usefulUntil }));
      const raw = gateway.submitted.at(-1)?.validity_period;
      return raw instanceof Date ? Math.round((raw.getTime() - Date.now()) / 60_000) : raw;
    };
    expect(await submit(after(now, 10 * MINUTE))).toBe(10);
    expect(await submit(after(now, 26 * 60 * MINUTE))).toBe(26 * 60);
    expect(await submit(null)).toBe('');
  });

  it('goes as one where the gateway cuts it itself', async () => {
    const text = '证'.repeat(100);
    await open({ gateway: { payload: true } }).send(buildSms({ text }));
    expect(gateway.submitted).toHaveLength(1);
    expect(gateway.shown()).toEqual([{ to: '+48512345678', text }]);
  });

  it.each([
    [0x0b, 'bounced', 'ESME_RINVDSTADR'],
    [0x01, 'bounced', 'ESME_RINVMSGLEN'],
    [0x65, 'bounced', 'ESME_RX_P_APPN'],
    [0x08, 'deferred', 'ESME_RSYSERR'],
    [0x14, 'deferred', 'ESME_RMSGQFUL'],
    [0x0a, 'deferred', 'ESME_RINVSRCADR'],
    [0x401, 'deferred', 'status 0x00000401'],
  ] as const)('status %i is %s', async (answer, result, response) => {
    gateway.answer = answer;
    expect(await open().send(buildSms())).toMatchObject({ result, response });
    expect(gateway.submitted).toHaveLength(1);
  });

  it('that was too much at once is tried three times, slower', async () => {
    gateway.answers = [0x58, 0x58, 0];
    expect(await open().send(buildSms())).toMatchObject({ result: 'sent' });
    gateway.answer = 0x58;
    expect(await open().send(buildSms())).toMatchObject({ result: 'deferred', response: 'ESME_RTHROTTLED' });
    expect(gateway.submitted).toHaveLength(6);
  });

  it('whose second part got no answer is not sent again', async () => {
    gateway.answers = [0, 'silence'];
    const sms = buildSms({ text: '证'.repeat(100) });
    const sender = open();
    const outcome = await sender.send(sms);
    expect(outcome).toMatchObject({ result: 'unknown' });
    expect(outcome.references?.map(({ spellings }) => spellings.length > 0)).toEqual([true, false]);
    expect(await sender.send(sms)).toEqual(outcome);
    expect(gateway.submitted).toHaveLength(2);
  });

  it('may be sent again once its code is long worthless: what is remembered does not grow for ever', async () => {
    const sender = open();
    await sender.send(buildSms());
    now = after(now, 15 * MINUTE);
    await sender.send(buildSms());
    expect(gateway.submitted).toHaveLength(2);
  });

  it('leaves no faster than the gateway wants', async () => {
    const sender = open({ gateway: { perSecond: 50 } });
    const began = performance.now();
    await Promise.all([1, 2, 3, 4, 5].map((id) => sender.send(buildSms({ id: `msg_${id}` }))));
    expect(performance.now() - began).toBeGreaterThanOrEqual(75);
  });
});
