import { DELIVERY_RESULTS } from '@gatehouse/contract/invitation-filters';
import {
  INVITATION_KINDS,
  INVITATION_STATES,
  type Invitation,
  REQUIREMENT_NAMES,
  type RequirementName,
} from '@gatehouse/contract/invitations';
import { type Translate, useLocale, useText } from '../../lib/i18n.tsx';
import { type Chip, DayFilter, FilterPanel, ManyFilter, OneFilter } from '../../ui/filters.tsx';
import { useSession } from '../sessions/session.ts';
import { filtersOf } from './invitation-search.ts';
import type { InvitationSearch } from './invitation-search-names.ts';

/** Requirements that nothing answers yet hold nobody. */
const NOT_YET: readonly RequirementName[] = [
  'idp-approved',
  'address-verified',
  'address-matches',
  'seat-available',
  'subscription-live',
  'client-allowed',
];
const STOPS = REQUIREMENT_NAMES.filter((name) => !NOT_YET.includes(name));
const SPANS = ['1', '3', '7', '14', '30'];

type Props = { search: InvitationSearch; items: readonly Invitation[] };

/** What narrows the list beside words. `items`: the page that is shown, whose inviters can be chosen. */
export function InvitationFilterPanel({ search, items }: Props) {
  const t = useText();
  const choices = useChoices(search, items);
  const many = (value: string | undefined) => value?.split(',') ?? [];
  const filters = filtersOf(search);
  return (
    <FilterPanel chips={useChips(search, choices)}>
      <ManyFilter {...choices.state} name="state" value={many(filters.state)} />
      <ManyFilter {...choices.stop} name="stop" value={many(filters.stop)} />
      <OneFilter {...choices.kind} name="kind" value={filters.kind} />
      <OneFilter {...choices.delivery} name="delivery" value={filters.delivery} />
      <OneFilter {...choices.channel} name="channel" value={filters.channel} />
      <OneFilter {...choices.ends} name="ends" value={filters.ends} />
      <OneFilter {...choices.lapsed} name="lapsed" value={filters.lapsed} />
      <OneFilter {...choices.scheduled} name="scheduled" value={filters.scheduled} />
      <OneFilter {...choices.suppressed} name="suppressed" value={filters.suppressed} />
      <OneFilter {...choices.by} name="by" value={filters.by} />
      <DayFilter name="from" label={t('lists.filter.from')} value={search.from} />
      <DayFilter name="to" label={t('lists.filter.to')} value={search.to} />
    </FilterPanel>
  );
}

type Choice =
  | 'state'
  | 'stop'
  | 'kind'
  | 'delivery'
  | 'channel'
  | 'ends'
  | 'lapsed'
  | 'scheduled'
  | 'suppressed'
  | 'by';
type Choices = Record<Choice, { label: string; options: { value: string; label: string }[] }>;

function useChoices(search: InvitationSearch, items: readonly Invitation[]): Choices {
  const t = useText();
  const of = (values: readonly string[], text: (value: string) => string) =>
    values.map((value) => ({ value, label: text(value) }));
  const days = (count: string) => t('lists.days', { count: Number(count) });
  const withOwn = (value: string | undefined) => (value && !SPANS.includes(value) ? [value, ...SPANS] : SPANS);
  return {
    state: { label: t('common.word.state'), options: of(INVITATION_STATES, (name) => t(`common.state.${name}`)) },
    stop: { label: t('lists.filter.stop'), options: of(STOPS, (name) => t(`common.requirement.${name}`)) },
    kind: { label: t('console.invitations.kind'), options: of(INVITATION_KINDS, (name) => t(`common.kind.${name}`)) },
    delivery: {
      label: t('lists.filter.delivery'),
      options: of(DELIVERY_RESULTS, (name) => t(`lists.delivery.${name}`)),
    },
    channel: { label: t('lists.filter.channel'), options: of(['email', 'sms'], (name) => t(`lists.channel.${name}`)) },
    ends: { label: t('lists.filter.ends'), options: of(withOwn(search.ends), days) },
    lapsed: { label: t('lists.filter.lapsed'), options: of(withOwn(search.lapsed), days) },
    scheduled: {
      label: t('lists.filter.scheduled'),
      options: of(['true', 'false'], (value) => t(`lists.scheduled.${value}`)),
    },
    suppressed: {
      label: t('lists.filter.suppressed'),
      options: of(['true', 'false'], (value) => t(`lists.suppressed.${value}`)),
    },
    by: { label: t('console.invitations.inviter'), options: useInviters(t, search.by, items) },
  };
}

/** Oneself, whoever invited one of those in sight, and whoever is chosen already. */
function useInviters(t: Translate, chosen: string | undefined, items: readonly Invitation[]) {
  const { account } = useSession();
  const known = new Map(items.flatMap(({ invitedBy }) => (invitedBy ? [[invitedBy.id, invitedBy.name]] : [])));
  known.delete(account.id);
  const options = [
    { value: account.id, label: t('lists.by.me') },
    ...[...known].map(([value, label]) => ({ value, label })),
  ];
  const isNamed = !chosen || options.some(({ value }) => value === chosen);
  return isNamed ? options : [...options, { value: chosen, label: t('lists.by.other') }];
}

function useChips(search: InvitationSearch, choices: Choices): Chip[] {
  const t = useText();
  const locale = useLocale();
  const filters: Record<string, string> = { ...filtersOf(search) };
  const list = new Intl.ListFormat(locale, { type: 'disjunction' });
  const chips = Object.entries(choices).flatMap(([name, { label, options }]) => {
    const set = filters[name]?.split(',') ?? [];
    const labels = options.filter(({ value }) => set.includes(value)).map((option) => option.label);
    return labels.length > 0 ? [{ name, label, value: list.format(labels) }] : [];
  });
  const day = new Intl.DateTimeFormat(locale, { dateStyle: 'medium' });
  const days = (['from', 'to'] as const).flatMap((name) =>
    filters[name]
      ? [{ name, label: t(`lists.filter.${name}`), value: day.format(new Date(`${search[name]}T00:00`)) }]
      : [],
  );
  return [...chips, ...days];
}
