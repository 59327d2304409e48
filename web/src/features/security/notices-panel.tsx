import { type OwnNotice, ownAccountRoutes } from '@gatehouse/contract/own-account';
import { useInfiniteQuery } from '@tanstack/react-query';
import { call } from '../../lib/api.ts';
import { useText } from '../../lib/i18n.tsx';
import { Button } from '../../ui/button.tsx';
import { ProblemNotice } from '../../ui/notice.tsx';
import { Panel } from '../../ui/panel.tsx';
import { Skeleton } from '../../ui/skeleton.tsx';
import { Time } from '../../ui/time.tsx';

/** What was sent about my account: whoever doubts a message finds here whether it is ours. */
export function NoticesPanel() {
  const t = useText();
  const pages = useInfiniteQuery({
    queryKey: ['own-notices'],
    queryFn: ({ pageParam, signal }) =>
      call(ownAccountRoutes.notices, { query: { limit: 10, ...(pageParam ? { cursor: pageParam } : {}) }, signal }),
    initialPageParam: null as string | null,
    getNextPageParam: ({ nextCursor }) => nextCursor,
  });
  const items = pages.data?.pages.flatMap((page) => page.items) ?? [];
  return (
    <Panel title={t('security.notices.title')} text={t('security.notices.text')}>
      {pages.isPending ? <Skeleton rows={3} /> : null}
      {pages.isError ? <ProblemNotice error={pages.error} onRetry={() => void pages.refetch()} /> : null}
      {pages.data && items.length === 0 ? <p className="text-muted">{t('security.notices.none')}</p> : null}
      <ul className="divide-y divide-border">
        {items.map((item) => (
          <Notice key={item.id} item={item} />
        ))}
      </ul>
      {pages.hasNextPage ? (
        <div className="mt-4">
          <Button busy={pages.isFetchingNextPage} onClick={() => void pages.fetchNextPage()}>
            {t('security.notices.more')}
          </Button>
        </div>
      ) : null}
    </Panel>
  );
}

function Notice({ item: { about, channel, state, to, at } }: { item: OwnNotice }) {
  const t = useText();
  return (
    <li className="flex flex-wrap justify-between gap-x-4 gap-y-1 py-3">
      <span className="flex min-w-0 flex-col">
        <span className="font-semibold">{t(`security.notice.${about}`)}</span>
        <span className="text-muted wrap-anywhere">{`${t(`common.channel.${channel}`)} · ${to}`}</span>
        <span className="text-meta text-muted">{t(`common.delivery.${state}`)}</span>
      </span>
      <Time at={at} />
    </li>
  );
}
