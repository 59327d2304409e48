import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useEffect, useState } from 'react';
import { useText } from '../../lib/i18n.tsx';
import { Icon } from '../../ui/icon.tsx';
import { ProblemNotice } from '../../ui/notice.tsx';
import { Popover } from '../../ui/popover.tsx';
import { useConsoleOrganization } from '../sessions/console-organization.ts';
import { leaveImport, type Work, workQuery } from './work-queries.ts';
import { WorkRow } from './work-row.tsx';

/** Imports, bulk actions and exports of the organization: how far they are, wherever in the console one is. */
export function WorkTray() {
  const t = useText();
  const { slug, may } = useConsoleOrganization();
  const [open, setOpen] = useState(false);
  const allowed = { imports: may('invitations.import'), operations: may('operations.read') };
  const query = useQuery({ ...workQuery(slug, allowed), enabled: allowed.imports || allowed.operations });
  const work = query.data ?? [];
  const running = work.filter(({ underWay }) => underWay);
  useLeaving(slug, running);
  useNews(slug);
  if (!allowed.imports && !allowed.operations) return null;
  const change = (next: boolean) => {
    setOpen(next);
    if (next) void query.refetch();
  };
  return (
    <Popover
      open={open}
      onOpenChange={change}
      title={t('operations.tray')}
      trigger={<TrayButton running={running.length} />}
    >
      {query.isError ? <ProblemNotice error={query.error} onRetry={() => void query.refetch()} /> : null}
      {work.length === 0 && !query.isError ? <p className="text-muted">{t('operations.tray.empty')}</p> : null}
      {work.length > 0 ? (
        <ul className="flex flex-col divide-y divide-border">
          {work.map((one) => (
            <WorkRow key={one.id} work={one} org={slug} onChosen={() => setOpen(false)} />
          ))}
        </ul>
      ) : null}
    </Popover>
  );
}

function TrayButton({ running, ...rest }: { running: number }) {
  const t = useText();
  return (
    <button
      {...rest}
      type="button"
      aria-label={t('operations.tray.button', { count: running })}
      title={t('operations.tray')}
      className="relative inline-flex size-control items-center justify-center rounded-control border border-transparent text-ink hover:bg-sunken"
    >
      <Icon name="work" className="size-5" />
      {running > 0 ? (
        <span
          aria-hidden="true"
          className="absolute -top-0.5 -right-0.5 min-w-4 rounded-full bg-info px-1 text-center text-[0.6875rem] leading-4 font-semibold text-surface tabular-nums"
        >
          {running > 9 ? '9+' : running}
        </span>
      ) : null}
    </button>
  );
}

/** Whoever closes the console while an import runs hears of its end by mail. */
function useLeaving(org: string, running: readonly Work[]): void {
  const ids = running.flatMap(({ type, id }) => (type === 'import' ? [id] : [])).join();
  useEffect(() => {
    if (!ids) return;
    const leave = () => {
      for (const id of ids.split(',')) leaveImport(org, id);
    };
    window.addEventListener('pagehide', leave);
    return () => window.removeEventListener('pagehide', leave);
  }, [org, ids]);
}

/** Any press in the console may have begun something. */
function useNews(org: string): void {
  const client = useQueryClient();
  useEffect(
    () =>
      client.getMutationCache().subscribe((event) => {
        if (event.type !== 'updated' || event.action.type !== 'success') return;
        void client.invalidateQueries({ queryKey: ['work', org] });
      }),
    [client, org],
  );
}
