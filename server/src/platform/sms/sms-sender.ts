import type { SendOutcome } from '../email/email-sender.ts';

/** One text message. `to` is E.164. */
export type OutgoingSms = { readonly id: string; readonly to: string; readonly text: string };

/** The port to the outside for text messages; the same promises as `EmailSender`. Adapters: HTTP, SMPP. */
export type SmsSender = {
  send(sms: OutgoingSms): Promise<SendOutcome>;
  check(): Promise<string | null>;
  close(): Promise<void>;
};
