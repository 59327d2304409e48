import { LOCALES } from '@gatehouse/contract/locales';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { negotiateLocale } from './negotiate-locale.ts';

describe('negotiateLocale', () => {
  it.each([
    ['zh-HK,zh;q=0.9,en;q=0.8', 'zh-TW'],
    ['zh-MO', 'zh-TW'],
    ['zh-Hant-CN', 'zh-TW'],
    ['zh-Hans-HK', 'zh-CN'],
    ['zh', 'zh-CN'],
    ['ZH-tw', 'zh-TW'],
    ['de-DE,de;q=0.9,pl;q=0.4,en;q=0.3', 'pl'],
    ['en;q=0.2, ru-RU;q=0.9', 'ru'],
    ['ru;q=0, pl;q=0.1', 'pl'],
    ['*', 'zh-TW'],
    ['de', 'zh-TW'],
    ['', 'zh-TW'],
    ['pl;q=high', 'zh-TW'],
  ] as const)('reads Accept-Language %j as %s', (acceptLanguage, expected) => {
    expect(negotiateLocale({ acceptLanguage, fallback: 'zh-TW' })).toBe(expected);
  });

  it('prefers what was asked for, then what was saved, then the browser', () => {
    const wishes = { explicit: 'pl', saved: 'ru', acceptLanguage: 'zh-CN', fallback: 'en' } as const;
    expect(negotiateLocale(wishes)).toBe('pl');
    expect(negotiateLocale({ ...wishes, explicit: null })).toBe('ru');
    expect(negotiateLocale({ ...wishes, explicit: undefined, saved: '' })).toBe('zh-CN');
  });

  it('passes over wishes that are none of the five', () => {
    expect(negotiateLocale({ explicit: 'xx', saved: '<script>', acceptLanguage: 'fr', fallback: 'en' })).toBe('en');
  });

  it('answers one of the five whatever the header says', () => {
    fc.assert(
      fc.property(fc.string({ maxLength: 3000 }), (acceptLanguage) => {
        expect(LOCALES).toContain(negotiateLocale({ acceptLanguage, fallback: 'en' }));
      }),
    );
  });
});
