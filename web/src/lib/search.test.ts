import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseSearch, pick, stringifySearch } from './search.ts';

describe('search', () => {
  it('comes back as it went', () => {
    const values = fc.dictionary(fc.stringMatching(/^[a-z]{1,8}$/), fc.string({ minLength: 1, unit: 'grapheme' }));
    fc.assert(
      fc.property(values, (search) => {
        expect(parseSearch(stringifySearch(search))).toEqual({ ...search });
      }),
    );
  });

  it('leaves a number of somebody a text', () => {
    expect(parseSearch('?q=007')).toEqual({ q: '007' });
  });

  it('leaves out what is empty', () => {
    expect(stringifySearch({ q: '', cursor: undefined, state: null })).toBe('');
  });

  it('keeps only the names of the page', () => {
    expect(pick('q', 'cursor')({ q: 'x', cursor: '', evil: '1' })).toEqual({ q: 'x' });
  });
});
