import { displayName, emailField } from '@gatehouse/contract/fields';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { byPath, check, fieldId } from './field-problems.ts';

const schema = z.strictObject({
  to: z.strictObject({ email: emailField }),
  name: displayName(3),
  days: z.number().max(3),
});

describe('check', () => {
  it('finds nothing wrong with what is right', () => {
    expect(check(schema, { to: { email: 'a@b.example' }, name: 'Li', days: 1 })).toEqual({});
  });

  it('names the field and the code of each mistake, with parameters', () => {
    expect(check(schema, { to: { email: '' }, name: 'Willy', days: 1 })).toEqual({
      'to.email': { code: 'FIELD-REQUIRED', params: {} },
      name: { code: 'FIELD-TOO-LONG', params: { max: 3 } },
    });
  });

  it('leaves to the server what has no code of ours', () => {
    expect(check(schema, { to: { email: 'a@b.example' }, name: 'Li', days: 9 })).toEqual({});
  });
});

describe('byPath', () => {
  it('keeps the first mistake of a field', () => {
    const errors = [
      { path: 'name', code: 'NAME-INVALID', params: {} },
      { path: 'name', code: 'FIELD-TOO-LONG', params: { max: 1 } },
    ] as const;
    expect(byPath(errors)).toEqual({ name: { code: 'NAME-INVALID', params: {} } });
  });
});

describe('fieldId', () => {
  it('is an id for every path', () => {
    expect(fieldId('welcomeLinks.0.url')).toBe('field-welcomeLinks-0-url');
  });
});
