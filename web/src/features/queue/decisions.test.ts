import { describe, expect, it } from 'vitest';
import { type Decisions, decided, dueOf, idsOf, isFree, type Key, keyOf, moved, undone } from './decisions.ts';

const NONE: Decisions = new Map();
const ONE = keyOf('company', 'org_1');
const TWO = keyOf('join', 'jrq_2');
const APPROVE = { decision: 'approve' } as const;
const REJECT = { decision: 'reject', reason: 'no' } as const;

describe('decisions that can be taken back', () => {
  it('wait, and leave unless they were taken back', () => {
    const made = decided(NONE, [ONE, TWO], APPROVE);
    expect(dueOf(made, [ONE, TWO])).toEqual([ONE, TWO]);
    const back = undone(made, [ONE]);
    expect(dueOf(back, [ONE, TWO])).toEqual([TWO]);
    expect(isFree(back, ONE)).toBe(true);
  });

  it('are not made twice, and not taken back once they have left', () => {
    const made = decided(decided(NONE, [ONE], APPROVE), [ONE], REJECT);
    expect(made.get(ONE)).toEqual({ state: 'undoable', verdict: APPROVE });
    const sent = moved(made, [ONE], () => ({ state: 'sending', verdict: APPROVE }));
    expect(undone(sent, [ONE])).toEqual(sent);
    expect(dueOf(sent, [ONE])).toEqual([]);
  });

  it('can be made anew where they were refused', () => {
    const refused = moved(NONE, [ONE], () => ({ state: 'refused', refusal: { code: 'SERVER', params: {} } }));
    expect(decided(refused, [ONE], REJECT).get(ONE)).toEqual({ state: 'undoable', verdict: REJECT });
  });

  it('are told apart by kind', () => {
    const keys: Key[] = [ONE, TWO];
    expect([idsOf('company', keys), idsOf('join', keys)]).toEqual([['org_1'], ['jrq_2']]);
  });
});
