import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { ERROR_STATUS } from '@gatehouse/contract/errors';
import { LOCALES, type Locale } from '@gatehouse/contract/locales';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { findLocaleFaults } from './check-locales.ts';

const LOCALES_FOLDER = path.resolve(import.meta.dirname, '../locales');
let directory = '';

/** A sound world to plant faults in: the real errors, and one small file. */
beforeEach(() => {
  directory = mkdtempSync(path.join(tmpdir(), 'locales-'));
  for (const locale of LOCALES) {
    cpSync(path.join(LOCALES_FOLDER, locale, 'errors.json'), path.join(directory, locale, 'errors.json'));
  }
  writeSmall('en', { 'small.days': '{count, plural, one {# day} other {# days}} <b>left</b>' });
  writeSmall('zh-TW', { 'small.days': '<b>剩餘</b> {count, plural, other {# 天}}' });
  writeSmall('zh-CN', { 'small.days': '<b>剩余</b> {count, plural, other {# 天}}' });
  writeSmall('pl', { 'small.days': '<b>Dni:</b> {count, plural, one {#} few {#} many {#} other {#}}' });
  writeSmall('ru', { 'small.days': '<b>Дней:</b> {count, plural, one {#} few {#} many {#} other {#}}' });
});
afterEach(() => rmSync(directory, { recursive: true }));

const smallFile = (locale: Locale) => path.join(directory, locale, 'small.json');
function writeSmall(locale: Locale, messages: object) {
  writeFileSync(smallFile(locale), JSON.stringify(messages));
}
function change(locale: Locale, pattern: string) {
  writeSmall(locale, { 'small.days': pattern });
}

describe('findLocaleFaults', () => {
  it('is content with a sound folder', () => {
    expect(findLocaleFaults(directory)).toEqual([]);
  });

  it('names a file that a language lacks, and one that English lacks', () => {
    rmSync(smallFile('ru'));
    writeFileSync(path.join(directory, 'pl', 'extra.json'), '{}');
    expect(findLocaleFaults(directory)).toEqual(['en: no file extra', 'ru: no file small']);
  });

  it('names a file that cannot be read', () => {
    writeFileSync(smallFile('pl'), '{');
    expect(findLocaleFaults(directory).join()).toContain('pl/small.json: cannot be read');
  });

  it('names a key that a language lacks, and one that English lacks', () => {
    writeSmall('pl', { 'small.more': 'Więcej' });
    expect(findLocaleFaults(directory)).toEqual([
      'pl/small.json: no key small.days',
      'en/small.json: no key small.more',
    ]);
  });

  it('names a key that is not of its file', () => {
    for (const locale of LOCALES) writeSmall(locale, { 'other.x': 'X' });
    expect(findLocaleFaults(directory)).toContain('en/small.json: other.x: does not begin with small.');
  });

  it.each(Object.keys(ERROR_STATUS))('misses the error %s', (code) => {
    for (const locale of LOCALES) {
      const file = path.join(directory, locale, 'errors.json');
      const messages = JSON.parse(readFileSync(file, 'utf8'));
      delete messages[code];
      writeFileSync(file, JSON.stringify(messages));
    }
    expect(findLocaleFaults(directory)).toEqual([`errors.json: no text for ${code}`]);
  });

  it('names an error that the contract has not', () => {
    for (const locale of LOCALES) {
      const file = path.join(directory, locale, 'errors.json');
      writeFileSync(file, JSON.stringify({ ...JSON.parse(readFileSync(file, 'utf8')), 'INV-LOST.action': 'X' }));
    }
    expect(findLocaleFaults(directory)).toContain('en/errors.json: INV-LOST.action: is no error of the contract');
  });

  it.each<[Locale, string, string]>([
    ['pl', '{count, plural, one {#} few {#} many {#} other {#}}', 'lacks <b>'],
    ['pl', '<b>{days}</b>', 'lacks {count}'],
    ['pl', '<b>{days}</b>', 'has {days}, which en has not'],
    ['pl', '<b>{count, plural, one {#} few {#} other {#}}</b>', 'plural without many'],
    ['ru', '<b>{count, plural, one {#} many {#} other {#}}</b>', 'plural without few'],
    ['en', '<b>{count, plural, other {#}}</b>', 'plural without one'],
    ['zh-TW', '<b>{count, plural, one {#} other {#}}</b>', 'plural with one, which zh-TW has not'],
    ['ru', '<b>{count</b>', 'is not a valid ICU message'],
    ['ru', '<b>{count}</b> ', 'begins or ends with a space: write whole sentences'],
    ['ru', ' ', 'is empty'],
    ['zh-CN', '<b>剩餘</b> {count} 天', '餘 is not written in zh-CN'],
    ['zh-TW', '<b>剩余</b> {count} 天过', '过 is not written in zh-TW'],
    ['zh-TW', '<b>登錄</b> {count}', '登錄 is not said in zh-TW: 登入'],
    ['zh-TW', '<b>郵箱</b> {count}', '郵箱 is not said in zh-TW: 電子郵件'],
    ['zh-TW', '<b>賬號</b> {count}', '賬號 is not said in zh-TW: 帳戶'],
    ['zh-TW', '<b>短信</b> {count}', '短信 is not said in zh-TW: 簡訊'],
    ['zh-TW', '<b>設置</b> {count}', '設置 is not said in zh-TW: 設定'],
    ['zh-TW', '<b>創建</b> {count}', '創建 is not said in zh-TW: 建立'],
    ['zh-TW', '<b>默認</b> {count}', '默認 is not said in zh-TW: 預設'],
    ['zh-CN', '<b>登入</b> {count}', '登入 is not said in zh-CN: 登录'],
    ['pl', '<b>{count}</b> Zapomniałeś hasła?', 'past tense about the reader'],
    ['ru', '<b>{count}</b> Если Вы готовы', 'вы is written in lower case'],
  ])('in %s finds the fault of %j', (locale, pattern, fault) => {
    change(locale, pattern);
    expect(findLocaleFaults(directory)).toContain(`${locale}/small.json: small.days: ${fault}`);
  });

  it('allows вы at the beginning of a sentence, and exact plurals', () => {
    change('ru', '<b>Готово. Вы внутри.</b> {count, plural, =0 {нет} one {#} few {#} many {#} other {#}}');
    expect(findLocaleFaults(directory)).toEqual([]);
  });

  it('allows the name of a foreign register number', () => {
    change('zh-TW', '<b>统一社会信用代码</b> {count, plural, other {#}}');
    change('zh-CN', '<b>統一編號</b> {count, plural, other {#}}');
    expect(findLocaleFaults(directory)).toEqual([]);
  });

  it('names a text that is not one', () => {
    writeSmall('pl', { 'small.days': { one: 'x' } });
    expect(findLocaleFaults(directory)).toEqual(['pl/small.json: small.days: is not a text']);
  });
});
