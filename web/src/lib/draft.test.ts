import { describe, expect, it } from 'vitest';
import { parseDraft } from './draft.ts';

describe('parseDraft', () => {
  it('reads what was stored', () => {
    expect(parseDraft('{"email":"a@b.example"}')).toEqual({ email: 'a@b.example' });
  });

  it.each([null, '', '{', '"text"', 'null', '7'])('reads %s as nothing', (stored) => {
    expect(parseDraft(stored)).toBeNull();
  });
});
