import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { after, MINUTE } from '../../../kernel/clock.ts';
import { type MailNews, type MailStanding, messageIdOf, newsOf, stateAfter } from './mail-event.ts';

const THEN = new Date('2026-11-26T10:00:00Z');
const LATER = after(THEN, MINUTE);

describe('what an event moves a mail to', () => {
  it.each<[MailStanding['state'], Partial<MailStanding>, MailNews, Date, 'delivered' | 'bounced' | null]>([
    ['sent', {}, 'delivered', THEN, 'delivered'],
    ['sent', {}, 'bounced', THEN, 'bounced'],
    ['sent', {}, 'deferred', THEN, null],
    ['sent', {}, 'complained', THEN, 'delivered'],
    ['queued', {}, 'delivered', THEN, 'delivered'],
    ['sending', {}, 'bounced', THEN, 'bounced'],
    ['abandoned', {}, 'delivered', THEN, 'delivered'],
    ['delivered', { deliveredAt: THEN }, 'bounced', LATER, 'bounced'],
    ['delivered', { deliveredAt: LATER }, 'bounced', THEN, null],
    ['delivered', {}, 'bounced', THEN, 'bounced'],
    ['delivered', { deliveredAt: THEN }, 'delivered', LATER, null],
    ['bounced', { bouncedAt: THEN }, 'delivered', LATER, 'delivered'],
    ['bounced', { bouncedAt: LATER }, 'delivered', THEN, null],
    ['bounced', { bouncedAt: THEN }, 'delivered', THEN, null],
    ['bounced', {}, 'delivered', LATER, null],
    ['bounced', {}, 'complained', LATER, null],
  ])('%s (%j), %s of %s: %s', (state, known, news, at, expected) => {
    expect(stateAfter({ state, deliveredAt: null, bouncedAt: null, ...known }, news, at)).toBe(expected);
  });

  it('does not depend on the order in which they come', () => {
    const events = fc.array(
      fc.record({
        news: fc.constantFrom<MailNews>('delivered', 'deferred', 'bounced', 'complained'),
        at: fc.integer({ min: 0, max: 4 }).map((minutes) => after(THEN, minutes * MINUTE)),
      }),
      { minLength: 1, maxLength: 6 },
    );
    const endOf = (all: readonly { news: MailNews; at: Date }[]) => {
      let mail: MailStanding = { state: 'sent', deliveredAt: null, bouncedAt: null };
      const latest = (one: Date | null, other: Date) => (one && one > other ? one : other);
      for (const { news, at } of all) {
        const state = stateAfter(mail, news, at) ?? mail.state;
        mail = { ...mail, state };
        if (news === 'bounced') mail = { ...mail, bouncedAt: latest(mail.bouncedAt, at) };
        else if (news !== 'deferred') mail = { ...mail, deliveredAt: latest(mail.deliveredAt, at) };
      }
      return mail.state;
    };
    const pairs = events.chain((all) =>
      fc.tuple(fc.constant(all), fc.shuffledSubarray(all, { minLength: all.length, maxLength: all.length })),
    );
    fc.assert(
      fc.property(pairs, ([one, other]) => {
        expect(endOf(one)).toBe(endOf(other));
      }),
    );
  });

  it.each([
    ['delivered', 'hard', 'delivered'],
    ['bounced', 'hard', 'bounced'],
    ['bounced', 'soft', 'deferred'],
    ['dropped', 'soft', 'bounced'],
    ['suppressed', 'hard', 'bounced'],
    ['complained', 'hard', 'complained'],
  ] as const)('%s, %s is %s', (type, bounce, news) => {
    expect(newsOf({ type, bounce })).toBe(news);
  });

  it.each([
    ['<msg_019abc@gate.example>', 'msg_019abc'],
    ['msg_019abc@gate.example', 'msg_019abc'],
    [' msg_019abc ', 'msg_019abc'],
    ['<20261126.1234@elsewhere.example>', null],
    ['msg_1 or 1=1', null],
    ['<msg_1@a> <msg_2@b>', null],
  ])('%s is about %s', (text, id) => {
    expect(messageIdOf(text)).toBe(id);
  });
});
