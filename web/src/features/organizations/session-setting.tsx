import { useText } from '../../lib/i18n.tsx';
import { SelectField } from '../../ui/field.tsx';
import { type PolicyProps, usePolicyEffects } from './policy-parts.tsx';

const HOUR = 60;
const DAY = 24 * HOUR;
/** Minutes without use; hours in all. What was decided by the API stands beside them. */
const IDLE = [15, 30, HOUR, 8 * HOUR, DAY, 7 * DAY];
const WHOLE = [8, 12, 24, 7 * 24, 30 * 24];

/** When sessions end, and how many that would be now. */
export function SessionSetting({ policies, change, field }: PolicyProps) {
  const t = useText();
  const { sessionIdleMinutes, sessionHours } = policies;
  const data = usePolicyEffects({
    sessionIdleMinutes: Number(sessionIdleMinutes),
    sessionHours: Number(sessionHours),
  });
  const lasting = (minutes: number) => {
    if (minutes % DAY === 0) return t('console.settings.days', { count: minutes / DAY });
    if (minutes % HOUR === 0) return t('console.settings.hours', { count: minutes / HOUR });
    return t('console.settings.minutes', { count: minutes });
  };
  const options = (known: readonly number[], chosen: string, unit: number) =>
    [...new Set([...known, Number(chosen)])]
      .sort((a, b) => a - b)
      .map((value) => ({ value: String(value), label: lasting(value * unit) }));
  return (
    <div className="flex flex-col gap-2">
      <div className="grid gap-4 sm:grid-cols-2">
        <SelectField
          {...field('policies.sessionIdleMinutes')}
          label={t('console.settings.session-idle')}
          hint={t('console.settings.session-idle-hint')}
          value={sessionIdleMinutes}
          onChange={(next) => change({ sessionIdleMinutes: next })}
          options={options(IDLE, sessionIdleMinutes, 1)}
        />
        <SelectField
          {...field('policies.sessionHours')}
          label={t('console.settings.session-whole')}
          hint={t('console.settings.session-whole-hint')}
          value={sessionHours}
          onChange={(next) => change({ sessionHours: next })}
          options={options(WHOLE, sessionHours, HOUR)}
        />
      </div>
      <p role="status" className="text-meta empty:hidden">
        {data ? <span>{t('console.settings.session-affected', data.sessions)}</span> : null}
      </p>
    </div>
  );
}
