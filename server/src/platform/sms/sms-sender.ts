import type { SendOutcome } from '../email/email-sender.ts';

/** `unknown`: handed over, and then no answer. It may have been sent, so nobody sends it again by itself. */
export type SmsOutcome = SendOutcome | { readonly result: 'unknown'; readonly response: string };

/** One text message. `to` is E.164. */
export type OutgoingSms = { readonly id: string; readonly to: string; readonly text: string };

/** The port to the outside for text messages; the same promises as `EmailSender`. Adapters: HTTP, SMPP, outbox. */
export type SmsSender = {
  send(sms: OutgoingSms): Promise<SmsOutcome>;
  check(): Promise<string | null>;
  close(): Promise<void>;
};
