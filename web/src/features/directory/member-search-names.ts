/** What the address of the list of people may hold. */
export const MEMBER_SEARCH = ['tab', 'role', 'state', 'away', 'joined', 'q', 'sort', 'hide', 'view', 'cursor'] as const;
export type MemberSearch = { readonly [F in (typeof MEMBER_SEARCH)[number]]?: string };
