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

/** Everything that verdict, fixes and checks look at. Only what belongs to the organization that asks. */
export type Findings = {
  readonly address: string | null;
  readonly invitation: {
    readonly id: string;
    readonly kind: InvitationKind;
    /** As the row says it: whether its time is over is told by `open`. */
    readonly state: InvitationState;
    readonly roles: readonly Role[];
    readonly name: string | null;
    readonly createdAt: Date;
    readonly endsAt: Date;
    readonly endedAt: Date | null;
  } | null;
  readonly member: { readonly id: string; readonly state: 'active' | 'suspended' | 'removed' } | null;
  readonly joinRequest: { readonly id: string; readonly state: string } | null;
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
    readonly addressVerifiedAt: Date | null;
  } | null;
  /** In this organization, newest first, of the last 30 days. */
  readonly attempts: readonly Attempt[];
  readonly open: Missing | null;
  /** The stopped page whose reference was given. */
  readonly stop: StopFact | null;
  /** As what the identifier was read. */
  readonly typed: Identifier['kind'];
};

export type StopFact = {
  readonly code: string;
  readonly error: ErrorCode;
  readonly at: Date;
  readonly requestId: string;
};

/** Failures since the last success, newest first. */
export function failuresOf({ attempts }: Findings): readonly Attempt[] {
  const success = attempts.findIndex(({ result }) => result === 'success');
  return success < 0 ? attempts : attempts.slice(0, success);
}

/** True when this organization knows the person at all. */
export function isKnown({
  invitation,
  member,
  joinRequest,
}: Pick<Findings, 'invitation' | 'member' | 'joinRequest'>): boolean {
  return invitation !== null || member !== null || joinRequest !== null;
}
