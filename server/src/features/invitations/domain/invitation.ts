import type { InvitationState } from '@gatehouse/contract/invitations';

/** States in which somebody may still come in. Their twin in SQL is the partial unique index `invitations_live`. */
export const LIVE_STATES = [
  'queued',
  'sent',
  'delivered',
  'bounced',
  'opened',
  'proving',
  'proven',
  'consented',
] as const satisfies readonly InvitationState[];

/** States in which nobody has opened its link, as far as is known. */
export const UNOPENED = ['queued', 'sent', 'delivered', 'bounced'] as const;

/**
 * What can happen to an invitation (ux.md s. 1.2): from which states, to which. The stores run every row of it as
 * `update ... where state = any(from)`, so that of two events only one wins.
 */
export const TRANSITIONS = {
  sent: { from: ['queued'], to: 'sent' },
  delivered: { from: ['queued', 'sent', 'bounced'], to: 'delivered' },
  bounced: { from: ['queued', 'sent', 'delivered'], to: 'bounced' },
  opened: { from: UNOPENED, to: 'opened' },
  proving: { from: [...UNOPENED, 'opened'], to: 'proving' },
  proven: { from: [...UNOPENED, 'opened', 'proving'], to: 'proven' },
  consented: { from: [...UNOPENED, 'opened', 'proving', 'proven'], to: 'consented' },
  accepted: { from: LIVE_STATES, to: 'accepted' },
  declined: { from: LIVE_STATES, to: 'declined' },
  revoked: { from: LIVE_STATES, to: 'revoked' },
  superseded: { from: LIVE_STATES, to: 'superseded' },
} as const satisfies Record<string, { from: readonly InvitationState[]; to: InvitationState }>;
export type Transition = keyof typeof TRANSITIONS;

/** What tells whether an invitation is live. */
export type Lifetime = {
  readonly state: InvitationState;
  readonly expiresAt: Date;
  /** Half-done onboarding is kept until then; null before the address is proven. */
  readonly resumableUntil: Date | null;
};

/** The state at `now`: a live one whose time is over is expired, whatever the row says. No job is needed for it. */
export function stateAt(invitation: Lifetime, now: Date): InvitationState {
  const live = (LIVE_STATES as readonly InvitationState[]).includes(invitation.state);
  return live && endOf(invitation) <= now ? 'expired' : invitation.state;
}

/** True while somebody may come in by it. */
export function isLive(invitation: Lifetime, now: Date): boolean {
  return (LIVE_STATES as readonly InvitationState[]).includes(stateAt(invitation, now));
}

/** When its time is over: its end date, or 30 days after the address was proven, whichever is later. */
export function endOf(invitation: Lifetime): Date {
  const { expiresAt, resumableUntil } = invitation;
  return resumableUntil && resumableUntil > expiresAt ? resumableUntil : expiresAt;
}
