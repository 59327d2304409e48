import { describe, expect, it } from 'vitest';
import { type CodeCount, collapsesOf } from './code-ratio.ts';

const SINCE = new Date('2026-11-26T10:00:00Z');
const count = (changes: Partial<CodeCount>): CodeCount => ({
  organizationId: 'org_1',
  country: 'PL',
  since: SINCE,
  hour: { sent: 0, verified: 0 },
  day: { sent: 0, verified: 0 },
  ...changes,
});
const hour = (sent: number, verified: number) => count({ hour: { sent, verified }, day: { sent, verified } });
const day = (sent: number, verified: number) => count({ day: { sent, verified } });

describe('codes that are sent and not typed', () => {
  it.each([
    ['too few to tell', hour(19, 0), null],
    ['none of twenty', hour(20, 0), 'hour'],
    ['fewer than a fifth', hour(100, 19), 'hour'],
    ['a fifth', hour(100, 20), null],
    ['as usual', hour(100, 70), null],
    ['slowly, over a day', day(60, 5), 'day'],
    ['too few over a day', day(59, 5), null],
  ] as const)('%s', (_name, counted, window) => {
    expect(collapsesOf([counted], 'organization')[0]?.window ?? null).toBe(window);
  });

  it('are found within an hour beside a day of usual traffic', () => {
    const mixed = count({ hour: { sent: 240, verified: 30 }, day: { sent: 1200, verified: 700 } });
    expect(collapsesOf([mixed], 'organization')).toEqual([
      { organizationId: 'org_1', country: 'PL', window: 'hour', sent: 240, verified: 30, since: SINCE },
    ]);
  });

  it('are told by country: one does not hide another', () => {
    const other = { ...hour(200, 150), country: 'TW' };
    expect(collapsesOf([hour(40, 0), other], 'organization')).toMatchObject([{ country: 'PL', sent: 40 }]);
  });

  it('ranges of numbers of a country are added up, and so are organizations for the installation', () => {
    const counts = [
      hour(10, 0),
      hour(5, 0),
      { ...hour(10, 1), organizationId: 'org_2' },
      { ...hour(5, 0), organizationId: null },
    ];
    expect(collapsesOf(counts, 'organization')).toEqual([]);
    expect(collapsesOf(counts, 'installation')).toMatchObject([{ organizationId: null, sent: 30, verified: 1 }]);
  });

  it('the most come first', () => {
    const less = { ...hour(30, 0), country: 'TW' };
    expect(collapsesOf([less, hour(50, 0)], 'installation').map(({ country }) => country)).toEqual(['PL', 'TW']);
  });
});
