/** What the address of the sign-in log may hold. Days are those of the reader's time zone. */
export const SIGN_IN_SEARCH = [
  'q',
  'person',
  'method',
  'result',
  'reason',
  'ip',
  'device',
  'from',
  'to',
  'hide',
  'view',
  'cursor',
] as const;
export type SignInSearch = { readonly [F in (typeof SIGN_IN_SEARCH)[number]]?: string };
