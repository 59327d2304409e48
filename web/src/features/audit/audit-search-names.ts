/** What the address of the log may hold. Days are those of the reader's time zone. */
export const AUDIT_SEARCH = ['q', 'action', 'actor', 'subject', 'from', 'to', 'hide', 'view', 'cursor'] as const;
export type AuditSearch = { readonly [F in (typeof AUDIT_SEARCH)[number]]?: string };
