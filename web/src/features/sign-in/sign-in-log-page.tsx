import { type SignInEvent, signInEventRoutes } from '@gatehouse/contract/sign-in-events';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { getRouteApi } from '@tanstack/react-router';
import { useIntl } from 'react-intl';
import { call } from '../../lib/api.ts';
import { type Translate, useText } from '../../lib/i18n.tsx';
import type { Column } from '../../ui/data-list.tsx';
import { FilterSelect } from '../../ui/filter-select.tsx';
import { ListView } from '../../ui/list-view.tsx';
import { NoPermission } from '../../ui/no-permission.tsx';
import { Page } from '../../ui/page.tsx';
import { SearchBox } from '../../ui/search-box.tsx';
import { State } from '../../ui/state.tsx';
import { Time } from '../../ui/time.tsx';
import { DiagnosisLink } from '../diagnosis/diagnosis-link.tsx';
import { useConsoleOrganization } from '../sessions/console-organization.ts';
import { deviceName } from '../sessions/device-name.ts';

const RESULTS = ['success', 'failure'] as const;
const route = getRouteApi('/console/$org/sign-in-log');

/** Every try to sign in: who, how, with what result and why. */
export function SignInLogPage() {
  const t = useText();
  const { slug, may } = useConsoleOrganization();
  const { q = '', result: asked, cursor } = route.useSearch();
  const result = RESULTS.find((value) => value === asked);
  const readable = may('sign-in-events.read');
  const query = useQuery({
    queryKey: ['sign-in-events', slug, { q, result, cursor }],
    queryFn: ({ signal }) =>
      call(signInEventRoutes.list, { params: { org: slug }, query: { q, result, cursor }, signal }),
    enabled: readable,
    placeholderData: keepPreviousData,
  });
  return (
    <Page title={t('console.sign-ins.title')} text={t('console.sign-ins.text')}>
      {readable ? (
        <ListView
          label={t('console.sign-ins.title')}
          query={query}
          columns={columns(t)}
          filters={<Filters q={q} result={result ?? ''} />}
          filtered={q !== '' || result !== undefined}
          paged={Boolean(cursor)}
          empty={{ icon: 'log', title: t('console.sign-ins.empty.title'), text: t('console.sign-ins.empty.text') }}
        />
      ) : (
        <NoPermission />
      )}
    </Page>
  );
}

function Filters({ q, result }: { q: string; result: string }) {
  const t = useText();
  return (
    <>
      <SearchBox value={q} label={t('console.people.search')} />
      <FilterSelect
        name="result"
        label={t('console.sign-ins.result')}
        value={result}
        all={t('console.sign-ins.all-results')}
        options={RESULTS.map((value) => ({ value, label: t(`common.result.${value}`) }))}
      />
    </>
  );
}

function columns(t: Translate): Column<SignInEvent>[] {
  return [
    {
      key: 'person',
      header: t('console.invitations.person'),
      plain: true,
      cell: ({ name, identifier, result }) => (
        <div className="flex flex-col">
          <span className="font-semibold">{name ?? identifier}</span>
          {name ? <span className="text-muted">{identifier}</span> : null}
          {result === 'failure' ? <DiagnosisLink address={identifier} /> : null}
        </div>
      ),
    },
    { key: 'result', header: t('console.sign-ins.result'), cell: (event) => <Result event={event} /> },
    { key: 'method', header: t('console.sign-ins.method'), cell: ({ method }) => <Method method={method} /> },
    { key: 'time', header: t('common.word.time'), cell: ({ at }) => <Time at={at} /> },
    {
      key: 'device',
      header: t('common.word.device'),
      cell: ({ userAgent, ip }) => (
        <div className="flex flex-col">
          <span title={userAgent}>{deviceName(userAgent) ?? t('portal.devices.unknown')}</span>
          <span className="text-meta text-muted tabular-nums">{ip}</span>
        </div>
      ),
    },
  ];
}

function Method({ method }: { method: string }) {
  const intl = useIntl();
  const id = [`common.method.${method}`, `console.method.${method}`].find((key) => intl.messages[key]);
  return <span>{id ? intl.formatMessage({ id }) : method}</span>;
}

/** The reason is a code; here it is said about somebody else, not to them. */
function Result({ event }: { event: SignInEvent }) {
  const intl = useIntl();
  const id = `console.reason.${event.reason}`;
  const success = event.result === 'success';
  return (
    <div className="flex flex-col items-start gap-1">
      <State tone={success ? 'success' : 'danger'} icon={success ? 'check' : 'cross'}>
        {intl.formatMessage({ id: `common.result.${event.result}` })}
      </State>
      {event.reason ? (
        <span className="text-meta text-muted">{intl.messages[id] ? intl.formatMessage({ id }) : event.reason}</span>
      ) : null}
    </div>
  );
}
