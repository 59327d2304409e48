import { useNavigate } from '@tanstack/react-router';
import type { Option } from './field.tsx';

/** A filter of a list, kept in the address under its name. */
export function FilterSelect({
  name,
  label,
  value,
  all,
  options,
}: {
  name: string;
  label: string;
  value: string;
  all: string;
  options: readonly Option[];
}) {
  const navigate = useNavigate();
  return (
    <select
      aria-label={label}
      value={value}
      onChange={(event) => {
        const chosen = event.target.value || undefined;
        const search = (before: object) => ({ ...before, [name]: chosen, cursor: undefined });
        void navigate({ to: '.', search, resetScroll: false });
      }}
      className={`min-h-control max-w-full sm:max-w-72 rounded-control border bg-surface px-3 py-1.5 text-ink pointer-coarse:text-base ${
        value ? 'border-brand-text font-semibold' : 'border-control'
      }`}
    >
      <option value="">{all}</option>
      {options.map((option) => (
        <option key={option.value} value={option.value}>
          {option.label}
        </option>
      ))}
    </select>
  );
}
