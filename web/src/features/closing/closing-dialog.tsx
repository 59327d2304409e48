import { type ReactNode, useState } from 'react';
import { useText } from '../../lib/i18n.tsx';
import { unplaced, useFieldProblems } from '../../lib/use-field-problems.ts';
import { Confirm } from '../../ui/dialog.tsx';
import { TextField } from '../../ui/field.tsx';
import { ProblemNotice } from '../../ui/notice.tsx';
import type { Said } from './closing-queries.ts';

type Asking = {
  title: string;
  text: string;
  action: string;
  /** What is to be typed to show that it is meant; null: nothing is. */
  shortName: string | null;
  asksReason?: boolean;
  busy: boolean;
  error: Error | null;
  /** Refused, `onRefused` is told why: mistakes of a field are shown with it. */
  onConfirm: (said: Said, onRefused: (error: Error) => void) => void;
  onClose: () => void;
  children: ReactNode;
};

const MISSING = { code: 'FIELD-REQUIRED', params: {} } as const;

/** Says what follows, and asks why and, before what cannot be taken back for ever, for the short name. */
export function ClosingDialog({ shortName, asksReason = true, ...asking }: Asking) {
  const t = useText();
  const [said, setSaid] = useState<Said>({ reason: '', shortName: '' });
  const { field, show, fromServer } = useFieldProblems();
  const confirm = () => {
    const missing = {
      ...(asksReason && said.reason.trim().length < 3 ? { reason: MISSING } : {}),
      ...(shortName !== null && said.shortName.trim() === '' ? { shortName: MISSING } : {}),
    };
    show(missing);
    if (Object.keys(missing).length === 0) asking.onConfirm(said, fromServer);
  };
  return (
    <Confirm
      open
      onOpenChange={(open) => (open ? undefined : asking.onClose())}
      title={asking.title}
      text={asking.text}
      action={asking.action}
      busy={asking.busy}
      onConfirm={confirm}
    >
      {asking.children}
      {asksReason ? (
        <TextField
          {...field('reason')}
          label={t('closing.reason')}
          hint={t('closing.reason-hint')}
          maxLength={200}
          value={said.reason}
          onChange={(reason) => setSaid({ ...said, reason })}
        />
      ) : null}
      {shortName === null ? null : (
        <TextField
          {...field('shortName')}
          label={t('closing.short-name')}
          hint={t('closing.short-name-hint', { shortName })}
          maxLength={60}
          value={said.shortName}
          onChange={(typed) => setSaid({ ...said, shortName: typed })}
        />
      )}
      {unplaced(asking.error) ? <ProblemNotice error={asking.error} /> : null}
    </Confirm>
  );
}
