import type { ReactNode } from 'react';
import { useText } from '../lib/i18n.tsx';
import { unplaced } from '../lib/use-field-problems.ts';
import { Button } from './button.tsx';
import { Notice, ProblemNotice } from './notice.tsx';

/** Stands where the bar of what is not saved stood. */
export function SavedNotice({ title, shown, onClose }: { title: string; shown: boolean; onClose: () => void }) {
  const t = useText();
  return (
    <div className="sticky bottom-3 z-10">
      {shown ? (
        <Notice tone="success" title={title} actions={<Button onClick={onClose}>{t('common.action.close')}</Button>} />
      ) : null}
    </div>
  );
}

/** Follows the page, so that whoever has changed something sees that it is not saved, or why it could not be. */
export function UnsavedBar({
  busy,
  error,
  onDiscard,
  children,
}: {
  busy: boolean;
  error: unknown;
  onDiscard: () => void;
  /** What is asked before it is saved. */
  children?: ReactNode;
}) {
  const t = useText();
  return (
    <div className="sticky bottom-3 z-10 flex flex-wrap items-center justify-between gap-3 rounded-panel border border-control bg-surface p-3 shadow-lg">
      {unplaced(error) ? (
        <div className="w-full">
          <ProblemNotice error={error} />
        </div>
      ) : null}
      {children ? <div className="w-full">{children}</div> : null}
      <span role="status" className="font-semibold">
        {t('console.settings.unsaved')}
      </span>
      <div className="flex flex-wrap gap-2">
        <Button onClick={onDiscard} disabled={busy}>
          {t('console.settings.discard')}
        </Button>
        <Button type="submit" look="primary" busy={busy}>
          {busy ? t('console.settings.saving') : t('common.action.save')}
        </Button>
      </div>
    </div>
  );
}
