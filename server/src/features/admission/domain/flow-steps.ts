import type { ErrorCode } from '@gatehouse/contract/errors';
import type { AddressKind } from '@gatehouse/contract/fields';
import type { FlowStepName, Method } from '@gatehouse/contract/flows';
import type { RequirementName } from '@gatehouse/contract/invitations';
import { isWrongAccount } from './assess.ts';
import type { AddressFact, Facts } from './facts.ts';
import { firstOpen, type OpenRequirement, type Requirement } from './requirement.ts';

/** The page that comes next, computed and never stored; `reason` where it needs to say why. */
export type NextStep = { readonly name: FlowStepName; readonly reason: ErrorCode | null };

/** The step that meets each requirement, where the person can. */
const STEP_OF: Partial<Record<RequirementName, FlowStepName>> = {
  'invitation-live': 'accept',
  'address-matches': 'wrong-account',
  'credential-set': 'set-password',
  'new-password': 'set-password',
  'terms-accepted': 'terms',
  'profile-complete': 'profile',
  'company-created': 'company',
  approved: 'waiting',
  // Nothing is left but to come in: one more press does it.
  'membership-active': 'accept',
};

/**
 * Ways in which the person can prove who they are, best first. For a sign-in the same for everyone: nothing is known of
 * whoever asks (security.md A34).
 */
export function methodsFor(facts: Facts): Method[] {
  if (facts.kind === 'sign-in') {
    // Nothing is sent to a name, nor to an address that whoever typed it did not say.
    if (facts.addresses.some(({ kind }) => kind === 'username')) return ['password'];
    return facts.addresses.some(({ kind }) => kind === 'phone') ? ['sms-code', 'password'] : ['password', 'email-code'];
  }
  if (facts.kind === 'confirm') return confirmingMethods(facts);
  if (facts.flow?.addingAddress) return addableKinds(facts).map(codeMethodOf);
  const email = facts.addresses.find(({ kind }) => kind === 'email');
  const phone = facts.addresses.find(({ kind }) => kind === 'phone');
  // A number is no proof of whose mailbox stands beside it: whoever has both proves the mailbox.
  const isSamePerson = phone && email && phone.ownerId !== null && phone.ownerId === email.ownerId;
  return [
    ...(facts.addressOwner?.hasPassword ? (['password'] as const) : []),
    ...(email ? (['email-code'] as const) : []),
    ...(phone && !isSamePerson ? (['sms-code'] as const) : []),
  ];
}

/**
 * Whoever has a password proves it by that; else by the number that they came in with (`provesAll`); who has no passkey either
 * by their mailbox, which alone is never enough for addresses, numbers and second steps (NIST SP 800-63B-4 s. 3.1.3.1).
 */
function confirmingMethods({ account, addresses }: Facts): Method[] {
  if (account?.passwordSetAt !== null) return ['password'];
  if (addresses.some(({ kind }) => kind === 'phone')) return ['sms-code'];
  return account.factors.passkeys === 0 ? ['email-code'] : ['password'];
}

/** Whether there is something to decide first: between ways, or whether a number is to leave the account that has it. */
export function isChoice(facts: Facts): boolean {
  return methodsFor(facts).length > 1 || movesNumber(facts);
}

/** True where a code by text message would take the number from another account. */
export function movesNumber(facts: Facts): boolean {
  if (facts.kind !== 'invitation' || facts.flow?.addingAddress) return false;
  return methodsFor(facts).includes('sms-code') && facts.addresses.some(({ moves }) => moves);
}

/** Where the code of a way goes. */
export function codeMethodOf(kind: AddressKind): Method {
  return kind === 'email' ? 'email-code' : 'sms-code';
}

/**
 * Which of the invited addresses whoever is signed in may prove and keep beside their own: an e-mail address that is
 * nobody's, and a number, which moves to whoever proves it (scenario 23).
 */
export function addableKinds({ addresses, session }: Facts): AddressKind[] {
  const isAddable = ({ kind, ownerId }: AddressFact) =>
    kind === 'email' ? ownerId === null : ownerId === null || ownerId !== session?.accountId;
  return addresses.filter(isAddable).flatMap(({ kind }) => (kind === 'username' ? [] : [kind]));
}

/** Turns the answer of `assess` into the next page of the person. */
export function nextStep(facts: Facts, requirements: readonly Requirement[]): NextStep {
  const open = firstOpen(requirements);
  if (!open) return { name: 'done', reason: null };
  if (open.state === 'blocked') return { name: 'stopped', reason: open.reason };
  if (isWrongAccount(facts)) return { name: 'wrong-account', reason: null };
  const name = provingStep(facts, open) ?? factorStep(facts, open) ?? STEP_OF[open.name] ?? 'stopped';
  return { name, reason: open.reason };
}

function provingStep(facts: Facts, open: OpenRequirement): FlowStepName | null {
  if (open.name === 'address-verified') return 'code';
  if (open.name !== 'identity-proven') return null;
  if (facts.kind === 'recovery') return facts.addresses.length > 0 ? 'link-sent' : 'identify';
  // Proven by a mailbox, which is too little for what comes next.
  if (facts.flow?.authenticatedAt) return 'password';
  if (facts.flow?.method) return facts.flow.method === 'password' ? 'password' : 'code';
  if (facts.kind === 'sign-in') return 'identify';
  if (facts.kind === 'confirm') return 'password';
  return isChoice(facts) ? 'choose-method' : 'code';
}

function factorStep({ flow }: Facts, open: OpenRequirement): FlowStepName | null {
  if (open.name !== 'second-factor') return null;
  if (flow?.showsCodes) return 'recovery-codes';
  return open.remedy === 'add-second-factor' ? 'add-factor' : 'second-factor';
}

/** Requirements that are pages of the person's own, in order; proving who one is and the address is one of them. */
const PERSONAL: readonly RequirementName[] = [
  'identity-proven',
  'credential-set',
  'second-factor',
  'new-password',
  'terms-accepted',
  'profile-complete',
  'company-created',
];

/** "Step 2 of 4" of this flow: what it has asked and what it still asks. Null before and after the person's steps. */
export function progressOf(
  facts: Facts,
  requirements: readonly Requirement[],
): { number: number; count: number } | null {
  if (!facts.flow?.acceptedAt || isWrongAccount(facts)) return null;
  const began = facts.flow.createdAt;
  const mine = requirements.filter(
    (requirement) =>
      PERSONAL.includes(requirement.name) &&
      (requirement.state !== 'met' || (requirement.since !== null && requirement.since >= began)),
  );
  const done = mine.filter((requirement) => requirement.state === 'met').length;
  return done < mine.length && mine.length > 1 ? { number: done + 1, count: mine.length } : null;
}
