import { describe, expect, it } from 'vitest';
import { after, MINUTE } from '../../../kernel/clock.ts';
import { type Attempt, burstsIn, distance, impossibleTravels, MOST, type Stay, tellingActs } from './alert-rules.ts';

const NOW = new Date('2026-11-26T10:00:00Z');
const never = () => null;
const attempts = (count: number, of: (index: number) => Partial<Attempt> = () => ({})): Attempt[] =>
  Array.from({ length: count }, (_, index) => ({
    organizationId: 'org_a',
    accountId: null,
    identifier: `a${index}@urs.example`,
    network: `192.0.2.${index}`,
    at: after(NOW, -index * 1000),
    ...of(index),
  }));
const rules = (some: readonly Attempt[]) => burstsIn(some, never).map(({ rule, subject }) => `${rule} ${subject.id}`);

describe('bursts of failures', () => {
  it.each([
    ['one short, of one account', attempts(MOST.ofAccount - 1, () => ({ accountId: 'acc_a' })), []],
    ['of one account', attempts(MOST.ofAccount, () => ({ accountId: 'acc_a' })), ['failures-account acc_a']],
    [
      'of nobody’s address, again and again, from one network',
      attempts(30, () => ({ identifier: ' Same@urs.example', network: '198.51.100.1' })),
      [],
    ],
    [
      'of many addresses from one network',
      attempts(MOST.accountsOfNetwork, () => ({ network: '198.51.100.1' })),
      ['many-accounts 198.51.100.1'],
    ],
    ['of an organization', attempts(MOST.ofOrganization), ['failures-organization org_a']],
    [
      'of two organizations, each with too few',
      attempts(MOST.ofOrganization, (index) => ({ organizationId: index % 2 ? 'org_a' : 'org_b' })),
      [],
    ],
  ])('%s', (_what, some, expected) => {
    expect(rules(some)).toEqual(expected);
  });

  it('tells how many, from when to when, and from where', () => {
    const [finding] = burstsIn(
      attempts(12, () => ({ accountId: 'acc_a' })),
      never,
    );
    expect(finding).toMatchObject({ count: 12, firstAt: after(NOW, -11_000), lastAt: NOW });
    expect(finding?.evidence).toMatchObject({ identifiers: 1, networks: { length: 5 } });
  });

  it('counts only what came after somebody looked', () => {
    const some = attempts(20, () => ({ accountId: 'acc_a' }));
    expect(burstsIn(some, () => after(NOW, -9500))).toMatchObject([{ count: 10 }]);
    expect(burstsIn(some, () => after(NOW, -8500))).toEqual([]);
  });
});

describe('acts that are told of', () => {
  const act = { organizationId: 'org_a', action: 'account.locked', subjectId: 'acc_a', by: null, count: 1, at: NOW };

  it('are one finding for a subject, with the newest name', () => {
    const acts = [act, { ...act, at: after(NOW, -MINUTE) }, { ...act, subjectId: 'acc_b', by: 'Olga' }];
    expect(tellingActs(acts, never)).toMatchObject([
      {
        rule: 'account-locked',
        subject: { type: 'account', id: 'acc_a' },
        count: 2,
        firstAt: after(NOW, -MINUTE),
        lastAt: NOW,
      },
      { subject: { id: 'acc_b' }, evidence: { by: 'Olga' } },
    ]);
    expect(tellingActs([{ ...act, action: 'invitation.created' }], never)).toEqual([]);
    expect(tellingActs([act], () => NOW)).toEqual([]);
  });
});

describe('journeys that nobody makes', () => {
  const TAIPEI = { name: 'Taipei, TW', latitude: 25.05, longitude: 121.53 };
  const WARSAW = { name: 'Warszawa, PL', latitude: 52.23, longitude: 21.01 };
  const LODZ = { name: 'Łódź, PL', latitude: 51.77, longitude: 19.46 };
  const stay = (place: Stay['place'], minutes: number): Stay => ({
    place,
    network: '192.0.2.1',
    at: after(NOW, minutes * MINUTE),
  });
  const travel = (from: Stay, to: Stay) =>
    impossibleTravels([{ organizationId: 'org_a', accountId: 'acc_a', from, to }], never);

  it.each([
    ['Taipei to Warsaw in half an hour', TAIPEI, WARSAW, 30, 1],
    ['Taipei to Warsaw overnight', TAIPEI, WARSAW, 14 * 60, 0],
    ['Łódź to Warsaw at once: as near as a database of places can tell', LODZ, WARSAW, 0, 0],
    ['nowhere', WARSAW, WARSAW, 0, 0],
  ])('%s', (_what, from, to, minutes, found) => {
    expect(travel(stay(from, 0), stay(to, minutes))).toHaveLength(found);
  });

  it('are told with places, distance and time', () => {
    expect(travel(stay(TAIPEI, 0), stay(WARSAW, 30))[0]?.evidence).toMatchObject({
      places: ['Taipei, TW', 'Warszawa, PL'],
      minutes: 30,
    });
    expect(Math.round(distance(TAIPEI, WARSAW) / 100)).toBe(85);
  });
});
