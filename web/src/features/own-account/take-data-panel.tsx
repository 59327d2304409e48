import { ownAccountRoutes } from '@gatehouse/contract/own-account';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { call, callForFile } from '../../lib/api.ts';
import { useText } from '../../lib/i18n.tsx';
import { Button } from '../../ui/button.tsx';
import { ProblemNotice } from '../../ui/notice.tsx';
import { Panel } from '../../ui/panel.tsx';
import { Time } from '../../ui/time.tsx';

const KEY = ['own-data'];

/** While it is written, how often to look, in milliseconds. */
const EVERY = 3000;

/** Everything about me as a file, for a day. */
export function TakeDataPanel() {
  const t = useText();
  const client = useQueryClient();
  const data = useQuery({
    queryKey: KEY,
    queryFn: ({ signal }) => call(ownAccountRoutes.data, { signal }),
    refetchInterval: (query) => (query.state.data?.file?.state === 'writing' ? EVERY : false),
  });
  const ask = useMutation({
    mutationFn: () => call(ownAccountRoutes.askForData, {}),
    onSuccess: () => void client.invalidateQueries({ queryKey: KEY }),
  });
  const take = useMutation({ mutationFn: () => callForFile(ownAccountRoutes.takeData, 'my-data.zip') });
  const file = data.data?.file ?? null;
  return (
    <Panel title={t('own.take-data.title')} text={t('own.take-data.text')}>
      <div className="flex flex-col gap-3">
        {data.isError ? <ProblemNotice error={data.error} onRetry={() => void data.refetch()} /> : null}
        <p role="status" className="empty:hidden">
          {file?.state === 'writing' ? t('own.take-data.writing') : null}
          {file?.until ? (
            <>
              {t('own.take-data.ready')} <Time at={file.until} stacked={false} />
            </>
          ) : null}
        </p>
        {ask.isError ? <ProblemNotice error={ask.error} /> : null}
        {take.isError ? <ProblemNotice error={take.error} /> : null}
        <div className="flex flex-wrap gap-2">
          {file?.state === 'ready' ? (
            <Button look="primary" icon="down" busy={take.isPending} onClick={() => take.mutate()}>
              {t('own.take-data.take')}
            </Button>
          ) : null}
          <Button busy={ask.isPending || file?.state === 'writing'} onClick={() => ask.mutate()}>
            {t('own.take-data.ask')}
          </Button>
        </div>
      </div>
    </Panel>
  );
}
