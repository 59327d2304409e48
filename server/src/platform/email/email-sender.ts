/** One mail, ready to leave. Addresses are objects, never strings that a mail program would parse (CVE-2022-35924). */
export type OutgoingMail = {
  /** Stable over retries: `<msg_...@host>`. */
  readonly messageId: string;
  readonly from: { readonly name: string; readonly address: string };
  readonly replyTo: { readonly name: string; readonly address: string } | null;
  readonly to: { readonly name: string; readonly address: string };
  readonly subject: string;
  readonly text: string;
  readonly html: string;
  readonly headers: Readonly<Record<string, string>>;
  /** PNGs that `html` shows as `cid:{cid}` (RFC 2392): they travel with it, for mail programs load nothing from elsewhere. */
  readonly images?: readonly { readonly cid: string; readonly content: Buffer }[];
};

/** What became of one attempt. `response` is the other side's own words, for the console. */
export type SendOutcome =
  | { readonly result: 'sent'; readonly response: string }
  /** 4xx, or no answer: try again later. */
  | { readonly result: 'deferred'; readonly response: string }
  /** 5xx: it will never be delivered. */
  | { readonly result: 'bounced'; readonly response: string };

/**
 * The port to the outside for mail. Promises: `send` never throws for what the other side does; the RCPT TO is exactly
 * `to.address`; one call is at most one mail; `check` answers null when the other side can be reached, else why not.
 */
export type EmailSender = {
  send(mail: OutgoingMail): Promise<SendOutcome>;
  check(): Promise<string | null>;
  close(): Promise<void>;
};

/** For a page that anybody may read: no word of the mail server's own, which may name users and hosts. */
export async function mailProblem(sender: EmailSender, outboxMode: boolean): Promise<string | null> {
  if (outboxMode) return 'SMTP_URL is not set: mail is kept, not sent'; // or people wait for it
  return (await sender.check()) === null ? null : 'the mail server cannot be reached';
}
