import { createServer } from 'node:net';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import type { MailServer } from '../../../test/mail-server.ts';
import { startMailServer } from '../../../test/mail-server.ts';
import { createLogger } from '../logging/logger.ts';
import { buildMail, HOSTILE_NAMES, itSendsMail } from './email-sender.suite.ts';
import type { SmtpOptions } from './smtp-email-sender.ts';
import { createSmtpEmailSender } from './smtp-email-sender.ts';

let server: MailServer;
let log: string[] = [];

beforeAll(async () => {
  server = await startMailServer();
});
afterAll(() => server.close());
afterEach(() => {
  server.refuse = () => null;
  server.mails.length = 0;
  log = [];
});

const logger = createLogger('debug', { write: (line) => void log.push(line) });

function open(options: Partial<SmtpOptions> = {}) {
  return createSmtpEmailSender({ url: server.url, logger, ...options });
}

async function send(changes: Parameters<typeof buildMail>[0] = {}, options: Partial<SmtpOptions> = {}) {
  const sender = open(options);
  const outcome = await sender.send(buildMail(changes));
  await sender.close();
  return outcome;
}

describe('SMTP', () => {
  itSendsMail(open);

  it('delivers what it was given, in every script', async () => {
    expect(await send()).toMatchObject({ result: 'sent', response: expect.stringMatching(/^250 /) });
    const [mail] = server.mails;
    expect(mail).toMatchObject({
      recipients: ['meiling@customer.example'],
      returnPath: 'no-reply@gate.example',
      messageId: '<msg_1@gate.example>',
      from: { name: 'Łódź Maszyny via Gatehouse', address: 'no-reply@gate.example' },
      to: [{ name: '林美玲', address: 'meiling@customer.example' }],
      replyTo: [{ name: 'Анна Ковалёва', address: 'anna@supplier.example' }],
      subject: '邀請您加入 Łódź Maszyny',
      html: expect.stringContaining('<p>Otwórz</p>'),
      text: expect.stringContaining('https://gate.example/i/abc'),
    });
    expect(mail?.headers).toContainEqual(expect.objectContaining({ key: 'auto-submitted', value: 'auto-generated' }));
  });

  it('says who it is the same way each time, so that a repeated mail is recognised', async () => {
    const sender = open();
    await sender.send(buildMail());
    await sender.send(buildMail());
    await sender.close();
    expect(server.mails.map((mail) => mail.messageId)).toEqual(['<msg_1@gate.example>', '<msg_1@gate.example>']);
  });

  it('keeps its connection for the next mail', async () => {
    const before = server.connections();
    const sender = open({ connections: 1 });
    for (let mail = 0; mail < 5; mail++) await sender.send(buildMail());
    await sender.close();
    expect(server.connections() - before).toBe(1);
  });

  it.each(HOSTILE_NAMES)('lets the name %j reach nobody else and add no header', async (name) => {
    await send({
      from: { name, address: 'no-reply@gate.example' },
      to: { name, address: 'a@b.example' },
      subject: name,
    });
    const [mail] = server.mails;
    expect(mail?.recipients).toEqual(['a@b.example']);
    expect(mail?.to?.map((to) => to.address)).toEqual(['a@b.example']);
    expect(mail?.from?.address).toBe('no-reply@gate.example');
    expect(mail?.bcc ?? mail?.cc).toBeUndefined();
    expect(mail?.headers.map((header) => header.key)).not.toContain('bcc');
  });

  it.each([
    'v@corp.example,a@evil.example',
    'v@corp.example;a@evil.example',
    'v@corp.example<a@evil.example>',
    '<a@evil.example>v@corp.example',
    'v@corp.example\r\nBcc: a@evil.example',
    'group:a@evil.example,v@corp.example;',
    'a@evil.example@corp.example',
    'a@evil.example\u0000@corp.example',
    '"a@evil.example"@corp.example',
    '=?utf-8?q?test=40attacker.example=3e?=@corp.example',
    'nobody',
  ])('sends nothing to %j', async (address) => {
    expect(await send({ to: { name: '', address } })).toMatchObject({ result: 'bounced' });
    expect(server.mails).toEqual([]);
  });

  it('fetches and opens nothing for a mail', async () => {
    const href = { href: `http://127.0.0.1:1/`, path: '/etc/hostname' } as unknown as string;
    expect(await send({ text: href })).toMatchObject({ result: 'deferred' });
    expect(server.mails).toEqual([]);
  });
});

describe('SMTP, refused', () => {
  it.each(['MAIL', 'RCPT', 'DATA'] as const)('for good at %s: a bounce, with the words', async (at) => {
    server.refuse = () => ({ at, code: 550, words: '5.1.1 nobody here of that name' });
    expect(await send()).toEqual({ result: 'bounced', response: '550 5.1.1 nobody here of that name' });
  });

  it.each([421, 450, 451, 452])('for now with %i: later', async (code) => {
    for (const at of ['RCPT', 'DATA'] as const) {
      server.refuse = () => ({ at, code, words: '4.7.0 try again later' });
      expect(await send()).toEqual({ result: 'deferred', response: `${code} 4.7.0 try again later` });
    }
  });

  it('because of our own password: later, not a bounce', async () => {
    server.refuse = () => ({ at: 'MAIL', code: 530, words: '5.7.0 authentication required' });
    expect(await send()).toMatchObject({ result: 'deferred' });
  });

  it('one mail: the next goes through the same connection', async () => {
    const before = server.connections();
    server.refuse = ({ recipients }) =>
      recipients[0] === 'gone@b.example' ? { at: 'RCPT', code: 550, words: 'no' } : null;
    const sender = open({ connections: 1 });
    const refused = await sender.send(buildMail({ to: { name: '', address: 'gone@b.example' } }));
    const accepted = await sender.send(buildMail());
    await sender.close();
    expect([refused.result, accepted.result]).toEqual(['bounced', 'sent']);
    expect(server.connections() - before).toBe(1);
  });
});

describe('SMTP, no answer', () => {
  it('from a server that hangs: later', async () => {
    server.refuse = () => 'hang';
    expect(await send({}, { silenceMilliseconds: 50 })).toMatchObject({ result: 'deferred' });
  });

  it('from a server that talks without end: later', async () => {
    const talker = createServer((socket) => {
      const timer = setInterval(() => socket.write('220-still here\r\n'), 5);
      socket.on('close', () => clearInterval(timer)).on('error', () => {});
    });
    await new Promise<void>((resolve) => void talker.listen(0, '127.0.0.1', resolve));
    const address = talker.address() as { port: number };
    const outcome = await send({}, { url: `smtp://127.0.0.1:${address.port}`, sendMilliseconds: 100 });
    expect(outcome).toMatchObject({ result: 'deferred' });
    await new Promise((resolve) => talker.close(resolve));
  });

  it('from nobody: later, and the check says why', async () => {
    const sender = open({ url: 'smtp://anna:hush-hush@127.0.0.1:1' });
    expect(await sender.send(buildMail())).toMatchObject({ result: 'deferred' });
    expect(await sender.check()).toContain('ECONNREFUSED');
    await sender.close();
    expect(log.join()).not.toContain('hush-hush');
  });

  it('leaves nothing of the content in the log', async () => {
    server.refuse = () => ({ at: 'DATA', code: 550, words: 'no' });
    await send({ subject: '482193 is your code', text: 'https://gate.example/i/abc' });
    expect(log.join()).toContain('mail not accepted');
    expect(log.join()).not.toMatch(/482193|i\/abc|meiling/);
  });
});
