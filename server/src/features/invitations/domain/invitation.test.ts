import { INVITATION_STATES, type InvitationState } from '@gatehouse/contract/invitations';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { after, DAY } from '../../../kernel/clock.ts';
import { endOf, isLive, LIVE_STATES, stateAt, TRANSITIONS } from './invitation.ts';

const NOW = new Date('2026-03-02T09:00:00Z');
const transitions = Object.values(TRANSITIONS) as { from: readonly InvitationState[]; to: InvitationState }[];
/** Nobody moves an invitation to `expired`: that is what a live one is once its time is over. */
const ENDS: readonly InvitationState[] = ['accepted', 'declined', 'expired', 'revoked', 'superseded'];

describe('the states of an invitation', () => {
  it('are live or ended, nothing between', () => {
    expect([...LIVE_STATES, ...ENDS].sort()).toEqual([...INVITATION_STATES].sort());
  });

  it('ends are final: nothing leads out of one', () => {
    for (const end of ENDS) expect(transitions.filter(({ from }) => from.includes(end))).toEqual([]);
  });

  it('every other one is reached from the first', () => {
    const reached = new Set<InvitationState>(['queued']);
    for (let size = 0; size !== reached.size; ) {
      size = reached.size;
      for (const { from, to } of transitions) if (from.some((state) => reached.has(state))) reached.add(to);
    }
    expect([...reached, 'expired'].sort()).toEqual([...INVITATION_STATES].sort());
  });

  it('never go back: no row of the table leads to an earlier state of the person’s way', () => {
    const place = (state: InvitationState) => INVITATION_STATES.indexOf(state);
    // A bounce is no step of it: a delivery that was told later takes it back.
    const steps = transitions.flatMap(({ from, to }) => from.map((state) => [state, to] as const));
    for (const [from, to] of steps.filter(([state]) => state !== 'bounced'))
      expect(place(from)).toBeLessThan(place(to));
    expect(steps.filter(([from, to]) => from === 'bounced' && place(to) < place(from))).toEqual([
      ['bounced', 'delivered'],
    ]);
  });

  it.each(['accepted', 'declined', 'revoked', 'superseded'] as const)('every live one can be %s', (end) => {
    expect(TRANSITIONS[end].from).toEqual(LIVE_STATES);
  });
});

describe('time', () => {
  const anyState = fc.constantFrom(...INVITATION_STATES);
  const anyTime = fc.integer({ min: -40, max: 40 }).map((days) => after(NOW, days * DAY));
  const lifetime = fc.record({
    state: anyState,
    expiresAt: anyTime,
    resumableUntil: fc.option(anyTime, { nil: null }),
  });

  it('over at the very instant of the end, without any job [A14]', () => {
    const invitation = { state: 'sent', expiresAt: NOW, resumableUntil: null } as const;
    expect(stateAt(invitation, NOW)).toBe('expired');
    expect(stateAt(invitation, after(NOW, -1))).toBe('sent');
  });

  it('half-done onboarding is kept beyond the end date, never shortened', () => {
    const invitation = { state: 'proven', expiresAt: NOW, resumableUntil: after(NOW, 30 * DAY) } as const;
    expect(isLive(invitation, after(NOW, 29 * DAY))).toBe(true);
    expect(endOf({ ...invitation, resumableUntil: after(NOW, -DAY) })).toEqual(NOW);
  });

  it('what has ended stays what it is; what is live expires and never lives again', () => {
    fc.assert(
      fc.property(lifetime, anyTime, anyTime, (invitation, one, other) => {
        const [earlier, later] = one <= other ? [one, other] : [other, one];
        if (ENDS.includes(invitation.state)) expect(stateAt(invitation, one)).toBe(invitation.state);
        expect(isLive(invitation, later) && !isLive(invitation, earlier)).toBe(false);
        expect(isLive(invitation, earlier)).toBe(!ENDS.includes(stateAt(invitation, earlier)));
      }),
    );
  });
});
