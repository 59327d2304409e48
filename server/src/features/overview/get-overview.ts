import { ATTENTION_KINDS, FUNNEL_STEPS, type Overview } from '@gatehouse/contract/overview';
import { after, DAY, MINUTE } from '../../kernel/clock.ts';
import type { Services } from '../../platform/services.ts';
import { findCollapses } from './find-collapses.ts';
import {
  type AttentionRow,
  countAttention,
  countDelivery,
  countFunnel,
  countSignIns,
  countWeeks,
  type FunnelRow,
  listMedians,
  type MedianRow,
  type SignInDayRow,
  type WeekRow,
} from './overview-read-model.ts';

/** Mail that has waited this long is no longer on its way: something is wrong. */
const STOPPED = 15 * MINUTE;
const WEEK = 7 * DAY;
const WEEKS = 12;

type Target = Pick<Overview['needsAttention'][number], 'room' | 'query'>;

/** Where each is mended: the list with exactly those in it. */
const targets = (days: number): Record<AttentionRow['kind'], Target> => ({
  alerts: { room: 'sign-in-log', query: {} },
  bounced: { room: 'invitations', query: { state: 'bounced' } },
  'mail-stopped': { room: 'invitations', query: { delivery: 'stopped' } },
  'seats-full': { room: 'invitations', query: { stop: 'seat-available' } },
  'waiting-recoveries': { room: 'queue', query: {} },
  'waiting-people': { room: 'queue', query: {} },
  'waiting-companies': { room: 'queue', query: {} },
  'ends-soon': { room: 'invitations', query: { ends: '1', sort: 'ends' } },
  'expired-unopened': { room: 'invitations', query: { lapsed: String(days) } },
});

/** What an organization's overview shows, counted anew from its rows: no part reads farther than its window. */
export async function getOverview(
  { database, clock }: Pick<Services, 'database' | 'clock'>,
  organizationId: string,
  days: number,
): Promise<Overview> {
  const now = clock.now();
  const at = { now, soon: after(now, DAY), since: after(now, -days * DAY), stopped: after(now, -STOPPED) };
  const firstWeek = after(mondayOf(now), -(WEEKS - 1) * WEEK);
  const firstDay = after(startOfDay(now), -(days - 1) * DAY);
  const [collapses, attention, funnel, medians, weeks, delivery, signIns] = await Promise.all([
    findCollapses({ database, clock }, organizationId),
    countAttention(database, organizationId, at),
    countFunnel(database, organizationId, at),
    listMedians(database, organizationId, at),
    countWeeks(database, organizationId, firstWeek, now),
    countDelivery(database, organizationId, at),
    countSignIns(database, organizationId, firstDay, now),
  ]);
  return {
    days,
    needsAttention: [...collapses, ...presentAttention(attention, targets(days))],
    funnel: presentFunnel(funnel, medians),
    weeks: presentWeeks(weeks, firstWeek),
    delivery,
    signIns: presentDays(signIns, firstDay, days),
  };
}

function presentAttention(
  rows: readonly AttentionRow[],
  to: Record<AttentionRow['kind'], Target>,
): Overview['needsAttention'] {
  return ATTENTION_KINDS.flatMap((wanted) => {
    const row = rows.find(({ kind }) => kind === wanted);
    if (!row?.oldestAt) return [];
    const { kind } = row;
    return [{ kind, count: row.count, oldestAt: row.oldestAt.toISOString(), ...to[kind] }];
  });
}

function presentFunnel(rows: readonly FunnelRow[], medians: readonly MedianRow[]): Overview['funnel'] {
  const sum = (some: readonly FunnelRow[]) => some.reduce((total, { count }) => total + count, 0);
  const last = FUNNEL_STEPS.length - 1;
  return FUNNEL_STEPS.map((step, place) => {
    const here = rows.filter(({ reached }) => reached === place && place < last);
    const held = here.flatMap(({ held: requirement, count }) => (requirement ? [{ requirement, count }] : []));
    return {
      step,
      count: sum(rows.filter(({ reached }) => reached >= place)),
      medianSeconds: medians.find((row) => row.step === place)?.seconds ?? null,
      held: held.sort((one, other) => other.count - one.count),
      ended: sum(here.filter((row) => row.held === null)),
    };
  });
}

function presentWeeks(rows: readonly WeekRow[], first: Date): Overview['weeks'] {
  return Array.from({ length: WEEKS }, (_, index) => {
    const week = dateOf(after(first, index * WEEK));
    return { week, states: rows.filter((row) => row.week === week).map(({ state, count }) => ({ state, count })) };
  });
}

function presentDays(rows: readonly SignInDayRow[], first: Date, days: number): Overview['signIns'] {
  return Array.from({ length: days }, (_, index) => {
    const day = dateOf(after(first, index * DAY));
    return rows.find((row) => row.day === day) ?? { day, success: 0, failure: 0 };
  });
}

const dateOf = (instant: Date) => instant.toISOString().slice(0, 10);
const startOfDay = (instant: Date) => new Date(`${dateOf(instant)}T00:00:00Z`);

/** Weeks begin on Monday, as `date_trunc` cuts them. */
function mondayOf(instant: Date): Date {
  const day = startOfDay(instant);
  return after(day, -((day.getUTCDay() + 6) % 7) * DAY);
}
