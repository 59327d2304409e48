/** What the address of the list may hold. Days are those of the reader's time zone. */
export const INVITATION_SEARCH = [
  'state',
  'kind',
  'stop',
  'delivery',
  'channel',
  'ends',
  'lapsed',
  'scheduled',
  'suppressed',
  'by',
  'from',
  'to',
  'q',
  'sort',
  'hide',
  'view',
  'cursor',
] as const;
export type InvitationSearch = { readonly [F in (typeof INVITATION_SEARCH)[number]]?: string };
