import { sessionRoutes } from '@gatehouse/contract/sessions';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import type { z } from 'zod';
import { call } from '../../lib/api.ts';
import { useText } from '../../lib/i18n.tsx';
import { Button } from '../../ui/button.tsx';
import { FactList } from '../../ui/fact-list.tsx';
import { Icon } from '../../ui/icon.tsx';
import { Notice, ProblemNotice } from '../../ui/notice.tsx';
import { Page } from '../../ui/page.tsx';
import { Panel } from '../../ui/panel.tsx';
import { Skeleton } from '../../ui/skeleton.tsx';
import { State } from '../../ui/state.tsx';
import { Time } from '../../ui/time.tsx';
import { deviceName } from './device-name.ts';
import { Where } from './where.tsx';

type Device = z.infer<typeof sessionRoutes.list.response>['items'][number];

const KEY = ['sessions'];

export function DevicesPage() {
  const t = useText();
  const devices = useQuery({ queryKey: KEY, queryFn: ({ signal }) => call(sessionRoutes.list, { signal }) });
  return (
    <Page title={t('portal.devices.title')} text={t('portal.devices.text')}>
      <EndOthers others={(devices.data?.items.length ?? 0) > 1} />
      <Panel>
        {devices.isPending ? <Skeleton rows={3} /> : null}
        {devices.isError ? <ProblemNotice error={devices.error} onRetry={() => void devices.refetch()} /> : null}
        <ul className="divide-y divide-border">
          {devices.data?.items.map((device) => (
            <DeviceRow key={device.id} device={device} />
          ))}
        </ul>
      </Panel>
    </Page>
  );
}

/** Says "signed out" only after the server has said so, and how many. */
function EndOthers({ others }: { others: boolean }) {
  const t = useText();
  const client = useQueryClient();
  const end = useMutation({
    mutationFn: () => call(sessionRoutes.endOthers, {}),
    onSuccess: () => void client.invalidateQueries({ queryKey: KEY }),
  });
  if (!others && !end.isSuccess) return null;
  return (
    <div className="flex flex-col items-start gap-3">
      {others ? (
        <Button busy={end.isPending} onClick={() => end.mutate()}>
          {end.isPending ? t('portal.devices.ending') : t('portal.devices.end-others')}
        </Button>
      ) : null}
      <div role="status" className="w-full empty:hidden">
        {end.isSuccess ? (
          <Notice tone="success" title={t('portal.devices.others-ended', { count: end.data.ended })} />
        ) : null}
      </div>
      {end.isError ? <ProblemNotice error={end.error} onRetry={() => end.mutate()} /> : null}
    </div>
  );
}

/** Its row says "signed out" only after the server has said so. */
function DeviceRow({ device }: { device: Device }) {
  const t = useText();
  const client = useQueryClient();
  const end = useMutation({
    mutationFn: () => call(sessionRoutes.endOne, { params: { id: device.id } }),
    onSuccess: () => void client.invalidateQueries({ queryKey: KEY, refetchType: 'none' }),
  });
  const name = deviceName(device.userAgent) ?? t('portal.devices.unknown');
  return (
    <li className="flex flex-wrap items-start justify-between gap-x-6 gap-y-3 py-4 first:pt-0 last:pb-0">
      <div className="flex min-w-0 gap-3">
        <Icon name="device" className="mt-1 size-5 text-muted" />
        <div className="flex min-w-0 flex-col gap-1">
          <div className="flex flex-wrap items-center gap-2">
            <span className="font-semibold">{name}</span>
            {device.current ? (
              <State tone="success" icon="check">
                {t('portal.devices.current')}
              </State>
            ) : null}
          </div>
          <DeviceFacts device={device} />
        </div>
      </div>
      {device.current || end.isSuccess ? null : (
        <Button
          busy={end.isPending}
          onClick={() => end.mutate()}
          aria-label={t('portal.devices.end-one', { device: name })}
        >
          {end.isPending ? t('portal.devices.ending') : t('portal.devices.end')}
        </Button>
      )}
      <div className="w-full empty:hidden">
        {end.isSuccess ? <Notice tone="success" title={t('portal.devices.ended')} /> : null}
        {end.isError ? <ProblemNotice error={end.error} onRetry={() => end.mutate()} /> : null}
      </div>
    </li>
  );
}

function DeviceFacts({ device }: { device: Device }) {
  const t = useText();
  return (
    <FactList
      facts={[
        { label: t('portal.devices.last-seen'), value: <Time at={device.lastSeenAt} stacked={false} /> },
        { label: t('portal.devices.signed-in'), value: <Time at={device.signedInAt} stacked={false} /> },
        { label: t('portal.devices.address'), value: <Address device={device} /> },
        { label: t('portal.devices.ends'), value: <Time at={device.endsAt} stacked={false} /> },
      ]}
    />
  );
}

function Address({ device }: { device: Pick<Device, 'ip' | 'place'> }) {
  return (
    <span className="flex flex-col">
      <span className="tabular-nums">{device.ip}</span>
      <Where place={device.place} />
    </span>
  );
}
