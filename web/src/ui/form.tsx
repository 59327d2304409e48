import { type FormEvent, type ReactNode, useEffect, useRef } from 'react';
import type { FieldProblems } from '../lib/field-problems.ts';
import { fieldId } from '../lib/field-problems.ts';
import { useText } from '../lib/i18n.tsx';
import { useProblemText } from '../lib/problem-text.ts';

/** A form that the browser does not judge: every mistake is said in our words, beside its field. */
export function Form({
  onSubmit,
  children,
  className = 'flex flex-col gap-4',
}: {
  onSubmit: () => void;
  children: ReactNode;
  className?: string;
}) {
  const submit = (event: FormEvent) => {
    event.preventDefault();
    onSubmit();
  };
  return (
    <form noValidate onSubmit={submit} className={className}>
      {children}
    </form>
  );
}

/** The mistakes of a form as links to their fields, in the order of `labels`. Takes the focus each time a form comes back with mistakes. */
export function ErrorSummary({
  problems,
  labels,
}: {
  problems: FieldProblems;
  labels: Readonly<Record<string, string>>;
}) {
  const t = useText();
  const text = useProblemText();
  const box = useRef<HTMLDivElement>(null);
  const order = Object.keys(labels);
  const paths = Object.keys(problems).sort((a, b) => order.indexOf(a) - order.indexOf(b));
  useEffect(() => {
    if (Object.keys(problems).length > 0) box.current?.focus();
  }, [problems]);
  if (paths.length === 0) return null;
  return (
    <div
      ref={box}
      tabIndex={-1}
      role="alert"
      className="rounded-panel border-l-4 border-danger bg-danger-soft px-4 py-3 outline-offset-2"
    >
      <p className="font-semibold">{t('portal.form.problems', { count: paths.length })}</p>
      <ul className="mt-1 list-disc pl-5">
        {paths.map((path) => (
          <li key={path}>
            <a href={`#${fieldId(path)}`} className="link" onClick={(event) => leadTo(event, path)}>
              {t('portal.form.problem', {
                field: labels[path] ?? path,
                problem: text(problems[path]?.code ?? 'FIELD-INVALID', problems[path]?.params),
              })}
            </a>
          </li>
        ))}
      </ul>
    </div>
  );
}

function leadTo(event: { preventDefault(): void }, path: string): void {
  event.preventDefault();
  document.getElementById(fieldId(path))?.focus();
}
