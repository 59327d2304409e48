import type { ErrorCode } from '@gatehouse/contract/errors';
import type { InvitationKind, InvitationState, Receipt, RequirementName } from '@gatehouse/contract/invitations';
import type { Role } from '@gatehouse/contract/roles';
import type { Identifier } from './read-identifier.ts';

/** One thing that is missing, as `assess` of admission says it. */
export type Missing = {
  readonly name: RequirementName;
  readonly state: 'unmet' | 'blocked';
  readonly remedy: string;
  readonly reason: string | null;
  readonly since: Date | null;
};

export type Attempt = { readonly at: Date; readonly result: 'success' | 'failure'; readonly reason: string | null };

/** A stopped page that was shown. */
export type StopFact = { readonly error: ErrorCode; readonly at: Date };

/** Everything that verdict, fixes and checks look at. Only what belongs to the organization that asks. */
export type Findings = {
  readonly address: string | null;
  readonly invitation: {
    readonly id: string;
    readonly kind: InvitationKind;
    readonly added?: boolean;
    /** As the row says it: whether its time is over is told by `missing`. */
    readonly state: InvitationState;
    readonly roles: readonly Role[];
    readonly name: string | null;
    readonly createdAt: Date;
    /** When it is to leave; null or absent once it has. */
    readonly sendAt?: Date | null;
    readonly endsAt: Date;
    readonly endedAt: Date | null;
  } | null;
  readonly member: {
    readonly id: string;
    readonly state: 'active' | 'suspended' | 'removed';
    readonly roles: readonly Role[];
  } | null;
  readonly joinRequest: { readonly id: string; readonly state: string } | null;
  /** Company that waits for the decision of this organization. */
  readonly approvalId: string | null;
  /** They asked not to be invited by this organization again. */
  readonly suppressed: boolean;
  /** A way in was begun and not ended. */
  readonly begunAt: Date | null;
  /** `receipt`: null where nothing is to be confirmed. */
  readonly delivery: {
    readonly channel: 'email' | 'sms';
    readonly state: string;
    readonly at: Date;
    readonly response: string | null;
    readonly receipt: Receipt | null;
  } | null;
  readonly account: {
    readonly state: string;
    readonly createdAt: Date;
    readonly passwordSetAt: Date | null;
    readonly passwordDue: { readonly at: Date } | null;
    readonly addressVerifiedAt: Date | null;
  } | null;
  /** Since when the second step is set up, as far as one is asked for; null where none is. */
  readonly secondFactorAt: Date | null;
  /** In this organization, newest first, of the last 30 days. */
  readonly attempts: readonly Attempt[];
  /** Wrong codes on the way in, of the last 30 days. */
  readonly wrongCodes: { readonly count: number; readonly at: Date | null };
  /** Until when passwords are not looked at any more after failed tries; null where they are. */
  readonly lockedUntil: Date | null;
  /** A one-time code on paper that was handed to them and not used; `by` is a name. */
  readonly printed?: { readonly at: Date; readonly by: string; readonly until: Date; readonly isOver: boolean } | null;
  /** Stopped pages that were shown to whoever holds the invitation's link, newest first. */
  readonly stops: readonly StopFact[];
  /** Everything that is not met, in the order of `assess`. */
  readonly missing: readonly Missing[];
  /** The organization has no more than so many members. */
  readonly limited?: boolean;
  /** The stopped page whose reference was given. */
  readonly stop: (StopFact & { readonly code: string; readonly requestId: string }) | null;
  /** As what the identifier was read. */
  readonly typed: Identifier['kind'];
};

/** Failures since the last success, newest first. */
export function failuresOf({ attempts }: Pick<Findings, 'attempts'>): readonly Attempt[] {
  const success = attempts.findIndex(({ result }) => result === 'success');
  return success < 0 ? attempts : attempts.slice(0, success);
}

/** The code on paper, unless they came in by another way since. */
export function openPaper({ printed, attempts }: Pick<Findings, 'printed' | 'attempts'>): Findings['printed'] {
  if (!printed) return null;
  return attempts.some(({ at, result }) => result === 'success' && at > printed.at) ? null : printed;
}

/** True when this organization knows the person at all. */
export function isKnown({ invitation, member, joinRequest }: Findings): boolean {
  return invitation !== null || member !== null || joinRequest !== null;
}
