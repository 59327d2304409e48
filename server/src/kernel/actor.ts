/** Who acts. Recorded with every audit event. */
export type Actor =
  | { readonly type: 'account'; readonly id: string }
  | { readonly type: 'anonymous' }
  | { readonly type: 'operator' } // whoever holds the set-up token or the command line
  | { readonly type: 'system' };

/** Everything about the one who asks that a use case may need, taken from the request by `platform/http`. */
export type Caller = {
  readonly actor: Actor;
  /** Peer address, or the forwarded one when the peer is a configured proxy (ASVS 4.1.3). */
  readonly ip: string;
  readonly userAgent: string;
  readonly requestId: string;
  /** Language of the answer: one of the five. */
  readonly locale: string;
};

export const systemCaller: Caller = {
  actor: { type: 'system' },
  ip: '',
  userAgent: '',
  requestId: '',
  locale: 'en',
};
