import type { InvitationState } from '@gatehouse/contract/invitations';
import type { Overview } from '@gatehouse/contract/overview';
import { useLocale, useText } from '../../lib/i18n.tsx';
import { BarRows } from '../../ui/charts/bar-rows.tsx';
import { ChartFrame } from '../../ui/charts/chart-frame.tsx';
import { LineChart } from '../../ui/charts/line-chart.tsx';
import { StackedColumns } from '../../ui/charts/stacked-columns.tsx';
import { formatDay, formatDuration, sumOf } from './overview-figures.ts';

type Props = { overview: Overview };

function useFormats() {
  const locale = useLocale();
  const number = new Intl.NumberFormat(locale);
  const percent = new Intl.NumberFormat(locale, { style: 'percent', maximumFractionDigits: 0 });
  return {
    number: (value: number) => number.format(value),
    percent: (part: number, whole: number) => (whole === 0 ? '–' : percent.format(part / whole)),
    day: (date: string) => formatDay(date, locale),
    duration: (seconds: number | null) => (seconds === null ? '–' : formatDuration(seconds, locale)),
  };
}

/** How far invited people come, and what holds those who do not come farther. */
export function FunnelChart({ overview: { funnel, days } }: Props) {
  const t = useText();
  const { number, percent, duration } = useFormats();
  const invited = funnel[0]?.count ?? 0;
  const inside = funnel.at(-1);
  const reason = (name: string, of: number) => t('overview.funnel.reason', { name, count: of });
  const rows = funnel.map(({ step, count, held, ended }) => {
    const reasons = [
      ...held.slice(0, 3).map((one) => reason(t(`common.requirement.${one.requirement}`), one.count)),
      ...(ended > 0 ? [reason(t('overview.funnel.ended'), ended)] : []),
    ];
    return {
      key: step,
      label: t(`overview.step.${step}`),
      share: invited === 0 ? 0 : count / invited,
      value: `${number(count)} · ${percent(count, invited)}`,
      ...(reasons.length > 0 ? { note: t('overview.funnel.stopped', { reasons: reasons.join(', ') }) } : {}),
    };
  });
  const title = t('overview.funnel.title', { days });
  return (
    <ChartFrame
      title={title}
      summary={t('overview.funnel.summary', {
        invited,
        inside: inside?.count ?? 0,
        time: duration(inside?.medianSeconds ?? null),
      })}
      table={{
        head: [t('overview.step'), t('overview.count'), t('overview.median'), t('overview.funnel.why')],
        rows: funnel.map((one, place) => [
          rows[place]?.label ?? '',
          rows[place]?.value ?? '',
          duration(one.medianSeconds),
          rows[place]?.note ?? '–',
        ]),
      }}
    >
      <BarRows label={title} rows={rows} />
    </ChartFrame>
  );
}

export function SignInChart({ overview: { signIns, days } }: Props) {
  const t = useText();
  const { number, day } = useFormats();
  const success = sumOf(signIns.map((one) => one.success));
  const failure = sumOf(signIns.map((one) => one.failure));
  const title = t('overview.sign-ins.title', { days });
  return (
    <ChartFrame
      title={title}
      summary={t('overview.sign-ins.summary', { success, failure })}
      table={{
        head: [t('overview.day'), t('overview.sign-ins.success'), t('overview.sign-ins.failure')],
        rows: signIns.map((one) => [day(one.day), number(one.success), number(one.failure)]),
      }}
    >
      <LineChart
        label={title}
        keys={signIns.map((one) => day(one.day))}
        labels={signIns.map((one) =>
          t('overview.sign-ins.point', { day: day(one.day), success: one.success, failure: one.failure }),
        )}
        series={[
          { name: t('overview.sign-ins.success'), values: signIns.map((one) => one.success) },
          { name: t('overview.sign-ins.failure'), values: signIns.map((one) => one.failure) },
        ]}
      />
    </ChartFrame>
  );
}

/** Thirteen states are too many for the eye: what waits, what is under way, who is in, what came to nothing. */
const GROUPS = ['waiting', 'under-way', 'in', 'lost'] as const;
const GROUP_OF: Record<InvitationState, (typeof GROUPS)[number]> = {
  queued: 'waiting',
  sent: 'waiting',
  delivered: 'waiting',
  bounced: 'lost',
  opened: 'under-way',
  proving: 'under-way',
  proven: 'under-way',
  consented: 'under-way',
  accepted: 'in',
  declined: 'lost',
  expired: 'lost',
  revoked: 'lost',
  superseded: 'lost',
};

export function WeekChart({ overview: { weeks } }: Props) {
  const t = useText();
  const { number, day } = useFormats();
  const names = GROUPS.map((group) => t(`overview.group.${group}`));
  const parts = weeks.map(({ states }) =>
    GROUPS.map((group) => sumOf(states.filter(({ state }) => GROUP_OF[state] === group).map(({ count }) => count))),
  );
  const title = t('overview.weeks.title');
  return (
    <ChartFrame
      title={title}
      summary={t('overview.weeks.summary', {
        count: sumOf(parts.flat()),
        inside: sumOf(parts.map((part) => part[2] ?? 0)),
      })}
      table={{
        head: [t('overview.week'), ...names],
        rows: weeks.map(({ week }, place) => [day(week), ...(parts[place] ?? []).map(number)]),
      }}
    >
      <StackedColumns
        label={title}
        series={names}
        columns={weeks.map(({ week }, place) => ({
          key: day(week),
          label: [day(week), ...names.map((name, group) => `${name}: ${number(parts[place]?.[group] ?? 0)}`)].join(
            ', ',
          ),
          parts: parts[place] ?? [],
        }))}
      />
    </ChartFrame>
  );
}

const OUTCOMES = ['sent', 'waiting', 'bounced', 'abandoned'] as const;

export function DeliveryChart({ overview: { delivery, days } }: Props) {
  const t = useText();
  const { number, percent } = useFormats();
  const totals = delivery.map((one) => sumOf(OUTCOMES.map((outcome) => one[outcome])));
  const title = t('overview.delivery.title', { days });
  const rows = delivery.flatMap((one, place) =>
    OUTCOMES.map((outcome) => ({
      key: `${one.channel}-${outcome}`,
      label: `${t(`overview.channel.${one.channel}`)}: ${t(`overview.delivery.${outcome}`)}`,
      share: (totals[place] ?? 0) === 0 ? 0 : one[outcome] / (totals[place] ?? 1),
      value: `${number(one[outcome])} · ${percent(one[outcome], totals[place] ?? 0)}`,
    })),
  );
  return (
    <ChartFrame
      title={title}
      summary={t('overview.delivery.summary', {
        count: sumOf(totals),
        lost: sumOf(delivery.map((one) => one.bounced + one.abandoned)),
      })}
      table={{
        head: [t('overview.delivery.outcome'), t('overview.count')],
        rows: rows.map((row) => [row.label, row.value]),
      }}
    >
      <BarRows label={title} rows={rows} />
    </ChartFrame>
  );
}
