import { LOCALES } from '@gatehouse/contract/locales';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { assess } from '../src/features/admission/domain/assess.ts';
import type { AdmissionPolicy, Facts } from '../src/features/admission/domain/facts.ts';
import type { Requirement } from '../src/features/admission/domain/requirement.ts';
import { checksOf } from '../src/features/diagnosis/domain/checks.ts';
import type { Findings } from '../src/features/diagnosis/domain/findings.ts';
import { fixesFor, OUT_OF_HANDS, REMEDIES, whyNoFix } from '../src/features/diagnosis/domain/fixes.ts';
import { helpFor } from '../src/features/diagnosis/domain/help.ts';
import { causesOf, JUDGED_REQUIREMENTS, verdictOf } from '../src/features/diagnosis/domain/verdict.ts';
import { translator } from '../src/platform/i18n/translate.ts';
import {
  anyFacts,
  anyPolicy,
  buildAccountFact,
  buildFacts,
  buildInvitationFact,
  NOW,
  nearlyIn,
} from './build-facts.ts';

const OWNER = {
  organizationId: 'org_1',
  slug: 'northwind',
  may: () => true,
  helpUrl: 'https://gate.example/help',
};
const NOBODY = { ...OWNER, may: () => false };

/** What the diagnosis would have found of somebody with these facts. */
function findingsOf(facts: Facts, requirements: readonly Requirement[]): Findings {
  const { invitation, membership, joinRequest, approval, account } = facts;
  const isIn = membership !== null && facts.kind === 'membership';
  return {
    address: 'willy@urs.example',
    invitation: invitation && { ...invitation, id: 'inv_1', roles: ['member'], name: null },
    member: membership && (isIn || membership) ? { id: 'mem_1', state: membership.state, roles: ['member'] } : null,
    joinRequest: facts.kind === 'membership' && joinRequest ? { id: 'jrq_1', state: joinRequest.state } : null,
    approvalId: approval?.state === 'waiting' ? 'org_2' : null,
    suppressed: false,
    begunAt: null,
    delivery: invitation?.delivery ? { ...invitation.delivery, receipt: null } : null,
    account,
    secondFactorAt: null,
    attempts: [],
    wrongCodes: { count: 0, at: null },
    lockedUntil: null,
    stops: [],
    missing: requirements.flatMap((each) => (each.state === 'met' ? [] : [each])),
    stop: null,
    typed: 'address',
  };
}

/** Somebody who has done all but what comes last: too few of any people are so far. */
const nearlyDone: fc.Arbitrary<Facts> = anyFacts.map(({ joinRequest, approval, account }) => ({
  ...buildFacts({ invitation: buildInvitationFact({ state: 'consented' }) }),
  account: buildAccountFact({ passwordSetAt: account ? account.passwordSetAt : NOW }),
  terms: { version: '1', acceptedAt: NOW },
  joinRequest,
  approval,
}));

/** As the console looks: from nobody's browser; whoever is in, or was, is judged by their place. */
const outside: fc.Arbitrary<Facts> = fc.oneof(anyFacts, nearlyIn, nearlyDone).map((facts) => {
  const bare: Facts = { ...facts, flow: null, session: null };
  const isMember = facts.invitation === null || facts.invitation.state === 'accepted';
  if (!isMember) return bare;
  return { ...bare, kind: 'membership', invitation: null, account: facts.account ?? buildAccountFact() };
});

/** Invited to where every seat is taken. */
function withoutSeat(facts: Facts): Facts {
  return facts.invitation ? { ...facts, seat: 'none' } : facts;
}

type Case = { readonly facts: Facts; readonly findings: Findings };

function noteHold(cases: Map<string, Case>, facts: Facts, policy: AdmissionPolicy): void {
  const requirements = assess(facts, policy, NOW);
  const findings = findingsOf(facts, requirements);
  const missing = findings.missing.find(({ state }) => state === 'blocked') ?? findings.missing[0];
  if (!missing) return;
  const { name, reason, state, remedy } = missing;
  const actor = requirements.find((each) => each.name === name && each.state !== 'met');
  const key = [name, state, reason ?? '-', remedy, actor && 'actor' in actor ? actor.actor : '-'].join(' ');
  if (!cases.has(key)) cases.set(key, { facts, findings: { ...findings, missing: [missing] } });
}

/** Every way in which `assess` can hold somebody, each with one person who is held so. */
function everyHold(): Map<string, Case> {
  const cases = new Map<string, Case>();
  fc.assert(
    fc.property(outside, anyPolicy, (facts, policy) => {
      for (const one of [facts, withoutSeat(facts)]) noteHold(cases, one, policy);
    }),
    { numRuns: 20_000, seed: 7 },
  );
  return cases;
}

const HOLDS = [...everyHold()];

describe('whatever holds somebody', () => {
  it('is found by looking at many people', () => {
    const names = new Set(HOLDS.map(([key]) => key.split(' ')[0]));
    const never = JUDGED_REQUIREMENTS.filter((name) => !names.has(name));
    expect(never).toEqual(['address-matches']); // only a browser is signed in as somebody else
    expect(HOLDS.length).toBeGreaterThanOrEqual(20);
  });

  it.each(HOLDS)('%s: a sentence in five languages, and a button or who can', (key, { findings }) => {
    const [name] = key.split(' ');
    expect(JUDGED_REQUIREMENTS).toContain(name);
    const [missing] = findings.missing;
    if (!missing) throw new Error('nothing is missing');
    const verdict = verdictOf(missing, findings);
    expect(causesOf(findings)).toContain(verdict);
    const fixes = fixesFor(verdict, findings, OWNER);
    const why = whyNoFix(verdict, fixes);
    expect(why, `${verdict}: ${fixes.map(({ action }) => action)}`).not.toBe('role');
    const help = helpFor(verdict, findings);
    const words = [
      `diagnosis.verdict.${verdict}`,
      ...(why === 'out-of-hands' ? [`diagnosis.nobody.${verdict}`] : []),
      ...fixes.map(({ action }) => `diagnosis.fix.${action}`),
      ...checksOf(findings).flatMap((check) => [
        `diagnosis.evidence.${check.evidence}`,
        `diagnosis.check.${check.name}`,
      ]),
      ...(help ? [`mail.M20.${help.case}`] : []),
    ];
    for (const locale of LOCALES) expect(words.filter((word) => !translator(locale).has(word))).toEqual([]);
    if (why === null) expect(fixes.length, verdict).toBeGreaterThan(0);
  });
});

describe('every verdict', () => {
  it.each(Object.keys(REMEDIES) as (keyof typeof REMEDIES)[])('%s has its words', (verdict) => {
    for (const locale of LOCALES) {
      const t = translator(locale);
      expect(t.has(`diagnosis.verdict.${verdict}`)).toBe(true);
      if (OUT_OF_HANDS.has(verdict)) expect(t.has(`diagnosis.nobody.${verdict}`), locale).toBe(true);
    }
  });

  it('whoever may do nothing is told who can', () => {
    const [, { findings }] = HOLDS.find(([key]) => key.includes('INV-EXPIRED')) ?? ['', HOLDS[0]?.[1] as Case];
    const fixes = fixesFor('expired', findings, NOBODY);
    expect(fixes).toEqual([]);
    expect(whyNoFix('expired', fixes)).toBe('role');
  });
});
