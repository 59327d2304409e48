import { readUserName } from '@gatehouse/contract/user-names';
import { describe, expect, it } from 'vitest';
import { suggestUserNames } from './suggest-user-names.ts';

describe('user names like one that is taken', () => {
  it.each([
    ['willy', ['willy2', 'willy3', 'willy4']],
    ['willy.wu', ['w.wu', 'willy.wu2', 'willy.wu3']],
    ['willy_wu', ['willy.wu', 'w.wu', 'willy_wu2']],
    ['user7', ['user7-2', 'user7-3', 'user7-4']],
    ['abcdefghijklmnopqrst', ['abcdefghijklmnopqrs2', 'abcdefghijklmnopqrs3', 'abcdefghijklmnopqrs4']],
  ])('%s', (wanted, first) => {
    expect(suggestUserNames(wanted).slice(0, 3)).toEqual(first);
  });

  it.each(['a', '-a-', '...a', '1.a', 'A.b', 'a.1', '1-2-3-4-5-6-7-8-9-a', 'x'.repeat(20), `x${'1'.repeat(19)}`])(
    'are each one that can be given, none is it, none comes twice: %s',
    (wanted) => {
      const names = suggestUserNames(wanted);
      expect(names.length).toBeGreaterThan(2);
      for (const name of names) expect(readUserName(name), name).toEqual({ name, organization: null });
      const lower = names.map((name) => name.toLowerCase());
      expect(new Set([...lower, wanted.toLowerCase()]).size).toBe(names.length + 1);
    },
  );
});
