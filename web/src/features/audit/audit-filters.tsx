import { useNavigate } from '@tanstack/react-router';
import { useIntl } from 'react-intl';
import { useText } from '../../lib/i18n.tsx';
import { Button } from '../../ui/button.tsx';
import { FilterSelect } from '../../ui/filter-select.tsx';
import { SearchBox } from '../../ui/search-box.tsx';
import type { AuditEvent } from './audit-event.ts';
import type { AuditSearch } from './audit-search-names.ts';

const ACTION = 'audit.action.';

/** What narrows the log, all of it in the address: words, action, days, and who or what was chosen in a row. */
export function AuditFilters({ search, events }: { search: AuditSearch; events: readonly AuditEvent[] }) {
  const t = useText();
  const intl = useIntl();
  const actions = Object.keys(intl.messages)
    .filter((key) => key.startsWith(ACTION))
    .map((key) => ({ value: key.slice(ACTION.length), label: t(key) }))
    .sort((left, right) => left.label.localeCompare(right.label, intl.locale));
  const actor = events.find((event) => event.actor.id === search.actor)?.actor.name;
  const subject = events.find((event) => event.subject.id === search.subject)?.subject.name;
  return (
    <>
      <SearchBox value={search.q ?? ''} label={t('audit.search')} />
      <FilterSelect
        name="action"
        label={t('audit.action')}
        value={search.action ?? ''}
        all={t('audit.all-actions')}
        options={actions}
      />
      <div className="flex flex-wrap gap-2 max-sm:grid max-sm:w-full max-sm:grid-cols-2">
        <DayFilter name="from" label={t('audit.from')} value={search.from ?? ''} />
        <DayFilter name="to" label={t('audit.to')} value={search.to ?? ''} />
      </div>
      {search.actor ? <Chip name="actor" label={actor || t('audit.filter.actor')} /> : null}
      {search.subject ? <Chip name="subject" label={subject || t('audit.filter.subject')} /> : null}
    </>
  );
}

function useFilter(name: string): (value: string | undefined) => void {
  const navigate = useNavigate();
  return (value) => {
    const search = (before: object) => ({ ...before, [name]: value, cursor: undefined });
    void navigate({ to: '.', search, resetScroll: false });
  };
}

function DayFilter({ name, label, value }: { name: string; label: string; value: string }) {
  const filter = useFilter(name);
  return (
    <label className="flex items-center gap-2 max-sm:flex-col max-sm:items-stretch max-sm:gap-1">
      <span className="text-muted">{label}</span>
      <input
        type="date"
        value={value}
        onChange={(event) => filter(event.target.value || undefined)}
        className="min-h-control min-w-0 rounded-control border border-control bg-surface px-3 py-1.5 text-ink pointer-coarse:text-base"
      />
    </label>
  );
}

function Chip({ name, label }: { name: string; label: string }) {
  const t = useText();
  const filter = useFilter(name);
  return (
    <Button icon="cross" onClick={() => filter(undefined)} aria-label={t('audit.filter.remove', { name: label })}>
      {label}
    </Button>
  );
}
