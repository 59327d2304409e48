import { type Import, importRoutes } from '@gatehouse/contract/imports';
import { useState } from 'react';
import { call } from '../../lib/api.ts';
import { useLocale, useText } from '../../lib/i18n.tsx';
import { exactTime } from '../../lib/time.ts';
import { Button } from '../../ui/button.tsx';
import { Confirm } from '../../ui/dialog.tsx';
import { ProblemNotice } from '../../ui/notice.tsx';
import { useImportChange } from './import-queries.ts';

/** Takes back what nobody has opened, within a day of the end; nothing at other times. */
export function UndoButton({ item, org }: { item: Import; org: string }) {
  const t = useText();
  const locale = useLocale();
  const [open, setOpen] = useState(false);
  const undo = useImportChange(org, async () => {
    await call(importRoutes.undo, { params: { org, id: item.id } });
    setOpen(false);
  });
  const { created = 0 } = item.counts;
  const suffix = item.options?.added ? '-added' : '';
  if (item.undoUntil === null || created === 0) return null;
  return (
    <>
      <Button look="danger" onClick={() => setOpen(true)}>
        {t('imports.undo')}
      </Button>
      <Confirm
        open={open}
        onOpenChange={setOpen}
        title={t(`imports.undo.title${suffix}`)}
        text={t(`imports.undo.text${suffix}`, { count: created })}
        action={t(`imports.undo.confirm${suffix}`)}
        busy={undo.isPending}
        onConfirm={() => undo.mutate(undefined)}
      >
        <p className="text-meta text-muted">{t('imports.undo.until', { at: exactTime(item.undoUntil, locale) })}</p>
        {undo.isError ? <ProblemNotice error={undo.error} /> : null}
      </Confirm>
    </>
  );
}
