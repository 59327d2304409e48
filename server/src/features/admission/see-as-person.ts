import type { SEEN_AT } from '@gatehouse/contract/diagnosis';
import type { ErrorCode } from '@gatehouse/contract/errors';
import type { FlowKind, FlowStepName } from '@gatehouse/contract/flows';
import type { AdmissionRow } from './admission-row.ts';
import type { FlowFact } from './domain/facts.ts';
import { firstOpen, type OpenRequirement } from './domain/requirement.ts';
import { judgedRowOf } from './judged-person-read-model.ts';
import { judge, judgeAtDoor, judgeFromOutside, type Situation } from './load-situation.ts';

/** Where the page comes to them. */
type SeenAt = (typeof SEEN_AT)[number];

/** The page that a person would come to now. */
export type Seen = {
  readonly flow: FlowKind;
  readonly step: FlowStepName;
  readonly at: SeenAt;
  /** Of a page that stops them. */
  readonly reason: ErrorCode | null;
};

/** What no requirement says, and is seen all the same. */
export type SeenHint = {
  /** The stopped page that was shown last, as far as nothing has come of it since. */
  readonly stopped: ErrorCode | null;
  /** Until when no password of theirs is looked at. */
  readonly lockedUntil: Date | null;
};

/** Somebody whom a statement found, with {@link judgedPerson} joined to it, and the address that they were found by. */
export type FoundSomebody = Readonly<Record<string, unknown>> & {
  readonly canonical: string | null;
  readonly shown: string | null;
};

export type SeenSituation = { readonly seen: Seen; readonly situation: Situation };

/** The page that they would come to now; null where nothing has reached them that leads to one, or where there is nobody. */
export function seeAsPerson(found: FoundSomebody, hint: SeenHint, now: Date): SeenSituation | null {
  const row = judgedRowOf(found);
  if (!row) return null;
  const { requirements } = judgeFromOutside(row, now);
  const open = firstOpen(requirements);
  const typed = { identifier: found.shown, identifierCanonical: found.canonical };
  if (row.invitationId === null || row.state === 'accepted') return seenByMember({ ...row, ...typed }, open, hint, now);
  if (open?.name === 'message-delivered') return null;
  return seenByInvited(row, hint, now);
}

function seenByInvited(row: AdmissionRow, { stopped }: SeenHint, now: Date): SeenSituation {
  const atLink = judge(withoutFlow(row), null, isOld(stopped), now);
  if (stopped === 'FLOW-NOT-FOUND') {
    const situation = { ...atLink, next: { name: 'stopped', reason: stopped } } as const;
    return { situation, seen: seenOf(situation, 'elsewhere') };
  }
  if (stopped === 'INV-WRONG-ACCOUNT') {
    const situation = { ...atLink, next: { name: 'wrong-account', reason: null } } as const;
    return { situation, seen: seenOf(situation, 'link') };
  }
  const goesOn = row.flowId !== null && row.flowExpiresAt !== null && row.flowExpiresAt > now && !isOld(stopped);
  if (goesOn) {
    const situation = judge(row, null, false, now);
    return { situation, seen: seenOf(situation, 'begun') };
  }
  // What holds their account is told after the proof alone: until then the link shows the invitation (ux.md s. 1.4).
  const isTold = atLink.next.name === 'stopped' && !atLink.next.reason?.startsWith('ACC-');
  const situation = isTold ? atLink : ({ ...atLink, next: { name: 'accept', reason: null } } as const);
  return { situation, seen: seenOf(situation, 'link') };
}

function isOld(stopped: ErrorCode | null): boolean {
  return stopped === 'INV-SUPERSEDED';
}

/** They sign in; what is missing comes after it, as a page of the same flow. */
function seenByMember(
  row: AdmissionRow,
  open: OpenRequirement | null,
  { lockedUntil }: SeenHint,
  now: Date,
): SeenSituation {
  const facts = { flow: provenNow(row, now), session: null };
  const proven = judgeAtDoor(row, facts, now);
  const before = { ...proven, next: { name: lockedUntil ? 'password' : 'identify', reason: null } } as const;
  if (lockedUntil) return { situation: before, seen: seenOf(before, 'sign-in') };
  if (open?.name === 'approved') {
    const waits = { ...proven, next: { name: 'waiting', reason: null } } as const;
    return { situation: waits, seen: seenOf(waits, 'begun') };
  }
  // A second step that they have is asked for at every sign-in: that stands in their way only where they have lost it.
  const isRoutine = proven.next.name === 'second-factor' && open?.name !== 'second-factor';
  const isHeld = open !== null && proven.next.name !== 'done' && !isRoutine;
  const situation = isHeld ? proven : before;
  return { situation, seen: seenOf(situation, isHeld ? 'after-sign-in' : 'sign-in') };
}

/** A sign-in that has just been proven, as `assess` looks at one. */
function provenNow(row: AdmissionRow, now: Date): FlowFact {
  return {
    createdAt: now,
    acceptedAt: null,
    method: 'password',
    accountId: row.accountId,
    addressProvenAt: null,
    authenticatedAt: now,
    authenticatedBy: ['password'],
    passwordPostponedAt: now,
    factor: null,
    secondFactorAt: null,
    factorPostponedAt: now,
    showsCodes: false,
    trustedUntil: null,
    addingAddress: false,
  };
}

function withoutFlow(row: AdmissionRow): AdmissionRow {
  return { ...row, flowId: null, flowKind: null, flowAccountId: null, method: null };
}

function seenOf({ row, next }: Situation, at: SeenAt): Seen {
  const isSignIn = at === 'sign-in' || at === 'after-sign-in';
  return { flow: isSignIn ? 'sign-in' : (row.flowKind ?? 'invitation'), step: next.name, at, reason: next.reason };
}
