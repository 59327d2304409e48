import { expect, it } from 'vitest';
import type { EmailSender, OutgoingMail } from './email-sender.ts';

/** A mail with everything in it; change what the test is about. */
export function buildMail(changes: Partial<OutgoingMail> = {}): OutgoingMail {
  return {
    messageId: '<msg_1@gate.example>',
    from: { name: 'Łódź Maszyny via Gatehouse', address: 'no-reply@gate.example' },
    replyTo: { name: 'Анна Ковалёва', address: 'anna@supplier.example' },
    to: { name: '林美玲', address: 'meiling@customer.example' },
    subject: '邀請您加入 Łódź Maszyny',
    text: 'Otwórz: https://gate.example/i/abc',
    html: '<p>Otwórz</p>',
    headers: { 'Auto-Submitted': 'auto-generated' },
    ...changes,
  };
}

/** Names that would add a recipient or a header if any part on the way took them for syntax (security.md A4). */
export const HOSTILE_NAMES = [
  'Eve\r\nBcc: eve@evil.example',
  'Eve <eve@evil.example>, Adam',
  '"; eve@evil.example',
  'friends: eve@evil.example;',
  'Eve\u2028Bcc: eve@evil.example',
  '=?utf-8?q?eve=40evil.example?=',
  '\u0000\u001b[31mred\u0007',
  '',
];

/** What every adapter of `EmailSender` promises. */
export function itSendsMail(create: () => EmailSender): void {
  it('accepts a mail and says so in words', async () => {
    const sender = create();
    expect(await sender.send(buildMail())).toEqual({ result: 'sent', response: expect.stringMatching(/\S/) });
    await sender.close();
  });

  it.each(HOSTILE_NAMES)('takes %j for a name and nothing else', async (name) => {
    const sender = create();
    const mail = buildMail({
      from: { name, address: 'no-reply@gate.example' },
      to: { name, address: 'meiling@customer.example' },
      replyTo: { name, address: 'anna@supplier.example' },
      subject: name,
    });
    expect(await sender.send(mail)).toMatchObject({ result: 'sent' });
    await sender.close();
  });

  it('finds nothing wrong with a working other side', async () => {
    const sender = create();
    expect(await sender.check()).toBeNull();
    await sender.close();
  });
}
