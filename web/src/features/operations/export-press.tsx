import { type ExportOf, exportRoutes } from '@gatehouse/contract/exports';
import { useMutation } from '@tanstack/react-query';
import { call } from '../../lib/api.ts';
import { useText } from '../../lib/i18n.tsx';
import { Button } from '../../ui/button.tsx';
import { ProblemNotice } from '../../ui/notice.tsx';

/** Writes the list that is looked at, as it is narrowed, into a file. How far it is, and the file, are in the tray of jobs. */
export function ExportPress({ org, of, filters }: { org: string; of: ExportOf; filters: Record<string, unknown> }) {
  const t = useText();
  const begin = useMutation({
    mutationFn: () => call(exportRoutes.begin, { params: { org }, body: { of, filters: textsOf(filters) } }),
  });
  return (
    <div className="flex flex-col items-end gap-1">
      <Button icon="down" busy={begin.isPending} onClick={() => begin.mutate()}>
        {t('common.action.export')}
      </Button>
      <p role="status" className="max-w-72 text-right text-meta text-muted empty:hidden">
        {begin.isSuccess ? t('common.export.started') : ''}
      </p>
      {begin.isError ? <ProblemNotice error={begin.error} /> : null}
    </div>
  );
}

function textsOf(filters: Record<string, unknown>): Record<string, string> {
  const given = Object.entries(filters).filter(([, value]) => value !== undefined && value !== '');
  return Object.fromEntries(given.map(([name, value]) => [name, String(value)]));
}
