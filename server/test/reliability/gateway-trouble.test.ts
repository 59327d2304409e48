import { createServer, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { HOUR } from '../../src/kernel/clock.ts';
import { createFailOverSmsSender } from '../../src/platform/sms/fail-over-sms-sender.ts';
import { createHttpSmsSender } from '../../src/platform/sms/http-sms-sender.ts';
import { createTestApp, type TestApp } from '../app.ts';
import { type Place, rowsOf, signIn } from '../journey.ts';

/** What a gateway can do to us, and what we make of it. `taken`: it may have sent it. */
const TROUBLES: Record<string, { answer: (response: ServerResponse) => void; state: string; isDegraded: boolean }> = {
  'hangs, having taken it': { answer: () => {}, state: 'sent', isDegraded: true },
  'answers 200 with broken JSON': {
    answer: (response) => void response.end('{"status": "queu'),
    state: 'sent',
    isDegraded: false,
  },
  'answers 429': { answer: (response) => void response.writeHead(429).end(), state: 'queued', isDegraded: true },
  'cannot be spoken to by TLS': { answer: () => {}, state: 'queued', isDegraded: true },
  'refuses the number for good (R8)': {
    answer: (response) => void response.writeHead(400, 'Invalid number').end(),
    state: 'bounced',
    isDegraded: false,
  },
};

describe.each(Object.entries(TROUBLES))('a gateway of text messages that %s (R9)', (name, trouble) => {
  let app: TestApp;
  let place: Place;
  let took = 0;
  const gateway = createServer((request, response) => {
    took += 1;
    request.resume();
    trouble.answer(response);
  });
  beforeAll(async () => {
    await new Promise<void>((done) => gateway.listen(0, '127.0.0.1', done));
    const protocol = name.includes('TLS') ? 'https' : 'http';
    const url = `${protocol}://127.0.0.1:${(gateway.address() as AddressInfo).port}/`;
    const sender = createHttpSmsSender({ url, silenceMilliseconds: 300 });
    app = await createTestApp({ smsSender: (clock) => createFailOverSmsSender([sender], clock) });
    place = await app.setUp();
  });
  afterAll(async () => {
    await app.close();
    gateway.closeAllConnections();
    gateway.close();
  });
  afterEach(() => {
    took = 0;
  });

  let numbers = 0;
  const invite = () =>
    place.owner.post(`/api/v1/organizations/${place.org}/invitations`, {
      kind: 'member',
      to: { phone: `+4851234567${numbers++}` },
    });
  const messages = () =>
    rowsOf<{ state: string; response: string | null }>(
      app,
      "select state, response from messages where channel = 'sms' order by id",
    );

  it('keeps nobody waiting, gets no message twice, and is told to those who run the installation', async () => {
    for (let time = 0; time < 3; time++) {
      const began = performance.now();
      expect((await invite()).statusCode).toBe(201);
      expect(performance.now() - began).toBeLessThan(3000);
    }
    await app.deliver();
    expect((await messages()).map(({ state }) => state)).toEqual(Array(3).fill(trouble.state));
    const reached = name.includes('TLS') ? 0 : 3;
    expect(took).toBe(reached);

    const { parts } = (await app.client().get('/readyz')).json();
    expect(parts.sms).toBe(trouble.isDegraded ? 'a gateway of text messages fails' : 'ok');
    // The circuit is open: a fourth is not even offered.
    if (trouble.isDegraded) {
      await invite();
      await app.deliver();
      expect(took).toBe(reached);
      expect((await messages()).at(-1)).toMatchObject({ state: 'queued', response: 'every gateway failed repeatedly' });
    }
    const before = took;
    app.clock.advance(HOUR);
    if (trouble.state !== 'queued') {
      await app.deliver();
      // Nothing that was taken, or may have been, and nothing that was refused is offered again; only the fourth.
      expect(took - before).toBeLessThanOrEqual(1);
    }
  });

  it('changes nothing for those who come in by other ways', async () => {
    const began = performance.now();
    expect((await signIn(app, 'owner@northwind.example')).json()).toMatchObject({ state: 'done' });
    expect(performance.now() - began).toBeLessThan(3000);
  });
});
