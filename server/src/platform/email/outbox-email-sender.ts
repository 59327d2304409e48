import type { EmailSender } from './email-sender.ts';

/** With no SMTP_URL nothing leaves: the mail is in the table of messages already, and the outbox page shows it. */
export function createOutboxEmailSender(): EmailSender {
  return {
    send: async () => ({ result: 'sent', response: 'kept in the outbox' }),
    check: async () => null,
    close: async () => {},
  };
}
