import type { NodemailerError } from 'nodemailer';
import { createTransport } from 'nodemailer';
import type { Logger } from 'pino';
import { MINUTE, SECOND } from '../../kernel/clock.ts';
import type { EmailSender, OutgoingMail, SendOutcome } from './email-sender.ts';

export type SmtpOptions = {
  /** `smtp://` or `smtps://`, with user and password if needed; more in its query, such as `?requireTLS=true`. */
  readonly url: string;
  readonly logger: Logger;
  /** Kept open between mails; 5. */
  readonly connections?: number;
  /** How long the other side may say nothing; 30 000. */
  readonly silenceMilliseconds?: number;
  /** How long one mail may take, however slowly the other side goes on talking; 120 000. */
  readonly sendMilliseconds?: number;
};

/** Sends over SMTP, through a few connections that stay open. */
export function createSmtpEmailSender(options: SmtpOptions): EmailSender {
  const { logger, silenceMilliseconds = 30 * SECOND, sendMilliseconds = 2 * MINUTE } = options;
  const transport = createTransport({
    pool: true,
    url: options.url,
    maxConnections: options.connections ?? 5,
    connectionTimeout: 10 * SECOND,
    greetingTimeout: Math.min(10 * SECOND, silenceMilliseconds),
    dnsTimeout: 10 * SECOND,
    socketTimeout: silenceMilliseconds,
    disableFileAccess: true,
    disableUrlAccess: true,
  });
  transport.on('error', (error: Error) => logger.warn({ error: error.message }, 'mail connection broke'));

  return {
    async send(mail) {
      if (!isPlainAddress(mail.to.address)) return { result: 'bounced', response: 'not a plain e-mail address' };
      try {
        const info = await transport.sendMail({ ...compose(mail), signal: AbortSignal.timeout(sendMilliseconds) });
        return { result: 'sent', response: oneLine(info.response) };
      } catch (error) {
        const outcome = outcomeOf(error as NodemailerError);
        logger.warn({ messageId: mail.messageId, ...outcome }, 'mail not accepted');
        return outcome;
      }
    },
    async check() {
      try {
        await transport.verify();
        return null;
      } catch (error) {
        return wordsOf(error as NodemailerError);
      }
    },
    async close() {
      transport.close();
    },
  };
}

// Addresses are objects throughout, the envelope's too: nodemailer parses strings, and would find two recipients in
// `a@one.test,b@two.test` (CVE-2022-35924).
function compose(mail: OutgoingMail) {
  const from = { name: plainName(mail.from.name), address: mail.from.address };
  const to = { name: plainName(mail.to.name), address: mail.to.address };
  return {
    messageId: mail.messageId,
    from,
    to,
    ...(mail.replyTo &&
      isPlainAddress(mail.replyTo.address) && {
        replyTo: { name: plainName(mail.replyTo.name), address: mail.replyTo.address },
      }),
    envelope: { from: { name: '', address: from.address }, to: [{ name: '', address: to.address }] },
    subject: oneLine(mail.subject),
    text: mail.text,
    html: mail.html,
    headers: { ...mail.headers },
    attachments: (mail.images ?? []).map(({ cid, content }) => ({
      cid,
      content,
      filename: 'logo.png',
      contentType: 'image/png',
      contentDisposition: 'inline' as const,
    })),
  };
}

/** Nothing that a mail program on the way could read as more than one mailbox, or as an encoded word. */
function isPlainAddress(address: string): boolean {
  return /^[^\s\p{Cc}<>()[\]\\,;:@"]+@[^\s\p{Cc}<>()[\]\\,;:@"]+$/u.test(address) && !address.includes('=?');
}

/** A name for showing. No `@`: some programs show a name that looks like an address instead of the address. */
function plainName(name: string): string {
  return oneLine(name).replaceAll('@', ' ').trim();
}

function oneLine(text: string): string {
  return text
    .replace(/[\p{Cc}\p{Zl}\p{Zp}]+/gu, ' ')
    .trim()
    .slice(0, 500);
}

// 530, 535 and their like are about this server's password, not about the one mail.
const ABOUT_US = new Set([530, 534, 535, 538]);

/** Only a final no to this very mail is a bounce. Everything else may pass: the network, the load, our own settings. */
function outcomeOf(error: NodemailerError): SendOutcome {
  const aboutThisMail = error.code === 'EENVELOPE' || error.code === 'EMESSAGE';
  const final = error.responseCode === undefined || (error.permanent === true && !ABOUT_US.has(error.responseCode));
  return { result: aboutThisMail && final ? 'bounced' : 'deferred', response: wordsOf(error) };
}

function wordsOf(error: NodemailerError): string {
  return oneLine(error.response ?? error.message);
}
