import { IMPORT_FIELDS } from '@gatehouse/contract/imports';
import { LOCALES } from '@gatehouse/contract/locales';
import { describe, expect, it } from 'vitest';
import { neutralCell, plainCell } from '../../../kernel/report-cell.ts';
import { translator } from '../../../platform/i18n/translate.ts';
import { guessDelimiter } from './guess-delimiter.ts';
import { guessEncoding } from './guess-encoding.ts';
import { guessMapping, readLanguage, readRole } from './import-columns.ts';

const bytes = (hex: string) => Buffer.from(hex.replaceAll(' ', ''), 'hex');
const text = (prefix: string, of: Buffer) => Buffer.concat([Buffer.from(prefix), of]);
/** Rows that could be of any encoding, more than are looked at to tell two of them apart. */
const PLAIN = 'Ann Plain,ann@x.example\n'.repeat(5000);

describe('which encoding', () => {
  it.each([
    ['utf-8', Buffer.from('name\n王偉')],
    ['utf-8', Buffer.from('\ufeffname\nZażółć')],
    ['utf-8', Buffer.from('name\nPlain')],
    ['utf-16le', Buffer.from('\ufeffname,王', 'utf16le')],
    ['utf-16le', Buffer.from('name,email@x.example', 'utf16le')],
    ['utf-16be', Buffer.from('name,email@x.example', 'utf16le').swap16()],
    ['gb18030', text('email,', bytes('d0d5c3fb 2c b9abcbbe 0a cdf5ceb0 2c c9cfbaa3d3d0cfdeb9abcbbe'))], // 姓名,公司 王伟,上海有限公司
    ['big5', text('email,', bytes('a96da657 2c a4bda571 0a a4fdb0b6 2c a578a55f'))], // 姓名,公司 王偉,台北
    ['windows-1250', text('imie,', bytes('5a61bff3b3e6 2c 4ab3d37a656620 2c 47eab67c b9 ea 9c'))],
    ['windows-1251', text('email,', bytes('c8ecff 2c cae0f2ffe020cfe5f2f0eee2e0'))], // Имя,Катя Петрова
    ['gb18030', text(PLAIN, bytes('cdf5ceb0 2c c9cfbaa3d3d0cfdeb9abcbbe'))], // 王伟,上海有限公司, far down
    ['utf-8', text(PLAIN, Buffer.from('王偉'))],
  ])('%s', (encoding, content) => {
    expect(guessEncoding(content)).toBe(encoding);
  });
});

it.each([
  [',', 'a,b\n1,2'],
  [';', 'a;b\n"1,5";"2,5"'],
  ['\t', 'a\tb, c\n1\t2'],
  ['|', 'a|b\n1|2'],
  [',', 'one column\nonly'],
])('the delimiter is %j', (delimiter, sample) => {
  expect(guessDelimiter(sample)).toBe(delimiter);
});

it('columns are found by their headings in five languages, addresses also by how they look', () => {
  expect(guessMapping(['姓名', '电子邮箱', '公司名称'], [])).toEqual(['name', 'email', 'companyName']);
  expect(guessMapping(['電子郵件', '統一編號'], [])).toEqual(['email', 'registrationNumber']);
  expect(guessMapping(['Imię i nazwisko', 'Adres e-mail', 'Kraj'], [])).toEqual(['name', 'email', 'country']);
  expect(guessMapping(['ФИО', 'Эл. почта', 'Роль'], [])).toEqual(['name', 'email', 'role']);
  expect(guessMapping(['', ''], [['Ann', 'ann@x.example']])).toEqual([null, 'email']);
  expect(guessMapping(['', ''], [['王伟', '138 0013 8000']])).toEqual([null, 'phone']);
  expect(guessMapping(['', ''], [['ann@x.example', '5252248481']])).toEqual(['email', null]);
  expect([readRole('Właściciel'), readRole('成员'), readRole('czar')]).toEqual(['owner', 'member', null]);
  expect([readLanguage('繁體中文'), readLanguage('pl-PL'), readLanguage('Klingon')]).toEqual(['zh-TW', 'pl', null]);
});

it.each(['=1+1', '+1', '-1', '@SUM(1)', '\t=1', '\r=1', '\0=1', '＝1+1', '  =1'])(
  'a report computes nothing: %j [S70]',
  (cell) => {
    expect(neutralCell(cell).startsWith("'")).toBe(true);
    expect(neutralCell(`plain;${cell}`)).toMatch(/^plain;[\t\r\0 ]*'/);
  },
);

it.each(LOCALES)('a report in %s, corrected, can be imported: its headings and cells are known', (locale) => {
  const t = translator(locale);
  const headings = IMPORT_FIELDS.map((field) => t(`imports.field.${field}`));
  expect(guessMapping(headings, [])).toEqual([...IMPORT_FIELDS]);
  expect(guessMapping([t('imports.row'), t('common.word.state'), 'code', t('imports.reason')], [])).toEqual(
    Array(4).fill(null),
  );
});

it('what a report neutralized is read as it was', () => {
  for (const cell of [
    '+48 221 234 567',
    '=1+1',
    '＝1',
    'plain',
    "'quoted'",
    'a;=1',
    'a\n-1',
    "a; '=1",
    '=1;=2',
    'a; b, c-d',
  ])
    expect(plainCell(neutralCell(cell))).toBe(cell);
});
