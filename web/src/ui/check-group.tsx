import { useId } from 'react';
import { Icon } from './icon.tsx';

/** Any of a few. */
export function CheckGroup<V extends string>({
  id,
  legend,
  hint,
  error,
  value,
  onChange,
  options,
}: {
  id: string;
  legend: string;
  hint?: string;
  error?: string | null;
  value: readonly V[];
  onChange: (value: V[]) => void;
  options: readonly { value: V; label: string; lang?: string; fixed?: boolean }[];
}) {
  const told = useId();
  const toggle = (one: V, on: boolean) => onChange(on ? [...value, one] : value.filter((other) => other !== one));
  return (
    <fieldset id={id} tabIndex={-1} className="flex min-w-0 flex-col gap-1" aria-describedby={told}>
      <legend className="mb-1 font-semibold">{legend}</legend>
      <div className="flex flex-wrap gap-x-5 gap-y-1">
        {options.map((option) => (
          <label key={option.value} lang={option.lang} className="flex min-h-control cursor-pointer items-center gap-2">
            <input
              type="checkbox"
              checked={value.includes(option.value)}
              disabled={option.fixed}
              onChange={(event) => toggle(option.value, event.target.checked)}
              className="size-5 accent-(--brand-text)"
            />
            <span>{option.label}</span>
          </label>
        ))}
      </div>
      <div id={told}>
        {error ? (
          <p className="flex items-start gap-1.5 text-danger">
            <Icon name="alert" className="mt-0.5 size-4" />
            <span>{error}</span>
          </p>
        ) : null}
        {hint ? <p className="text-meta text-muted">{hint}</p> : null}
      </div>
    </fieldset>
  );
}
