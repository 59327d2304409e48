import type { SignInEvent } from '@gatehouse/contract/sign-in-events';
import { Link } from '@tanstack/react-router';
import { useIntl } from 'react-intl';
import { useText } from '../../lib/i18n.tsx';
import type { Column } from '../../ui/data-list.tsx';
import { State } from '../../ui/state.tsx';
import { Time } from '../../ui/time.tsx';
import { RowDiagnosis } from '../diagnosis/diagnosis-link.tsx';
import { deviceName } from '../sessions/device-name.ts';
import { Where } from '../sessions/where.tsx';
import { MethodNames } from './method-names.tsx';

/** Where a row leads, as far as its reader may go. */
type Ways = { readonly org: string; readonly records: boolean };

export function useSignInColumns(ways: Ways): Column<SignInEvent>[] {
  const t = useText();
  return [
    {
      key: 'person',
      header: t('console.invitations.person'),
      plain: true,
      cell: (event) => <Person event={event} ways={ways} />,
    },
    { key: 'result', header: t('console.sign-ins.result'), firm: true, cell: (event) => <Result event={event} /> },
    {
      key: 'method',
      header: t('console.sign-ins.method'),
      firm: true,
      cell: ({ methods }) => <MethodNames methods={methods} />,
    },
    { key: 'time', header: t('common.word.time'), cell: ({ at }) => <Time at={at} /> },
    { key: 'device', header: t('common.word.device'), cell: (event) => <Device event={event} /> },
    {
      key: 'diagnosis',
      header: t('console.diagnosis.title'),
      plain: true,
      unnamed: true,
      cell: ({ identifier, name }) =>
        identifier ? <RowDiagnosis identifier={identifier} name={name || identifier} /> : null,
    },
  ];
}

function Person({ event: { name, identifier, memberId }, ways }: { event: SignInEvent; ways: Ways }) {
  return (
    <div className="flex flex-col items-start">
      {memberId && ways.records ? (
        <Link
          to="/console/$org/people/$id"
          params={{ org: ways.org, id: memberId }}
          className="font-semibold text-link wrap-anywhere"
        >
          {name || identifier}
        </Link>
      ) : (
        <span className="font-semibold wrap-anywhere">{name || identifier}</span>
      )}
      {name ? <span className="text-muted wrap-anywhere">{identifier}</span> : null}
    </div>
  );
}

/** The reason is a code; here it is said about somebody else, not to them. */
function Result({ event }: { event: SignInEvent }) {
  const t = useText();
  const intl = useIntl();
  const id = `console.reason.${event.reason}`;
  const success = event.result === 'success';
  return (
    <div className="flex flex-col items-start gap-1">
      <State tone={success ? 'success' : 'danger'} icon={success ? 'check' : 'cross'}>
        {t(`common.result.${event.result}`)}
      </State>
      {event.reason ? (
        <span className="text-meta text-muted">{intl.messages[id] ? intl.formatMessage({ id }) : event.reason}</span>
      ) : null}
    </div>
  );
}

function Device({ event: { userAgent, ip, place } }: { event: SignInEvent }) {
  const t = useText();
  return (
    <div className="flex flex-col items-start">
      <span title={userAgent}>{deviceName(userAgent) ?? t('portal.devices.unknown')}</span>
      <Link
        to="."
        search={(before: object) => ({ ...before, ip, cursor: undefined })}
        title={t('console.sign-ins.only-address')}
        className="inline-flex min-h-6 items-center text-meta text-link tabular-nums pointer-coarse:min-h-11"
      >
        {ip}
      </Link>
      <Where place={place} />
    </div>
  );
}
