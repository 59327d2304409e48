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

/** For a page that anybody may read: no word of the gateway's own. */
export async function smsProblem(sender: SmsSender, outboxMode: boolean): Promise<string | null> {
  if (outboxMode) return 'SMS_URL is not set: text messages are kept, not sent';
  return (await sender.check()) === null ? null : 'a gateway of text messages fails';
}
