import type { Overview } from '@gatehouse/contract/overview';
import { type Translate, translator } from '../../platform/i18n/translate.ts';
import type { Services } from '../../platform/services.ts';
import type { Cell, RowSource } from '../../platform/spreadsheets/rows.ts';
import { getOverview } from './get-overview.ts';

/** The figures of an overview as one table: which figure, of what, how many. */
export function overviewRows(services: Pick<Services, 'database' | 'clock'>): RowSource {
  return {
    columns: (t) => [
      t('exports.column.figure'),
      t('exports.column.of'),
      t('exports.column.detail'),
      t('overview.count'),
    ],
    read: async ({ organizationId, filters, locale }) => {
      const overview = await getOverview(services, organizationId, Number(filters.days));
      return { rows: figuresOf(translator(locale), overview), next: null };
    },
  };
}

function figuresOf(t: Translate, { days, funnel, weeks, delivery, signIns }: Overview): Cell[][] {
  const titles = {
    funnel: t('overview.funnel.title', { days }),
    weeks: t('overview.weeks.title'),
    delivery: t('overview.delivery.title', { days }),
    signIns: t('overview.sign-ins.title', { days }),
  };
  return [
    ...funnel.flatMap(({ step, count, medianSeconds, held, ended }): Cell[][] => {
      const place = t(`overview.step.${step}`);
      return [
        [titles.funnel, place, null, count],
        ...(medianSeconds === null ? [] : [[titles.funnel, place, t('exports.column.median-seconds'), medianSeconds]]),
        ...held.map(({ requirement, count: stopped }) => {
          return [
            titles.funnel,
            place,
            t('overview.funnel.stopped', { reasons: t(`common.requirement.${requirement}`) }),
            stopped,
          ];
        }),
        ...(ended > 0 ? [[titles.funnel, place, t('overview.funnel.ended'), ended]] : []),
      ];
    }),
    ...weeks.flatMap(({ week, states }) =>
      states.map(({ state, count }) => [titles.weeks, week, t(`common.state.${state}`), count]),
    ),
    ...delivery.flatMap(({ channel, ...outcomes }) =>
      Object.entries(outcomes).map(([outcome, count]) => {
        return [titles.delivery, t(`overview.channel.${channel}`), t(`overview.delivery.${outcome}`), count];
      }),
    ),
    ...signIns.flatMap(({ day, success, failure }) => [
      [titles.signIns, day, t('overview.sign-ins.success'), success],
      [titles.signIns, day, t('overview.sign-ins.failure'), failure],
    ]),
  ];
}
