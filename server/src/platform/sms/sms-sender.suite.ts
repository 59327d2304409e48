import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { OutgoingSms, SmsSender } from './sms-sender.ts';

/** One text message; change what the test is about. */
export function buildSms(changes: Partial<OutgoingSms> = {}): OutgoingSms {
  return { id: 'msg_1', to: '+48512345678', text: '【Gatehouse】验证码 482193', usefulUntil: null, ...changes };
}

/** What every adapter of `SmsSender` promises, with the other side in good order. */
export function itSendsSms(open: () => SmsSender | Promise<SmsSender>): void {
  let sender: SmsSender;
  beforeAll(async () => {
    sender = await open();
  });
  afterAll(() => sender.close());

  it('sends, in any alphabet', async () => {
    for (const [index, text] of ['plain', '证'.repeat(200), '€'.repeat(400), '😀'].entries()) {
      const sms = buildSms({ id: `msg_${index}`, text });
      expect(await sender.send(sms)).toMatchObject({ result: 'sent', response: expect.any(String) });
    }
  });

  it('says that the other side can be reached', async () => {
    expect(await sender.check()).toBeNull();
  });
}

/** A gateway that a test can tell what to do. */
export type SmsCounterpart = {
  /** An adapter that waits 300 ms for an answer. */
  open(): SmsSender;
  /** The same, with nobody at its address. */
  openToNobody(): Promise<SmsSender>;
  behave(as: 'accept' | 'refuse' | 'busy' | 'silence' | 'hang-up'): void;
  /** What people see who have such a gateway: what it knows for a repetition is shown once. */
  shown(): readonly { readonly to: string; readonly text: string }[];
};

const SECRET = '482193';

/** What every adapter to a gateway promises when the gateway is not in good order (R7-R9). */
export function itIsHonestAboutItsGateway(counterpart: () => SmsCounterpart): void {
  describe('with a gateway of any mood', () => {
    let sender: SmsSender;
    beforeEach(() => {
      counterpart().behave('accept');
      sender = counterpart().open();
    });
    afterEach(() => sender.close());

    it.each(['plain', '{[€]}~\\^|', 'Łódź 华北机械', '证'.repeat(200), '€'.repeat(400), `${'a'.repeat(152)}€😀`])(
      'what arrives is what was sent: %s',
      async (text) => {
        await sender.send(buildSms({ text }));
        expect(counterpart().shown()).toEqual([{ to: '+48512345678', text }]);
      },
    );

    it.each([
      ['refuse', 'bounced'],
      ['busy', 'deferred'],
      ['silence', 'unknown'],
      ['hang-up', 'unknown'],
    ] as const)('%s is %s, soon and in words that hold neither password nor code', async (mood, result) => {
      counterpart().behave(mood);
      const began = performance.now();
      const outcome = await sender.send(buildSms());
      expect(outcome).toMatchObject({ result, response: expect.stringMatching(/\S/) });
      expect(performance.now() - began).toBeLessThan(3000);
      expect(outcome.response).not.toMatch(/pass-4711|482193/);
    });

    it('what was put off arrives once, when it is sent again', async () => {
      counterpart().behave('busy');
      await sender.send(buildSms());
      counterpart().behave('accept');
      expect(await sender.send(buildSms())).toMatchObject({ result: 'sent' });
      expect(counterpart().shown()).toHaveLength(1);
    });

    it('what was taken, and what may have been, does not arrive twice', async () => {
      await sender.send(buildSms());
      expect(await sender.send(buildSms())).toMatchObject({ result: 'sent' });
      expect(counterpart().shown()).toHaveLength(1);
      counterpart().behave('silence');
      await sender.send(buildSms({ id: 'msg_2' }));
      await sender.send(buildSms({ id: 'msg_2' }));
      expect(counterpart().shown()).toHaveLength(2);
    });

    it('after trouble it goes on by itself', async () => {
      counterpart().behave('hang-up');
      await sender.send(buildSms({ id: 'msg_1' }));
      counterpart().behave('accept');
      expect(await sender.send(buildSms({ id: 'msg_2' }))).toMatchObject({ result: 'sent' });
      expect(await sender.check()).toBeNull();
    });

    it('nobody there has nothing, and that is told', async () => {
      const lost = await counterpart().openToNobody();
      expect(await lost.send(buildSms())).toMatchObject({ result: 'deferred', response: 'ECONNREFUSED' });
      expect(await lost.check()).toContain('ECONNREFUSED');
      await lost.close();
    });

    it('closes at once, also beside a gateway that is silent', async () => {
      counterpart().behave('silence');
      const outcome = sender.send(buildSms({ text: SECRET }));
      const began = performance.now();
      await sender.close();
      expect(performance.now() - began).toBeLessThan(3000);
      expect(['unknown', 'deferred']).toContain((await outcome).result);
    });
  });
}
