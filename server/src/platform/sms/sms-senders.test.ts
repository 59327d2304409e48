import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { type AddressInfo, createServer as createSocketServer } from 'node:net';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { createFailOverSmsSender } from './fail-over-sms-sender.ts';
import { createHttpSmsSender } from './http-sms-sender.ts';
import { createOutboxSmsSender } from './outbox-sms-sender.ts';
import { buildSms, itIsHonestAboutItsGateway, itSendsSms, type SmsCounterpart } from './sms-sender.suite.ts';
import type { OutgoingSms } from './sms-sender.ts';

type Taken = { body: unknown; headers: IncomingMessage['headers'] };
const taken: Taken[] = [];
const accept = (response: ServerResponse) => void response.writeHead(202).end('{"broken": ');
let answer: (response: ServerResponse) => void = accept;
const server = createServer(async (request, response) => {
  const body = await request.setEncoding('utf8').reduce((all: string, chunk: string) => all + chunk, '');
  taken.push({ body: JSON.parse(body), headers: request.headers });
  answer(response);
});
const portOf = (of: { address(): unknown }) => (of.address() as AddressInfo).port;
let url: string;
beforeAll(async () => {
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  url = `http://us%40er:pass-4711@127.0.0.1:${portOf(server)}/send`;
});
afterAll(() => {
  server.closeAllConnections();
  server.close();
});
beforeEach(() => {
  taken.length = 0;
  answer = accept;
});

const status =
  (code: number, headers = {}) =>
  (response: ServerResponse) =>
    void response.writeHead(code, headers).end();

/** A port that nobody listens on. */
async function deadUrl(): Promise<string> {
  const closed = createSocketServer();
  await new Promise<void>((done) => closed.listen(0, '127.0.0.1', done));
  const port = portOf(closed);
  await new Promise((done) => closed.close(done));
  return `http://127.0.0.1:${port}/`;
}

describe('the outbox', () => itSendsSms(createOutboxSmsSender));
describe('HTTP', () => itSendsSms(() => createHttpSmsSender({ url })));
describe('HTTP with a fail-over', () =>
  itSendsSms(() => createFailOverSmsSender([createHttpSmsSender({ url })], { now: () => new Date() })));

const behaviours: Record<Parameters<SmsCounterpart['behave']>[0], (response: ServerResponse) => void> = {
  accept,
  refuse: status(400),
  busy: status(429),
  silence: () => {},
  'hang-up': (response) => void response.destroy(),
};
const counterpart: SmsCounterpart = {
  open: () => createHttpSmsSender({ url, silenceMilliseconds: 300 }),
  openToNobody: async () => createHttpSmsSender({ url: await deadUrl(), silenceMilliseconds: 300 }),
  behave: (as) => {
    answer = behaviours[as];
  },
  shown: () => {
    const byKey = new Map(taken.map(({ body, headers }) => [headers['idempotency-key'], body as OutgoingSms]));
    return [...byKey.values()].map(({ to, text }) => ({ to, text }));
  },
};
describe('HTTP', () => itIsHonestAboutItsGateway(() => counterpart));
describe('HTTP with a fail-over', () =>
  itIsHonestAboutItsGateway(() => ({
    ...counterpart,
    open: () => createFailOverSmsSender([counterpart.open()], { now: () => new Date() }),
  })));

describe('a gateway over HTTP', () => {
  it('gets the message, and who asks', async () => {
    const sms = buildSms();
    expect(await createHttpSmsSender({ url }).send(sms)).toEqual({ result: 'sent', response: '202 Accepted' });
    const { usefulUntil: _unsaid, ...body } = sms;
    expect(taken).toMatchObject([
      { body, headers: { authorization: `Basic ${btoa('us@er:pass-4711')}`, 'idempotency-key': 'msg_1' } },
    ]);
  });

  it.each([
    [200, 'sent'],
    [204, 'sent'],
    [400, 'bounced'],
    [404, 'bounced'],
    [408, 'deferred'],
    [429, 'deferred'],
    [500, 'deferred'],
    [503, 'deferred'],
  ])('%i is %s', async (code, result) => {
    answer = status(code);
    expect(await createHttpSmsSender({ url }).send(buildSms())).toMatchObject({ result });
  });

  it('redirects nobody', async () => {
    answer = status(307, { location: url });
    expect(await createHttpSmsSender({ url }).send(buildSms())).toMatchObject({ result: 'deferred' });
    expect(taken).toHaveLength(1);
  });

  it('that is silent, or hangs up, after it has the message may have sent it (R9)', async () => {
    answer = () => {};
    const sender = createHttpSmsSender({ url, silenceMilliseconds: 300 });
    expect(await sender.send(buildSms())).toMatchObject({ result: 'unknown' });
    answer = (response) => void response.destroy();
    expect(await sender.send(buildSms())).toMatchObject({ result: 'unknown' });
  });

  it('that cannot be reached has nothing', async () => {
    const sender = createHttpSmsSender({ url: await deadUrl() });
    expect(await sender.send(buildSms())).toMatchObject({ result: 'deferred', response: 'ECONNREFUSED' });
    expect(await sender.check()).toBe('ECONNREFUSED');
  });

  it('that does not speak TLS has nothing', async () => {
    const sender = createHttpSmsSender({ url: url.replace('http:', 'https:') });
    expect(await sender.send(buildSms())).toMatchObject({ result: 'deferred' });
    expect(taken).toEqual([]);
  });
});

describe('several gateways', () => {
  type Result = 'sent' | 'deferred' | 'bounced' | 'unknown';
  const world = (...results: Result[]) => {
    const asked: number[] = [];
    let now = 0;
    const senders = results.map((result, index) => ({
      send: async () => {
        asked.push(index + 1);
        return { result, response: `${index + 1}` };
      },
      check: async () => null,
      onReceipt: () => {},
      close: async () => {},
    }));
    const sender = createFailOverSmsSender(senders, { now: () => new Date(now) });
    const pass = (milliseconds: number) => {
      now += milliseconds;
    };
    return { sender, asked, pass };
  };

  it.each<[Result[], Result, number[]]>([
    [['sent', 'sent'], 'sent', [1]],
    [['deferred', 'sent'], 'sent', [1, 2]],
    [['deferred', 'deferred'], 'deferred', [1, 2]],
    [['unknown', 'sent'], 'unknown', [1]],
    [['bounced', 'sent'], 'bounced', [1]],
  ])('%j is %s, asking %j', async (results, result, expected) => {
    const { sender, asked } = world(...results);
    expect(await sender.send(buildSms())).toMatchObject({ result });
    expect(asked).toEqual(expected);
  });

  it('one that fails three times is left alone for a minute, and the health says so', async () => {
    const { sender, asked, pass } = world('deferred', 'sent');
    for (let turn = 0; turn < 4; turn++) await sender.send(buildSms());
    expect(asked).toEqual([1, 2, 1, 2, 1, 2, 2]);
    expect(await sender.check()).toContain('gateway 1 of 2');
    pass(60_000);
    expect(await sender.check()).toBeNull();
    await sender.send(buildSms());
    expect(asked.slice(-2)).toEqual([1, 2]);
  });
});
