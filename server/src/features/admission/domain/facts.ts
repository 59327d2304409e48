import type { ErrorCode } from '@gatehouse/contract/errors';
import type { Factor } from '@gatehouse/contract/factors';
import type { AddressKind } from '@gatehouse/contract/fields';
import type { Method } from '@gatehouse/contract/flows';
import type { InvitationKind, InvitationState } from '@gatehouse/contract/invitations';

/** How the message of an invitation stands with the other side; of a mail and a text message the one that got further. */
export type DeliveryFact = {
  readonly channel: 'email' | 'sms';
  readonly state: 'queued' | 'sending' | 'sent' | 'delivered' | 'bounced' | 'abandoned';
  readonly at: Date;
  /** The other side's own words. */
  readonly response: string | null;
};

export type InvitationFact = {
  readonly kind: InvitationKind;
  readonly state: InvitationState;
  /** When its time is over. */
  readonly endsAt: Date;
  readonly createdAt: Date;
  /** When it is to leave; null or absent once it has. */
  readonly sendAt?: Date | null;
  /** When it was accepted, declined, revoked or superseded; null while none of these. */
  readonly endedAt: Date | null;
  readonly acceptedBy: string | null;
  /** Added by an administrator: a password is asked for as policy says, and may be put off. */
  readonly added?: boolean;
  /** The inviter gave the person's name: it is not asked again. */
  readonly hasName: boolean;
  /** The secret that was presented died before its invitation: address or role were changed since. */
  readonly secretDead: boolean;
  /** That is because whoever presented it handed the invitation over. */
  readonly handedOver?: boolean;
  readonly organizationState: 'active' | 'suspended' | 'deleted';
  readonly delivery: DeliveryFact | null;
};

/** One of the invited addresses; of a sign-in the one that was typed, of which nothing else is known. */
export type AddressFact = {
  /** A user name is typed at a sign-in only, and nothing can be sent to it. */
  readonly kind: AddressKind | 'username';
  /** Account that has proven it. */
  readonly ownerId: string | null;
  /** A number whose account is not the one that was begun with it: it moves to whoever proves it (`claimAddress`). */
  readonly moves?: boolean;
};

/** What this browser has shown so far. */
export type FlowFact = {
  readonly createdAt: Date;
  readonly acceptedAt: Date | null;
  readonly method: Method | null;
  /** The account that this flow acts for; null before anybody is known. */
  readonly accountId: string | null;
  readonly addressProvenAt: Date | null;
  readonly authenticatedAt: Date | null;
  /** The ways in which this flow was proven, in order. */
  readonly authenticatedBy: readonly string[];
  /** "Later" was said to setting a password. */
  readonly passwordPostponedAt: Date | null;
  /** Which further proof was chosen; null: the best that the account has. */
  readonly factor: Factor | null;
  readonly secondFactorAt: Date | null;
  /** What it was. */
  readonly secondFactorBy?: string | null;
  /** When one was set up in this very flow. */
  readonly factorAddedAt?: Date | null;
  /** "Later" was said to setting one up. */
  readonly factorPostponedAt: Date | null;
  /** New recovery codes are shown until they are said to be kept. */
  readonly showsCodes: boolean;
  /** The account asked for this browser to be trusted until then. */
  readonly trustedUntil: Date | null;
  /** An invited address is to become a further one of the account that is signed in. */
  readonly addingAddress: boolean;
};

/** Somebody is signed in in this browser. */
export type SessionFact = { readonly accountId: string; readonly signedInAt: Date };

/** Somebody has lost every second step and asked for a new start, which is not over yet. */
export type RecoveryFact = {
  readonly state: 'waiting' | 'approved';
  readonly askedAt: Date;
  readonly readyAt: Date;
  readonly expiresAt: Date;
  /** Somebody of the organization may decide; else whoever runs the installation does. */
  readonly decidable: boolean;
};

/** What the account can be asked beside its first proof. */
export type FactorsFact = {
  readonly recovery?: RecoveryFact | null;
  /** When the authenticator app was set up. */
  readonly totpAt: Date | null;
  /** Since when codes by text message are its second step. */
  readonly smsAt: Date | null;
  readonly passkeys: number;
  /** How many are left. */
  readonly recoveryCodes: number;
};

/** The account that the flow acts for, else the owner of an invited address. */
export type AccountFact = {
  readonly id: string;
  readonly state: 'pending' | 'active' | 'disabled' | 'deleted';
  readonly name: string;
  readonly createdAt: Date;
  readonly passwordSetAt: Date | null;
  /** Suspended in an organization, and a member of no other. */
  readonly isShutOut?: boolean;
  /** Since when they must choose a new one at their next sign-in, and why. */
  readonly passwordDue: { readonly at: Date; readonly by: 'administrator' | 'temporary' } | null;
  /** When this account proved one of the invited addresses; null when it did not. */
  readonly addressVerifiedAt: Date | null;
  readonly factors: FactorsFact;
};

/** Everything that {@link assess} looks at, loaded by one read model. */
export type Facts = {
  /** `membership`: the console asks about a person of an organization whom no invitation leads in any more. */
  readonly kind: 'invitation' | 'sign-in' | 'confirm' | 'recovery' | 'membership';
  readonly invitation: InvitationFact | null;
  readonly flow: FlowFact | null;
  readonly session: SessionFact | null;
  readonly account: AccountFact | null;
  /** The invited addresses, e-mail first. */
  readonly addresses: readonly AddressFact[];
  /**
   * Account that has proven an invited address, whoever the flow acts for: of two the one that is signed in here, else one
   * with a password, else that of the e-mail address.
   */
  readonly addressOwner: { readonly id: string; readonly hasPassword: boolean; readonly hasPasskey?: boolean } | null;
  /** Terms of the organization in question: the current version, and when the account agreed to it. */
  readonly terms: { readonly version: string; readonly acceptedAt: Date | null } | null;
  /** The organization that they have a place in, or would come into, is closed to everybody for now. */
  readonly placeSuspended?: boolean;
  /** Whether an organization with a limit has a place for one more; absent where there is no limit, or nobody is to become a member. */
  readonly seat?: 'free' | 'none' | null;
  /** The company that came of the invitation. */
  readonly company: { readonly createdAt: Date } | null;
  readonly joinRequest: {
    readonly state: 'requested' | 'approved' | 'rejected' | 'withdrawn';
    readonly at: Date;
    /** The company that they asked to join was itself turned down, or given up. */
    readonly companyGone?: boolean;
  } | null;
  /** The newest request to approve the company that the person created, where the inviting organization decides. */
  readonly approval: {
    readonly state: 'waiting' | 'approved' | 'rejected' | 'withdrawn';
    readonly at: Date;
    readonly decidedAt: Date | null;
  } | null;
  readonly membership: {
    readonly state: 'active' | 'suspended' | 'removed';
    readonly since: Date;
    /** When they were removed or left, where that was recorded. */
    readonly removedAt?: Date | null;
  } | null;
};

/** What the organization decided, as far as it decides who is in. */
export type AdmissionPolicy = {
  readonly selfServiceRenewal: boolean;
  readonly addAddress: boolean;
  /** Every account needs a password: as long as it is the only lasting way to sign in. */
  readonly passwordRequired: boolean;
  /** Whoever was added is offered to set one, or must. */
  readonly firstPassword: 'asked' | 'required';
  /** A password is replaced after so many days; 0: never (NIST SP 800-63B-4 s. 3.1.1.2 wants no such thing). */
  readonly passwordDays: number;
  /** The strictest of what the organizations of this person ask of their roles. `asked`: they may say "later". */
  readonly secondFactor: 'off' | 'asked' | 'required';
};

/** Who can act on what is missing. */
export type RequirementActor = 'person' | 'inviter' | 'administrator' | 'approver' | 'system';

/** What to do about it: the console offers each as a button, the door as a page. */
export type Remedy =
  | 'accept-invitation'
  | 'renew-invitation'
  | 'invite-again'
  | 'sign-in'
  | 'wait-for-delivery'
  | 'correct-address'
  | 'resend'
  | 'send-now'
  | 'prove-identity'
  | 'prove-address'
  | 'switch-account'
  | 'set-password'
  | 'use-second-factor'
  | 'approve-recovery'
  | 'approve-recovery-outside'
  | 'finish-recovery'
  | 'add-second-factor'
  | 'accept-terms'
  | 'complete-profile'
  | 'create-company'
  | 'approve'
  | 'enable-account'
  | 'activate-account'
  | 'restore-membership'
  | 'grant-membership'
  | 'restore-organization'
  | 'free-seat';

/** Why something is held, where the door has a page of its own for it. */
export type RequirementReason = ErrorCode;
