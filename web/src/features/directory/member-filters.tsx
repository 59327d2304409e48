import { MEMBER_SORTS, MEMBER_STATES, WAYS_IN } from '@gatehouse/contract/member-filters';
import { ROLES } from '@gatehouse/contract/roles';
import { useLocale, useText } from '../../lib/i18n.tsx';
import { FilterSelect } from '../../ui/filter-select.tsx';
import { type Chip, FilterPanel, ManyFilter, OneFilter } from '../../ui/filters.tsx';
import { SearchBox } from '../../ui/search-box.tsx';
import { filtersOf, sortOf } from './member-search.ts';
import type { MemberSearch } from './member-search-names.ts';

const SPANS = ['7', '30', '90', '180', '365'];

/** What narrows the list of people, all of it in its address. */
export function MemberFilters({ search }: { search: MemberSearch }) {
  const t = useText();
  const choices = useChoices(search);
  const filters = filtersOf(search);
  return (
    <>
      <SearchBox value={search.q ?? ''} label={t('console.people.search')} />
      <FilterSelect
        name="sort"
        label={t('lists.sort')}
        value={sortOf(search) === 'joined' ? '' : sortOf(search)}
        all={t('lists.sort.joined')}
        options={MEMBER_SORTS.slice(1).map((value) => ({ value, label: t(`lists.sort.${value}`) }))}
      />
      <FilterPanel chips={useChips(search, choices)}>
        <ManyFilter {...choices.role} name="role" value={filters.role?.split(',') ?? []} />
        <OneFilter {...choices.state} name="state" value={filters.state} />
        <OneFilter {...choices.away} name="away" value={filters.away} />
        <OneFilter {...choices.joined} name="joined" value={filters.joined} />
      </FilterPanel>
    </>
  );
}

type Choice = 'role' | 'state' | 'away' | 'joined';
type Choices = Record<Choice, { label: string; options: { value: string; label: string }[] }>;

function useChoices({ away }: MemberSearch): Choices {
  const t = useText();
  const of = (values: readonly string[], text: (value: string) => string) =>
    values.map((value) => ({ value, label: text(value) }));
  const spans = away && away !== 'never' && !SPANS.includes(away) ? [away, ...SPANS] : SPANS;
  const absence = (value: string) =>
    value === 'never' ? t('lists.away.never') : t('lists.away.days', { count: Number(value) });
  return {
    role: { label: t('common.word.role'), options: of(ROLES, (name) => t(`common.role.${name}`)) },
    state: { label: t('common.word.state'), options: of(MEMBER_STATES, (name) => t(`common.member-state.${name}`)) },
    away: { label: t('console.people.last-sign-in'), options: of(['never', ...spans], absence) },
    joined: { label: t('lists.filter.joined'), options: of(WAYS_IN, (name) => t(`lists.joined.${name}`)) },
  };
}

function useChips(search: MemberSearch, choices: Choices): Chip[] {
  const list = new Intl.ListFormat(useLocale(), { type: 'disjunction' });
  const filters = filtersOf(search);
  return Object.entries(choices).flatMap(([name, { label, options }]) => {
    const set = filters[name]?.split(',') ?? [];
    const labels = options.filter(({ value }) => set.includes(value)).map((option) => option.label);
    return labels.length > 0 ? [{ name, label, value: list.format(labels) }] : [];
  });
}
