import type { SendOutcome } from '../email/email-sender.ts';

/** What a gateway calls one part of a text message. `spellings`: the likeliest first; none: nobody knows its name. */
export type SmsReference = { readonly spellings: readonly string[] };

/** `unknown`: handed over, and then no answer. It may have been sent, so nobody sends it again by itself. */
export type SmsOutcome = (SendOutcome | { readonly result: 'unknown'; readonly response: string }) & {
  /** One for each part, where receipts come under names of the gateway's own. */
  readonly references?: readonly SmsReference[];
};

/**
 * One text message. `to` is E.164; from `usefulUntil` on it is worth nothing. `firstGateway`: how many of several gateways are
 * passed over before the first is asked.
 */
export type OutgoingSms = {
  readonly id: string;
  readonly to: string;
  readonly text: string;
  readonly usefulUntil: Date | null;
  readonly firstGateway?: number;
};

/** What a gateway says about a text message, or a part of one, that it took. */
export type SmsReceipt = {
  readonly reference: SmsReference;
  /** The number it was for, in the gateway's own spelling; may be empty. */
  readonly from: string;
  readonly state: 'delivered' | 'failed' | 'expired' | 'rejected';
  readonly response: string;
};

/** Told until it does not fail. */
export type SmsReceiptListener = (receipt: SmsReceipt) => Promise<void>;

/** The port to the outside for text messages; the same promises as `EmailSender`. Adapters: HTTP, SMPP, outbox. */
export type SmsSender = {
  send(sms: OutgoingSms): Promise<SmsOutcome>;
  /** Null, or what is wrong, in words without a password. */
  check(): Promise<string | null>;
  /** Receipts that come by the same way as the messages leave; those that are posted come by a route of their own. */
  onReceipt(listener: SmsReceiptListener): void;
  close(): Promise<void>;
};

/** A gateway of the settings. */
export type SmsGateway =
  | { readonly kind: 'http'; readonly url: string }
  | {
      readonly kind: 'smpp';
      readonly host: string;
      readonly port: number;
      readonly tls: boolean;
      readonly user: string;
      readonly password: string;
      readonly systemType: string;
      /** Who the message is from: a number, or up to eleven letters and digits; empty: as the gateway has it. */
      readonly from: string;
      /** Most parts that it is given in a second. */
      readonly perSecond: number;
      /** Bound as transmitter and as receiver over two connections, instead of one for both. */
      readonly separate: boolean;
      /** A long text goes as one, for the gateway to cut; else it is cut here. */
      readonly payload: boolean;
    };

/** For a page that anybody may read: no word of the gateway's own. */
export async function smsProblem(sender: SmsSender, outboxMode: boolean): Promise<string | null> {
  if (outboxMode) return 'SMS_URL is not set: text messages are kept, not sent';
  return (await sender.check()) === null ? null : 'a gateway of text messages fails';
}
