import type { SavedView } from '@gatehouse/contract/saved-views';
import { describe, expect, it } from 'vitest';
import { hereOf, searchOf } from './here.ts';
import { addressOfView } from './view-queries.ts';

const view = (id: string, search: Record<string, string>, unfit: string[] = []): SavedView => ({
  id,
  list: 'invitations',
  name: id,
  search,
  unfit,
  shared: false,
  isDefault: false,
  owner: { id: 'acc_1', name: 'Olga' },
  updatedAt: '2026-11-24T09:00:00.000Z',
});
const SAVED = [
  view('viw_1', { state: 'bounced', sort: 'ends' }),
  view('viw_2', { q: 'urs', state: 'molten' }, ['state']),
];
const BUILT_IN = [{ key: 'accepted', label: 'Accepted', search: { state: 'accepted' } }];
const here = (now: Record<string, string>, opened?: string) => {
  const { key, saved, changed } = hereOf(SAVED, BUILT_IN, now, opened);
  return [key, saved?.id ?? null, changed];
};

describe('what somebody looks at', () => {
  it.each<[string, Record<string, string>, string | undefined, unknown[]]>([
    ['everything', {}, undefined, ['all', null, false]],
    ['a view that all have', { state: 'accepted' }, undefined, ['accepted', null, false]],
    ['filters that are no view', { state: 'opened' }, undefined, [null, null, false]],
    ['a view as it was kept', { sort: 'ends', state: 'bounced' }, 'viw_1', ['viw_1', 'viw_1', false]],
    ['the same by its filters alone', { sort: 'ends', state: 'bounced' }, undefined, ['viw_1', 'viw_1', false]],
    ['a view that was changed', { state: 'accepted' }, 'viw_1', ['viw_1', 'viw_1', true]],
    ['a view without what is not known any more', { q: 'urs' }, 'viw_2', ['viw_2', 'viw_2', false]],
    ['a view that is gone', { state: 'accepted' }, 'viw_9', ['accepted', null, false]],
    ['all, said in so many words', {}, 'all', ['all', null, false]],
  ])('%s', (_what, now, opened, expected) => {
    expect(here(now, opened)).toEqual(expected);
  });

  it('is kept without the place in the list, and opened without what is not known', () => {
    const names = ['state', 'q', 'cursor', 'view', 'tab'];
    expect(searchOf({ state: 'sent', cursor: 'x', view: 'viw_1', tab: 'y', q: '', other: 'z' }, names)).toEqual({
      state: 'sent',
    });
    expect(SAVED.map(addressOfView)).toEqual([
      { state: 'bounced', sort: 'ends', view: 'viw_1' },
      { q: 'urs', view: 'viw_2' },
    ]);
  });
});
