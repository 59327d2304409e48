import { type OwnSignIn, ownAccountRoutes } from '@gatehouse/contract/own-account';
import { useInfiniteQuery } from '@tanstack/react-query';
import { useIntl } from 'react-intl';
import { call } from '../../lib/api.ts';
import { useText } from '../../lib/i18n.tsx';
import { Button } from '../../ui/button.tsx';
import { type Column, DataList } from '../../ui/data-list.tsx';
import { ProblemNotice } from '../../ui/notice.tsx';
import { Panel } from '../../ui/panel.tsx';
import { Skeleton } from '../../ui/skeleton.tsx';
import { State } from '../../ui/state.tsx';
import { Time } from '../../ui/time.tsx';
import { deviceName } from '../sessions/device-name.ts';
import { MethodNames } from '../sign-in/method-names.tsx';

function columnsFor(t: ReturnType<typeof useText>): Column<OwnSignIn>[] {
  return [
    { key: 'at', header: t('own.sign-ins.time'), cell: ({ at }) => <Time at={at} /> },
    {
      key: 'result',
      header: t('own.sign-ins.result'),
      cell: ({ result, reason }) => (
        <span className="flex flex-col items-start gap-1">
          <State tone={result === 'success' ? 'success' : 'danger'} icon={result === 'success' ? 'check' : 'cross'}>
            {t(`own.sign-ins.${result}`)}
          </State>
          {reason ? <Reason code={reason} /> : null}
        </span>
      ),
    },
    {
      key: 'way',
      header: t('own.sign-ins.way'),
      cell: ({ methods, identifier }) => (
        <span className="flex flex-col">
          <MethodNames methods={methods} />
          <span className="text-meta text-muted wrap-anywhere">{identifier}</span>
        </span>
      ),
    },
    {
      key: 'device',
      header: t('own.sign-ins.device'),
      cell: ({ userAgent }) => deviceName(userAgent) ?? t('portal.devices.unknown'),
    },
    {
      key: 'address',
      header: t('own.sign-ins.address'),
      cell: ({ ip }) => <span className="tabular-nums wrap-anywhere">{ip}</span>,
    },
  ];
}

function Reason({ code }: { code: string }) {
  const intl = useIntl();
  const id = `console.reason.${code}`;
  return <span className="text-meta text-muted">{intl.messages[id] ? intl.formatMessage({ id }) : code}</span>;
}

/** Every try to sign in to my account, page by page. */
export function OwnSignInsPanel() {
  const t = useText();
  const pages = useInfiniteQuery({
    queryKey: ['own-sign-ins'],
    queryFn: ({ pageParam, signal }) =>
      call(ownAccountRoutes.signIns, { query: { limit: 10, ...(pageParam ? { cursor: pageParam } : {}) }, signal }),
    initialPageParam: null as string | null,
    getNextPageParam: ({ nextCursor }) => nextCursor,
  });
  const items = pages.data?.pages.flatMap((page) => page.items) ?? [];
  return (
    <Panel title={t('own.sign-ins.title')} text={t('own.sign-ins.text')}>
      {pages.isPending ? <Skeleton rows={4} /> : null}
      {pages.isError ? <ProblemNotice error={pages.error} onRetry={() => void pages.refetch()} /> : null}
      {pages.data && items.length === 0 ? <p className="text-muted">{t('own.sign-ins.none')}</p> : null}
      {items.length > 0 ? <DataList label={t('own.sign-ins.title')} columns={columnsFor(t)} items={items} /> : null}
      {pages.hasNextPage ? (
        <div className="mt-4">
          <Button busy={pages.isFetchingNextPage} onClick={() => void pages.fetchNextPage()}>
            {t('own.sign-ins.more')}
          </Button>
        </div>
      ) : null}
    </Panel>
  );
}
