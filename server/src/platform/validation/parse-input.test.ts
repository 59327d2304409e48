import { displayName, emailField, line, wholeNumber } from '@gatehouse/contract/fields';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { AppError } from '../../kernel/app-error.ts';
import { parseInput } from './parse-input.ts';

const schema = z.strictObject({
  name: displayName(),
  to: z.strictObject({ email: emailField }),
  roles: z
    .array(z.enum(['owner', 'member']))
    .min(1)
    .max(2)
    .optional(),
  days: wholeNumber(1, 30).optional(),
  note: line(5).optional(),
  reason: line(300, 10).optional(),
});
const good = { name: 'Willy', to: { email: 'willy@urs.example' } };

function problemsOf(input: unknown): string[] {
  try {
    parseInput(schema, input);
    return [];
  } catch (error) {
    expect(error).toBeInstanceOf(AppError);
    expect(error).toMatchObject({ code: 'REQUEST-INVALID' });
    return (error as AppError).fields.map(({ path, code }) => `${path} ${code}`);
  }
}

describe('a body as its schema reads it', () => {
  it('trimmed and in NFC', () => {
    expect(parseInput(schema, { ...good, name: ' Rene\u0301 ' }).name).toBe('Ren\u00e9');
  });

  it.each<[string, unknown, string[]]>([
    ['nothing', {}, ['name FIELD-REQUIRED', 'to FIELD-REQUIRED']],
    ['null for a field', { ...good, name: null }, ['name FIELD-REQUIRED']],
    ['spaces only', { ...good, name: '   ' }, ['name FIELD-REQUIRED']],
    ['deep inside', { ...good, to: { email: 'x' } }, ['to.email EMAIL-INVALID']],
    ['an unknown field', { ...good, isAdmin: true }, ['isAdmin FIELD-UNKNOWN']],
    ['an unknown field deep inside', { ...good, to: { ...good.to, cc: 'x@y.test' } }, ['to.cc FIELD-UNKNOWN']],
    ['an array for a text', { ...good, name: ['Willy'] }, ['name FIELD-INVALID']],
    ['an object for a text', { ...good, name: { toString: 'x' } }, ['name FIELD-INVALID']],
    ['a number for a text', { ...good, name: 7 }, ['name FIELD-INVALID']],
    ['a text for a number', { ...good, days: '7' }, ['days FIELD-INVALID']],
    ['a number out of range', { ...good, days: 31 }, ['days FIELD-OUT-OF-RANGE']],
    ['half a day', { ...good, days: 1.5 }, ['days FIELD-INVALID']],
    ['too many', { ...good, roles: ['owner', 'member', 'owner'] }, ['roles FIELD-TOO-MANY']],
    ['none of them', { ...good, roles: [] }, ['roles FIELD-REQUIRED']],
    ['none of ours', { ...good, roles: ['root'] }, ['roles.0 FIELD-INVALID']],
    ['too long', { ...good, note: '123456' }, ['note FIELD-TOO-LONG']],
    ['too short', { ...good, reason: 'no' }, ['reason FIELD-TOO-SHORT']],
    ['a lone surrogate', { ...good, note: '\uD800' }, ['note TEXT-INVALID']],
    ['NUL', { ...good, note: 'a\0b' }, ['note TEXT-INVALID']],
    ['a line break', { ...good, note: 'a\nb' }, ['note TEXT-INVALID']],
    ['a turn of direction', { ...good, note: 'a\u202eb' }, ['note TEXT-INVALID']],
    ['an advertisement', { ...good, name: 'Win at evil.example' }, ['name NAME-INVALID']],
    ['no object', 'name=Willy', [' FIELD-INVALID']],
    ['a list', [good], [' FIELD-INVALID']],
  ])('%s', (_what, input, problems) => {
    expect(problemsOf(input)).toEqual(problems);
  });

  it('an emoji is one character of a limit', () => {
    expect(problemsOf({ ...good, note: '🔑🔑🔑🔑🔑' })).toEqual([]);
    expect(problemsOf({ ...good, note: '🔑🔑🔑🔑🔑🔑' })).toEqual(['note FIELD-TOO-LONG']);
  });

  it('a prototype is not a field', () => {
    expect(problemsOf(JSON.parse('{"name":"W","to":{"email":"w@urs.example"},"__proto__":{"admin":true}}'))).toEqual([
      '__proto__ FIELD-UNKNOWN',
    ]);
  });
});
