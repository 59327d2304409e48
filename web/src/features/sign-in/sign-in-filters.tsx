import { DEVICE_NAMES } from '@gatehouse/contract/devices';
import type { SignInEvent } from '@gatehouse/contract/sign-in-events';
import { type FormEvent, useState } from 'react';
import { useIntl } from 'react-intl';
import { useText } from '../../lib/i18n.tsx';
import { Button } from '../../ui/button.tsx';
import { type Chip, DayFilter, FilterPanel, OneFilter, useFilter } from '../../ui/filters.tsx';
import { SearchBox } from '../../ui/search-box.tsx';
import { filtersOf, RESULTS } from './sign-in-search.ts';
import type { SignInSearch } from './sign-in-search-names.ts';

type Props = { search: SignInSearch; items: readonly SignInEvent[] };

/** What narrows the log, all of it in its address. `items`: the page that is shown, by which a person is named. */
export function SignInFilters({ search, items }: Props) {
  const t = useText();
  const choices = useChoices();
  const filters = filtersOf(search);
  return (
    <>
      <SearchBox value={search.q ?? ''} label={t('console.people.search')} />
      <FilterPanel chips={useChips(search, items)}>
        <OneFilter {...choices.result} name="result" value={filters.result} />
        <OneFilter {...choices.reason} name="reason" value={filters.reason} />
        <OneFilter {...choices.method} name="method" value={filters.method} />
        <OneFilter {...choices.device} name="device" value={filters.device} />
        <DayFilter name="from" label={t('audit.from')} value={search.from} />
        <DayFilter name="to" label={t('audit.to')} value={search.to} />
        <NetworkFilter key={search.ip} value={search.ip ?? ''} />
      </FilterPanel>
    </>
  );
}

function useChoices() {
  const t = useText();
  const intl = useIntl();
  // Every reason and way that has words, whichever slice has brought it.
  const worded = (...families: [string, string][]) =>
    Object.keys(intl.messages)
      .flatMap((key) => {
        const prefix = families.map((family) => `${family.join('.')}.`).find((each) => key.startsWith(each));
        return prefix ? [[key, prefix] as const] : [];
      })
      .map(([key, prefix]) => ({ value: key.slice(prefix.length), label: t(key) }))
      .sort((one, other) => one.label.localeCompare(other.label, intl.locale));
  return {
    result: {
      label: t('console.sign-ins.result'),
      options: RESULTS.map((value) => ({ value, label: t(`common.result.${value}`) })),
    },
    reason: { label: t('console.sign-ins.reason'), options: worded(['console', 'reason']) },
    method: { label: t('console.sign-ins.method'), options: worded(['common', 'method'], ['console', 'method']) },
    device: { label: t('common.word.device'), options: DEVICE_NAMES.map((value) => ({ value, label: value })) },
  };
}

/** Every filter that is set, in words. */
function useChips(search: SignInSearch, items: readonly SignInEvent[]): Chip[] {
  const t = useText();
  const choices = useChoices();
  const filters = filtersOf(search);
  const chosen = (['result', 'reason', 'method', 'device'] as const).flatMap((name) => {
    const value = filters[name];
    if (!value) return [];
    const { label, options } = choices[name];
    return [{ name, label, value: options.find((option) => option.value === value)?.label ?? value }];
  });
  const person = items.find(({ accountId }) => accountId === search.person);
  const typed = [
    { name: 'from', label: t('audit.from'), value: filters.from && search.from },
    { name: 'to', label: t('audit.to'), value: filters.to && search.to },
    { name: 'ip', label: t('audit.ip'), value: search.ip },
    {
      name: 'person',
      label: t('console.invitations.person'),
      value: search.person && (person?.name ?? t('audit.filter.actor')),
    },
  ];
  return [...chosen, ...typed.flatMap(({ value, ...chip }) => (value ? [{ ...chip, value }] : []))];
}

/** An address or a network; asked for when it is typed to its end. */
function NetworkFilter({ value }: { value: string }) {
  const t = useText();
  const filter = useFilter();
  const [text, setText] = useState(value);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    filter('ip', text.trim());
  };
  return (
    <form onSubmit={submit} className="flex min-w-0 flex-col gap-1 sm:col-span-2 lg:col-span-1">
      <label htmlFor="filter-ip" className="font-semibold">
        {t('audit.ip')}
      </label>
      <span className="flex gap-2">
        <input
          id="filter-ip"
          value={text}
          maxLength={50}
          autoComplete="off"
          spellCheck={false}
          placeholder="192.0.2.0/24"
          onChange={(event) => setText(event.target.value)}
          className="min-h-control w-full rounded-control border border-control bg-surface px-3 py-1.5 text-ink tabular-nums pointer-coarse:text-base"
        />
        <Button type="submit">{t('common.action.show')}</Button>
      </span>
    </form>
  );
}
