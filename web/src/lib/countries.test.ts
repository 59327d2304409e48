import { describe, expect, it } from 'vitest';
import { countryName, countryOptions } from './countries.ts';

describe('countries', () => {
  it('have names in the language of the reader', () => {
    expect(countryName('PL', 'ru')).toBe('Польша');
    expect(countryName('TW', 'zh-TW')).toBe('台灣');
  });

  it('stand in the order of the language', () => {
    const names = countryOptions('pl').map(({ label }) => label);
    expect(names.length).toBe(249);
    expect(names).toEqual(names.toSorted(new Intl.Collator('pl').compare));
  });
});
