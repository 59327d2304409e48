import type { Diagnosis } from '@gatehouse/contract/diagnosis';
import { Link } from '@tanstack/react-router';
import { useText } from '../../lib/i18n.tsx';
import { Icon, type IconName } from '../../ui/icon.tsx';

type Check = Diagnosis['checks'][number];

const LOOKS: Record<Check['state'], { icon: IconName; look: string }> = {
  ok: { icon: 'check', look: 'bg-success-soft text-success' },
  problem: { icon: 'cross', look: 'bg-danger-soft text-danger' },
  'not-applicable': { icon: 'minus', look: 'bg-sunken text-muted' },
};

/** What was looked at, in order: each with what was found. */
export function CheckList({ checks }: { checks: readonly Check[] }) {
  const t = useText();
  return (
    <ul className="divide-y divide-border">
      {checks.map(({ name, state, title, evidence, href }) => (
        <li key={name} className="flex items-start gap-3 py-3">
          <span className={`mt-0.5 inline-flex rounded-full px-2 py-1 ${LOOKS[state].look}`}>
            <Icon name={LOOKS[state].icon} className="size-3.5" />
            <span className="sr-only">{t(`diagnosis.state.${state}`)}</span>
          </span>
          <div className="min-w-0 flex-1">
            <p className="font-semibold">{title}</p>
            <p className="break-words text-muted">{evidence}</p>
          </div>
          {href ? (
            <Link to={href} className="shrink-0 underline" aria-label={`${t('common.action.details')}: ${title}`}>
              {t('common.action.details')}
            </Link>
          ) : null}
        </li>
      ))}
    </ul>
  );
}
