/** What came of a request: a status, or why there is none. `refused`: the target is none that may be reached. */
export type OutboundResult =
  | { readonly status: number }
  | { readonly failure: 'refused' | 'unknown-host' | 'timeout' | 'unreachable' };

export type Outbound = {
  /** Whether an address that somebody typed may be reached now. */
  may(url: string): Promise<boolean>;
  /** Posts once. Follows no redirect, reads no more than it needs of the answer, and never throws. */
  post(url: string, headers: Readonly<Record<string, string>>, body: string): Promise<OutboundResult>;
};
