import { Radio } from '@base-ui/react/radio';
import { RadioGroup } from '@base-ui/react/radio-group';
import { Switch } from '@base-ui/react/switch';
import { useId } from 'react';

export type Choice<V extends string> = { value: V; label: string; hint?: string };

/** One of a few, each with its explanation in sight. */
export function RadioCards<V extends string>({
  legend,
  value,
  onChange,
  choices,
}: {
  legend: string;
  value: V;
  onChange: (value: V) => void;
  choices: readonly Choice<V>[];
}) {
  const id = useId();
  return (
    <div className="flex flex-col gap-1">
      <span id={id} className="font-semibold">
        {legend}
      </span>
      <RadioGroup
        aria-labelledby={id}
        value={value}
        onValueChange={(next) => onChange(next as V)}
        className="grid gap-2 sm:grid-cols-2"
      >
        {choices.map((choice) => (
          <RadioCard key={choice.value} choice={choice} />
        ))}
      </RadioGroup>
    </div>
  );
}

function RadioCard({ choice }: { choice: Choice<string> }) {
  const id = useId();
  return (
    // biome-ignore lint/a11y/noLabelWithoutControl: the radio inside is the control
    <label className="flex cursor-pointer items-start gap-3 rounded-control border border-control bg-surface p-3 has-data-checked:border-brand-text has-data-checked:bg-brand-soft">
      <Radio.Root
        value={choice.value}
        aria-labelledby={`${id}-label`}
        aria-describedby={choice.hint ? `${id}-hint` : undefined}
        className="mt-0.5 flex size-5 shrink-0 items-center justify-center rounded-full border-2 border-control bg-surface data-checked:border-brand-text"
      >
        <Radio.Indicator className="size-2.5 rounded-full bg-brand-text" />
      </Radio.Root>
      <span className="flex min-w-0 flex-col">
        <span id={`${id}-label`} className="font-semibold">
          {choice.label}
        </span>
        {choice.hint ? (
          <span id={`${id}-hint`} className="text-meta text-muted">
            {choice.hint}
          </span>
        ) : null}
      </span>
    </label>
  );
}

/** On or off, with what it means beside it. */
export function SwitchField({
  label,
  hint,
  checked,
  onChange,
}: {
  label: string;
  hint: string;
  checked: boolean;
  onChange: (checked: boolean) => void;
}) {
  const id = useId();
  return (
    // biome-ignore lint/a11y/noLabelWithoutControl: the switch inside is the control
    <label className="flex cursor-pointer items-start gap-3">
      <Switch.Root
        checked={checked}
        onCheckedChange={onChange}
        aria-labelledby={`${id}-label`}
        aria-describedby={`${id}-hint`}
        className="mt-0.5 flex h-6 w-11 shrink-0 items-center rounded-full border border-control bg-sunken p-0.5 data-checked:border-success data-checked:bg-success"
      >
        <Switch.Thumb className="size-4.5 rounded-full bg-control transition-transform data-checked:translate-x-5 data-checked:bg-surface" />
      </Switch.Root>
      <span className="flex min-w-0 flex-col">
        <span id={`${id}-label`} className="font-semibold">
          {label}
        </span>
        <span id={`${id}-hint`} className="text-meta text-muted">
          {hint}
        </span>
      </span>
    </label>
  );
}
