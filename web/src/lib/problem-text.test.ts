import { describe, expect, it } from 'vitest';
import { presentParams } from './problem-text.ts';

describe('presentParams', () => {
  it('puts an instant into the words of the reader, and nothing else', () => {
    const params = { time: '2026-11-22T12:00:00.000Z', days: 7, name: '2026-11-22', word: 'T12Z' };
    expect(presentParams(params, 'en')).toEqual({ ...params, time: 'Nov 22, 2026, 12:00' });
  });
});
