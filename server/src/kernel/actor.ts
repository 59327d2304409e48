import type { Locale } from '@gatehouse/contract/locales';
import type { Role } from '@gatehouse/contract/roles';

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
  readonly locale: Locale;
};

/** A member's place in one organization, as far as authorization needs it. */
export type MembershipView = {
  readonly organizationId: string;
  readonly slug: string;
  readonly name: string;
  readonly roles: readonly Role[];
  /** IANA name; empty where it has none of its own. */
  readonly timeZone?: string;
};

/** A live session and whose it is: read anew at every request, so that whatever was taken away counts at once. */
export type SignedIn = {
  readonly sessionId: string;
  readonly accountId: string;
  readonly name: string;
  /** How they want to be called; empty: by their name. */
  readonly callName: string;
  /** IANA name; null: not said. */
  readonly timeZone: string | null;
  /** Proven, as typed by its owner; the primary one. */
  readonly email: string | null;
  /** Proven, as people read it; the primary one. Of an account that is in, at least one of the two is there. */
  readonly phone: string | null;
  readonly locale: Locale | null;
  /** Single keys do something in the console. */
  readonly shortcuts: boolean;
  readonly methods: readonly string[];
  readonly signedInAt: Date;
  /** When the person of this session last proved all that their account can be asked; null: not in this session. */
  readonly provenAt: Date | null;
  /** The same by a code to the mailbox alone. */
  readonly mailProvenAt: Date | null;
  /** Organization that is worked in. */
  readonly organizationId: string | null;
  readonly memberships: readonly MembershipView[];
};

/** What whoever is signed in is shown as. */
export function shownIdentifier(session: Pick<SignedIn, 'email' | 'phone'> | null): string | null {
  return session?.email ?? session?.phone ?? null;
}
