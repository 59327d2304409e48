import { afterAll, beforeAll, expect, it } from 'vitest';
import type { OutgoingSms, SmsSender } from './sms-sender.ts';

/** One text message; change what the test is about. */
export function buildSms(changes: Partial<OutgoingSms> = {}): OutgoingSms {
  return { id: 'msg_1', to: '+48512345678', text: '【Gatehouse】验证码 482193', ...changes };
}

/** What every adapter of `SmsSender` promises, with the other side in good order. */
export function itSendsSms(open: () => SmsSender | Promise<SmsSender>): void {
  let sender: SmsSender;
  beforeAll(async () => {
    sender = await open();
  });
  afterAll(() => sender.close());

  it('sends, in any alphabet', async () => {
    for (const text of ['plain', '证'.repeat(200), '€'.repeat(400), '😀']) {
      expect(await sender.send(buildSms({ text }))).toMatchObject({ result: 'sent', response: expect.any(String) });
    }
  });

  it('says that the other side can be reached', async () => {
    expect(await sender.check()).toBeNull();
  });
}
