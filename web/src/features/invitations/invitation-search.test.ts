import { expect, it } from 'vitest';
import { hereOf, searchOf } from '../saved-views/here.ts';
import { builtInViews, filtersOf, sortOf } from './invitation-search.ts';
import { INVITATION_SEARCH } from './invitation-search-names.ts';

it.each([
  [{}, {}],
  [
    { state: 'sent,bounced', kind: 'member', q: 'ada' },
    { state: 'sent,bounced', kind: 'member', q: 'ada' },
  ],
  [{ state: 'sent,nonsense', kind: 'x', ends: '0', lapsed: '5', sort: 'ends', cursor: 'c' }, { lapsed: '5' }],
  [{ from: 'yesterday', to: '2026-13-99' }, {}],
])('an address of %j filters by %j', (search, filters) => {
  expect(filtersOf(search)).toEqual(filters);
});

it('days are whole days of the reader', () => {
  const { from, to } = filtersOf({ from: '2026-11-24', to: '2026-11-24' });
  expect(new Date(String(to)).getTime() - new Date(String(from)).getTime()).toBe(24 * 60 * 60 * 1000);
});

it('an order that nobody knows is the usual one', () => {
  expect(sortOf({ sort: 'x' })).toBe('newest');
  expect(sortOf({ sort: 'ends' })).toBe('ends');
});

it('an address is the view with the same filters, on whatever page', () => {
  const views = builtInViews().map(({ name, search }) => ({ key: name, label: name, search }));
  const current = (search: Record<string, string>) =>
    hereOf([], views, searchOf(search, INVITATION_SEARCH), undefined).key;
  expect(current({ state: 'bounced', cursor: 'inv_1', lang: 'pl' })).toBe('bounced');
  expect(current({ sort: 'ends', ends: '7' })).toBe('ends-this-week');
  expect(current({ ends: '7' })).toBeNull();
  for (const { search } of views)
    expect(filtersOf(search)).toMatchObject(
      Object.fromEntries(Object.entries(search).filter(([name]) => name !== 'sort')),
    );
});
