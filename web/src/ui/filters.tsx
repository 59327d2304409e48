import { useNavigate } from '@tanstack/react-router';
import { type ReactNode, useId, useState } from 'react';
import { useText } from '../lib/i18n.tsx';
import { Button } from './button.tsx';
import { Icon } from './icon.tsx';

/** Sets one filter of the list's address, or takes it away; the list begins anew. */
export function useFilter(): (name: string, value: string | undefined) => void {
  const navigate = useNavigate();
  return (name, value) => {
    const search = (before: object) => ({ ...before, [name]: value || undefined, cursor: undefined });
    void navigate({ to: '.', search, resetScroll: false });
  };
}

/** Everything that narrows a list, behind one button; what is set stands as chips beside it, open or not. */
export function FilterPanel({ chips, children }: { chips: readonly Chip[]; children: ReactNode }) {
  const t = useText();
  const id = useId();
  const [open, setOpen] = useState(false);
  return (
    <>
      <Button icon="settings" aria-expanded={open} aria-controls={id} onClick={() => setOpen(!open)}>
        {t('lists.filters')}
      </Button>
      {chips.length > 0 ? <Chips chips={chips} /> : null}
      <div
        id={id}
        hidden={!open}
        className="grid w-full gap-x-6 gap-y-4 rounded-panel border border-border bg-surface p-4 sm:grid-cols-2 lg:grid-cols-3"
      >
        {children}
      </div>
    </>
  );
}

/** A filter that is set: its words, and the name that it has in the address. */
export type Chip = { name: string; label: string; value: string };

function Chips({ chips }: { chips: readonly Chip[] }) {
  const t = useText();
  const filter = useFilter();
  return (
    <ul aria-label={t('lists.filters')} className="flex flex-wrap gap-1.5">
      {chips.map(({ name, label, value }) => {
        const text = t('lists.chip', { name: label, value });
        return (
          <li key={name}>
            <button
              type="button"
              onClick={() => filter(name, undefined)}
              aria-label={t('lists.filter.remove', { name: text })}
              className="inline-flex min-h-8 max-w-full items-center gap-1.5 rounded-full border border-control bg-brand-soft px-3 py-1 text-left text-meta text-ink hover:border-danger pointer-coarse:min-h-11"
            >
              <span>{text}</span>
              <Icon name="cross" className="size-3.5" />
            </button>
          </li>
        );
      })}
    </ul>
  );
}

export type FilterOption = { value: string; label: string };

/** Any number of a closed list. */
export function ManyFilter({
  name,
  label,
  value,
  options,
}: {
  name: string;
  label: string;
  value: readonly string[];
  options: readonly FilterOption[];
}) {
  const filter = useFilter();
  const set = (option: string, on: boolean) => {
    const kept = options.map((one) => one.value).filter((one) => (one === option ? on : value.includes(one)));
    filter(name, kept.join(','));
  };
  return (
    <fieldset className="min-w-0 sm:col-span-2 lg:col-span-3">
      <legend className="mb-1 font-semibold">{label}</legend>
      <div className="flex flex-wrap gap-x-5 gap-y-1">
        {options.map((option) => (
          <label key={option.value} className="inline-flex min-h-6 items-center gap-2 pointer-coarse:min-h-11">
            <input
              type="checkbox"
              checked={value.includes(option.value)}
              onChange={(event) => set(option.value, event.target.checked)}
              className="size-4 shrink-0 accent-brand-text"
            />
            <span>{option.label}</span>
          </label>
        ))}
      </div>
    </fieldset>
  );
}

const CONTROL =
  'min-h-control w-full rounded-control border border-control bg-surface px-3 py-1.5 text-ink pointer-coarse:text-base';

/** One of a closed list, or any. */
export function OneFilter({
  name,
  label,
  value = '',
  options,
}: {
  name: string;
  label: string;
  value: string | undefined;
  options: readonly FilterOption[];
}) {
  const t = useText();
  const filter = useFilter();
  return (
    <label className="flex min-w-0 flex-col gap-1">
      <span className="font-semibold">{label}</span>
      <select value={value} onChange={(event) => filter(name, event.target.value)} className={CONTROL}>
        <option value="">{t('lists.any')}</option>
        {options.map((option) => (
          <option key={option.value} value={option.value}>
            {option.label}
          </option>
        ))}
      </select>
    </label>
  );
}

/** A day, such as 2026-11-24, in the reader's own time zone. */
export function DayFilter({ name, label, value = '' }: { name: string; label: string; value: string | undefined }) {
  const filter = useFilter();
  return (
    <label className="flex min-w-0 flex-col gap-1">
      <span className="font-semibold">{label}</span>
      <input type="date" value={value} onChange={(event) => filter(name, event.target.value)} className={CONTROL} />
    </label>
  );
}
