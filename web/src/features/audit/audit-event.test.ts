import { expect, it } from 'vitest';
import { fieldChanges } from './audit-event.ts';

it.each([
  [{}, []],
  [
    { to: 'a@urs.example', name: '' },
    [
      ['to', undefined, 'a@urs.example'],
      ['name', undefined, '–'],
    ],
  ],
  [{ name: { before: 'Old', after: 'New' } }, [['name', 'Old', 'New']]],
  [
    { policies: { before: { days: 7, proof: 'code' }, after: { days: 9, proof: 'code' } } },
    [['policies.days', '7', '9']],
  ],
  [{ roles: { before: ['member'], after: ['member', 'inviter'] } }, [['roles', 'member', 'member, inviter']]],
  [{ legal: { before: null, after: { version: '2' } } }, [['legal', '–', '{"version":"2"}']]],
])('%j is told field by field', (change, expected) => {
  expect(fieldChanges(change).map(({ field, before, after }) => [field, before, after])).toEqual(expected);
});
