import { expect, it } from 'vitest';
import { displayName, looksLikeLink, noteField } from './fields.ts';

it.each([
  'http://evil.test',
  'Win at www.evil',
  'evil.com',
  'EVIL.COM/pay now',
  'call evil.de today',
  'evil．com',
  'evil。com',
  'ｅｖｉｌ.ｃｏｍ',
  'bit.ly/3xYz',
  't.me/x',
  'пример.рф',
  'a.xn--p1ai',
  '请访问evil.cn',
])('%j would become a link', (text) => {
  expect(looksLikeLink(text)).toBe(true);
  expect(displayName().safeParse(text).success).toBe(false);
});

it.each([
  'Dr.Li Wei',
  'Mr.To',
  'J.R. Smith',
  'Kowalski Sp. z o.o.',
  'ABC Trading Co.Ltd',
  'Müller GmbH & Co.KG/Wien',
  'Soc. S.p.A./Roma',
  'ООО «Ромашка»',
  'St.Gallen Werke AG',
  'No.1/2 Factory',
  '上海机械有限公司',
])('%j is a name', (text) => {
  expect(displayName().safeParse(text).success).toBe(true);
});

it('a note may say whom to write to, and leads to no page; a name says neither', () => {
  expect(noteField.safeParse('Questions to olga.nowak@north.de, please.').success).toBe(true);
  expect(noteField.safeParse('Questions to olga@north.de or north.de/pay').success).toBe(false);
  expect(displayName().safeParse('olga@north.de').success).toBe(false);
});
