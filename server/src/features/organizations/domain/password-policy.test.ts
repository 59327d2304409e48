import { describe, expect, it } from 'vitest';
import { strictestPasswordPolicy } from './organization-policy.ts';

describe('what a password must be', () => {
  it.each([
    ['nobody decided anything', [], false, 15],
    ['a second step is required, and nothing else decided', [{}], true, 15],
    ['eight, beside a required second step [S1]', [{ passwordMinLength: 8 }], true, 8],
    ['eight alone counts as fifteen [S1]', [{ passwordMinLength: 8 }], false, 15],
    ['the longest of several', [{ passwordMinLength: 8 }, { passwordMinLength: 20 }], true, 20],
    ['one that decided nothing is one of them', [{ passwordMinLength: 8 }, {}], true, 15],
  ])('%s', (_what, asked, isRequired, minLength) => {
    expect(strictestPasswordPolicy(asked, isRequired).minLength).toBe(minLength);
  });

  it('grows old and is mixed only where one wants it, and then as the strictest does [S3, S4]', () => {
    expect(strictestPasswordPolicy([{}, { passwordDays: 0 }], false)).toMatchObject({ days: 0, mixed: false });
    const asked = [{ passwordDays: 180 }, { passwordDays: 90, passwordMixed: true }, { passwordDays: null }];
    expect(strictestPasswordPolicy(asked, false)).toMatchObject({ days: 90, mixed: true });
  });
});
