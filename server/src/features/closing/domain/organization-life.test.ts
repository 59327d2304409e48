import { describe, expect, it } from 'vitest';
import { type LifeChange, type LifeRow, lifeAfter, mayKeep } from './organization-life.ts';

const NOW = new Date('2026-03-02T09:00:00Z');
const SOON = new Date('2026-03-09T09:00:00Z');
const PAST = new Date('2026-03-01T09:00:00Z');

const row = (state: LifeRow['state'], suspendedAt: Date | null = null, deletionDueAt: Date | null = null): LifeRow => ({
  state,
  suspendedAt,
  deletionDueAt,
});

const ROWS = {
  active: row('active'),
  'waits for approval': row('pending-approval'),
  rejected: row('rejected'),
  suspended: row('suspended', PAST),
  'deleting, worked before': row('suspended', null, SOON),
  'deleting, was suspended before': row('suspended', PAST, SOON),
  due: row('suspended', null, PAST),
  deleted: row('deleted', PAST, PAST),
};

const LEADS: Record<keyof typeof ROWS, Partial<Record<LifeChange, string>>> = {
  active: { suspended: 'suspended', 'deletion-asked': 'deleting' },
  'waits for approval': {},
  rejected: {},
  suspended: { resumed: 'active', 'deletion-asked': 'deleting' },
  'deleting, worked before': { kept: 'active' },
  'deleting, was suspended before': { kept: 'suspended' },
  due: { deleted: 'deleted' },
  deleted: {},
};

const CHANGES: LifeChange[] = ['suspended', 'resumed', 'deletion-asked', 'kept', 'deleted'];

describe('the life of an organization', () => {
  it.each(Object.entries(ROWS))('%s', (name, standing) => {
    const leads = Object.fromEntries(
      CHANGES.flatMap((change) => {
        const to = lifeAfter(standing, change, NOW);
        return to === null ? [] : [[change, to]];
      }),
    );
    expect(leads).toEqual(LEADS[name as keyof typeof ROWS]);
  });

  it('an owner keeps what an owner or the supplier wanted gone, not what the installation did', () => {
    expect(['own', 'supplier', null].map((askedBy) => mayKeep('owner', 'own', askedBy))).toEqual([true, true, false]);
  });

  it('a supplier keeps what it wanted gone itself, the installation keeps anything', () => {
    const asked = ['own', 'supplier', null];
    expect(asked.map((askedBy) => mayKeep('supplier', 'supplier', askedBy))).toEqual([false, true, false]);
    expect(asked.map((askedBy) => mayKeep('operator', null, askedBy))).toEqual([true, true, true]);
  });
});
