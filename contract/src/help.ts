/** What a person can be told of how they get in, as one word; the sentences are `mail.M20.<case>`. */
export const HELP_CASES = [
  'accept',
  'begun',
  'steps',
  'wrong-account',
  'cookies',
  'waiting',
  'sign-in',
  'no-password',
  'locked',
  'suspended',
  'disabled',
  'ended',
  'separate',
  'none',
] as const;
export type HelpCase = (typeof HELP_CASES)[number];
