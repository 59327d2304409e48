import { afterEach, expect, it } from 'vitest';
import { ownTranslator } from './own-texts.ts';
import { reportTextFaults, translator } from './translate.ts';

afterEach(() => reportTextFaults(null));

it.each([false, true])('one’s own words, else the original of the same language, faults reported: %s', (reported) => {
  if (reported) reportTextFaults(() => {});
  const t = ownTranslator('pl', { 'mail.M06.title': 'Dzień dobry', 'mail.M06.subject': 'Hej {stranger}' });
  const original = translator('pl');
  expect(t('mail.M06.title', { productName: 'P' })).toBe('Dzień dobry');
  expect(t('mail.M06.subject')).toBe(original('mail.M06.subject'));
  expect(t('mail.M06.intro', { productName: 'P' })).toBe(original('mail.M06.intro', { productName: 'P' }));
  expect(ownTranslator('pl', null)).toBe(original);
});
