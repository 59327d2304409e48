import { describe, expect, it } from 'vitest';
import { readTheme } from './theme.ts';

describe('readTheme', () => {
  it.each([
    ['dark', 'dark'],
    ['light', 'light'],
    [null, 'system'],
    ['purple', 'system'],
  ])('%s: %s', (stored, theme) => {
    expect(readTheme(stored)).toBe(theme);
  });
});
