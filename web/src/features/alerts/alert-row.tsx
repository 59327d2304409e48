import type { Alert } from '@gatehouse/contract/alerts';
import type { Ability } from '@gatehouse/contract/route';
import { Link } from '@tanstack/react-router';
import { useLocale, useText } from '../../lib/i18n.tsx';
import { relativeTime } from '../../lib/time.ts';
import { useNow } from '../../lib/use-now.ts';
import { Button } from '../../ui/button.tsx';
import { State } from '../../ui/state.tsx';

const BREAK = 'wrap-anywhere';
const LINK = 'inline-block py-1 text-link underline';

type RowProps = {
  readonly alert: Alert;
  readonly org: string;
  readonly may: (ability: Ability) => boolean;
  /** Null: not for this reader. */
  readonly onAcknowledge: (() => void) | null;
};

/** One finding: what, about whom, how often, and the ways to where it is mended. */
export function AlertRow({ alert, org, may, onAcknowledge }: RowProps) {
  const t = useText();
  const open = alert.state === 'open';
  return (
    <li className="flex flex-col gap-2 border-b border-border py-3 last:border-b-0">
      <div className="flex flex-wrap items-start justify-between gap-x-4 gap-y-2">
        <div className="flex min-w-0 flex-col items-start gap-1">
          <State tone={open ? 'danger' : 'neutral'} icon={open ? 'alert' : 'check'}>
            {t(`alerts.rule.${alert.rule}`)}
          </State>
          <Subject alert={alert} />
        </div>
        {open && onAcknowledge ? <Button onClick={onAcknowledge}>{t('alerts.acknowledge')}</Button> : null}
      </div>
      <p className="max-w-prose text-muted">{t(`alerts.rule.${alert.rule}.text`)}</p>
      <Evidence alert={alert} />
      <Ways alert={alert} org={org} may={may} />
      <Acknowledged alert={alert} />
    </li>
  );
}

function Subject({ alert: { subject } }: { alert: Alert }) {
  const t = useText();
  if (subject.type === 'audit-log') return null;
  if (subject.type === 'organization') return <p className="font-semibold">{t('alerts.organization')}</p>;
  const name = subject.type === 'network' ? subject.id : subject.name || subject.address || subject.id;
  return (
    <p className={BREAK}>
      <span className="font-semibold">{name}</span>
      {subject.address && subject.address !== name ? (
        <span className="text-muted">{` · ${subject.address}`}</span>
      ) : null}
    </p>
  );
}

function Evidence({ alert: { subject, count, lastAt, evidence } }: { alert: Alert }) {
  const t = useText();
  const locale = useLocale();
  const now = useNow();
  const { networks, identifiers, places, kilometres, minutes, by } = evidence;
  const facts = [
    t('alerts.count', { count }),
    t('alerts.last', { when: relativeTime(lastAt, now, locale) }),
    identifiers && identifiers > 1 ? t('alerts.identifiers', { count: identifiers }) : null,
    places ? t('alerts.journey', { from: places[0], to: places[1], kilometres, minutes }) : null,
    networks?.length && subject.type !== 'network' ? t('alerts.from', { networks: networks.join(', ') }) : null,
    by ? t('alerts.by', { name: by }) : null,
  ].filter((fact) => fact !== null);
  return <p className={`text-meta ${BREAK}`}>{facts.join(' · ')}</p>;
}

function Ways({ alert: { rule, subject }, org, may }: Pick<RowProps, 'alert' | 'org' | 'may'>) {
  const t = useText();
  const failures = { result: 'failure' as const };
  const log = { account: { person: subject.id }, network: { ...failures, ip: subject.id }, organization: failures };
  return (
    <div className="flex flex-wrap gap-x-4 gap-y-1">
      {subject.address && may('diagnosis.read') ? (
        <Link to="/console/$org/diagnosis" params={{ org }} search={{ identifier: subject.address }} className={LINK}>
          {t('alerts.go.diagnosis')}
        </Link>
      ) : null}
      {subject.memberId && may('people.read') ? (
        <Link to="/console/$org/people/$id" params={{ org, id: subject.memberId }} className={LINK}>
          {t('alerts.go.member')}
        </Link>
      ) : null}
      {subject.type !== 'audit-log' ? (
        <Link to="/console/$org/sign-in-log" params={{ org }} search={log[subject.type]} className={LINK}>
          {t('alerts.go.log')}
        </Link>
      ) : null}
      {rule === 'audit-tampered' && may('audit-events.read') ? (
        <Link to="/console/$org/audit-log" params={{ org }} search={{ subject: subject.id }} className={LINK}>
          {t('alerts.go.audit')}
        </Link>
      ) : null}
    </div>
  );
}

function Acknowledged({ alert: { acknowledged } }: { alert: Alert }) {
  const t = useText();
  const locale = useLocale();
  const now = useNow();
  if (!acknowledged) return null;
  return (
    <div className={`text-meta text-muted ${BREAK}`}>
      <p>{t('alerts.acknowledged', { name: acknowledged.by, when: relativeTime(acknowledged.at, now, locale) })}</p>
      {acknowledged.note ? <p className="whitespace-pre-wrap">{acknowledged.note}</p> : null}
    </div>
  );
}
