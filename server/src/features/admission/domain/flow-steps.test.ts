import type { FlowStepName, Method } from '@gatehouse/contract/flows';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  anyFacts,
  anyPolicy,
  buildAccountFact,
  buildFacts,
  buildFlowFact,
  buildInvitationFact,
  NOW,
  POLICY,
} from '../../../../test/build-facts.ts';
import { assess } from './assess.ts';
import type { Facts } from './facts.ts';
import { addableKinds, methodsFor, movesNumber, nextStep, progressOf } from './flow-steps.ts';
import { firstOpen } from './requirement.ts';

const next = (facts: Facts) => nextStep(facts, assess(facts, POLICY, NOW));
const progress = (facts: Facts) => progressOf(facts, assess(facts, POLICY, NOW));

const accepted = buildFlowFact({ acceptedAt: NOW, method: 'email-code' });
const proven = buildFlowFact({ acceptedAt: NOW, authenticatedAt: NOW, accountId: 'acc_invited' });
const owner = { id: 'acc_invited', hasPassword: true };
const fresh = buildAccountFact({ createdAt: NOW, passwordSetAt: null, addressVerifiedAt: NOW });

describe('the next page', () => {
  it.each<[string, Partial<Facts>, FlowStepName]>([
    ['a link that was just opened', {}, 'accept'],
    ['accepted, address of nobody', { flow: accepted }, 'code'],
    [
      'accepted, address of somebody',
      { flow: buildFlowFact({ acceptedAt: NOW }), addressOwner: owner },
      'choose-method',
    ],
    ['chose the password', { flow: { ...accepted, method: 'password' }, addressOwner: owner }, 'password'],
    ['chose the code', { flow: accepted, addressOwner: owner }, 'code'],
    ['proven, new', { flow: proven, account: fresh, addressOwner: owner }, 'set-password'],
    ['proven, known', { flow: proven, account: buildAccountFact(), addressOwner: owner }, 'terms'],
    ['signing in, nobody named', { kind: 'sign-in', invitation: null }, 'identify'],
    [
      'signing in, named',
      { kind: 'sign-in', invitation: null, flow: buildFlowFact({ method: 'password' }) },
      'password',
    ],
    [
      'signed in, terms changed since',
      { kind: 'sign-in', invitation: null, flow: proven, account: buildAccountFact() },
      'terms',
    ],
    [
      'signed in, nothing missing',
      { kind: 'sign-in', invitation: null, flow: proven, account: buildAccountFact(), terms: null },
      'done',
    ],
  ])('%s', (_situation, over, name) => {
    expect(next(buildFacts(over))).toEqual({ name, reason: null });
  });

  it('whoever else is signed in sees both addresses before anything is asked of them', () => {
    const session = { accountId: 'acc_other', signedInAt: NOW };
    expect(next(buildFacts({ session })).name).toBe('wrong-account');
    expect(next(buildFacts({ session, addressOwner: owner })).name).toBe('wrong-account');
  });

  it('a blocked requirement stops at once, for no step is worth taking while one is', () => {
    const invitation = buildInvitationFact({ state: 'revoked' });
    expect(next(buildFacts({ invitation, flow: accepted }))).toEqual({ name: 'stopped', reason: 'INV-REVOKED' });
  });

  it('is done exactly when nothing is missing, for any facts', () => {
    fc.assert(
      fc.property(anyFacts, anyPolicy, (facts, policy) => {
        const requirements = assess(facts, policy, NOW);
        expect(nextStep(facts, requirements).name === 'done').toBe(firstOpen(requirements) === null);
      }),
    );
  });
});

describe('ways to prove who one is', () => {
  it('a password only for whoever has one, and never to add an address', () => {
    expect(methodsFor(buildFacts())).toEqual(['email-code']);
    expect(methodsFor(buildFacts({ addressOwner: { ...owner, hasPassword: false } }))).toEqual(['email-code']);
    expect(methodsFor(buildFacts({ addressOwner: owner }))).toEqual(['password', 'email-code']);
    const flow = buildFlowFact({ addingAddress: true });
    expect(methodsFor(buildFacts({ addressOwner: owner, flow }))).toEqual(['email-code']);
  });

  const email = { kind: 'email', ownerId: null } as const;
  const phone = { kind: 'phone', ownerId: null } as const;
  const had = { kind: 'phone', ownerId: owner.id, moves: true } as const;
  it.each<[string, Partial<Facts>, Method[], boolean]>([
    ['a number', { addresses: [phone] }, ['sms-code'], false],
    ['both', { addresses: [email, phone] }, ['email-code', 'sms-code'], false],
    ['a number that was begun with', { addresses: [{ ...had, moves: false }] }, ['sms-code'], false],
    ['a number of somebody without a password', { addresses: [had] }, ['sms-code'], true],
    ['a number of somebody', { addresses: [had], addressOwner: owner }, ['password', 'sms-code'], true],
    [
      'both of one account',
      { addresses: [{ ...email, ownerId: owner.id }, had], addressOwner: owner },
      ['password', 'email-code'],
      false,
    ],
    ['a number at a sign-in', { kind: 'sign-in', addresses: [phone] }, ['sms-code', 'password'], false],
  ])('%s', (_what, over, methods, moves) => {
    const facts = buildFacts({ flow: buildFlowFact({ acceptedAt: NOW }), ...over });
    expect([methodsFor(facts), movesNumber(facts)]).toEqual([methods, moves]);
  });

  it('whoever is signed in may add an address of nobody, and a number of anybody else', () => {
    const session = { accountId: 'acc_other', signedInAt: NOW };
    const addable = (...addresses: Facts['addresses']) => addableKinds(buildFacts({ session, addresses }));
    expect(addable(email, had)).toEqual(['email', 'phone']);
    expect(addable({ ...email, ownerId: owner.id }, { ...had, ownerId: 'acc_other' })).toEqual([]);
  });
});

describe('"step 2 of 4"', () => {
  it('counts what this flow asks of the person, and is not shown before they accept', () => {
    expect(progress(buildFacts())).toBeNull();
    expect(progress(buildFacts({ flow: accepted }))).toEqual({ number: 1, count: 4 });
    expect(progress(buildFacts({ flow: proven, account: fresh, addressOwner: owner }))).toEqual({
      number: 2,
      count: 4,
    });
  });

  it('leaves out what was there before', () => {
    const account = buildAccountFact();
    expect(progress(buildFacts({ flow: proven, account, addressOwner: owner }))).toEqual({ number: 2, count: 3 });
  });

  it('never goes beyond the count, for any facts', () => {
    fc.assert(
      fc.property(anyFacts, anyPolicy, (facts, policy) => {
        const shown = progressOf(facts, assess(facts, policy, NOW));
        if (shown) expect(shown.number >= 1 && shown.number <= shown.count).toBe(true);
      }),
    );
  });
});
