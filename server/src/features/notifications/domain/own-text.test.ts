import { describe, expect, it } from 'vitest';
import { isOwnKey, problemOf } from './own-text.ts';

describe('which texts may be worded', () => {
  it.each([
    ['M01', 'mail.M01.subject', true],
    ['M01', 'mail.M010.subject', false],
    ['M01', 'mail.M04.subject', false],
    ['M01', 'mail.M01.unexpected', false],
    ['M04', 'mail.M04.never-tell', false],
    ['S01', 'sms.S01', true],
    ['S02', 'sms.S02.member', true],
    ['S01', 'sms.S02.member', false],
    ['M01', 'errors.SERVER', false],
  ])('%s %s: %s', (template, key, may) => {
    expect(isOwnKey(template, key)).toBe(may);
  });
});

describe('a wording', () => {
  it.each([
    [['code', 'productName'], ['code'], null],
    [['code', 'productName'], ['productName'], 'TEXT-VARIABLE-MISSING'],
    [['productName'], ['productName', 'salary'], 'TEXT-VARIABLE-UNKNOWN'],
    [['productName'], ['<b>', 'productName'], 'TEXT-VARIABLE-UNKNOWN'],
    [['productName'], [], null],
    [['productName'], null, 'TEXT-PATTERN'],
  ])('original %j, own %j: %s', (original, own, code) => {
    expect(problemOf('mail.M01.subject', original, own)?.code ?? null).toBe(code);
  });
});
