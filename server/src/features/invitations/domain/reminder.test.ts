import { expect, it } from 'vitest';
import { after, DAY, HOUR } from '../../../kernel/clock.ts';
import { dueReminder } from './reminder.ts';

const NOW = new Date('2026-03-02T09:00:00Z');
const EARLY = { mark: 1, send: true };
const LATE = { mark: 3, send: true };

it.each([
  ['made just now', 0, 7 * DAY, 0, null],
  ['two days old', 2 * DAY, 5 * DAY, 0, null],
  ['three days old', 3 * DAY, 4 * DAY, 0, EARLY],
  ['three days old, reminded', 3 * DAY, 4 * DAY, 1, null],
  ['a day before the end', 6 * DAY, DAY, 1, LATE],
  ['a day before the end, never reminded', 6 * DAY, DAY, 0, LATE],
  ['a day before the end, reminded of it', 6 * DAY, DAY, 3, null],
  ['over', 8 * DAY, -HOUR, 0, null],
  ['over at this instant', 7 * DAY, 0, 0, null],
  ['four days long: one reminder, not two', 3 * DAY, DAY, 0, LATE],
  ['one day long: never', HOUR, 23 * HOUR, 0, { mark: 3, send: false }],
])('%s', (_name, age, left, reminders, due) => {
  expect(dueReminder({ createdAt: after(NOW, -age), expiresAt: after(NOW, left), reminders }, NOW)).toEqual(due);
});
