import { useEffect, useRef } from 'react';
import { useText } from '../../lib/i18n.tsx';
import { useProblemText } from '../../lib/problem-text.ts';
import { Button } from '../../ui/button.tsx';
import { Notice } from '../../ui/notice.tsx';
import { State } from '../../ui/state.tsx';
import type { Key, Refusal, RowState } from './decisions.ts';

export type RowProps = {
  readonly rowKey: Key;
  readonly decision: RowState | undefined;
  readonly selected: boolean;
  readonly onSelect: () => void;
  readonly onApprove: () => void;
  readonly onReject: () => void;
  readonly onUndo: () => void;
};

/** The decision about one row: to be made, still to be taken back, on its way, made, or refused. */
export function RowActions({ name, row }: { name: string; row: RowProps }) {
  const t = useText();
  const { decision } = row;
  if (decision?.state === 'undoable') return <Undoable name={name} row={row} decision={decision.verdict.decision} />;
  if (decision?.state === 'sending' || decision?.state === 'done') {
    const isApproved = decision.verdict.decision === 'approve';
    const word = decision.state === 'sending' ? 'queue.sending' : `queue.state.${isApproved ? 'approved' : 'rejected'}`;
    return (
      <Actions>
        <State tone={isApproved ? 'success' : 'neutral'} icon={isApproved ? 'check' : 'cross'}>
          {t(word)}
        </State>
      </Actions>
    );
  }
  return (
    <Actions>
      <div className="flex flex-wrap gap-2">
        <Button onClick={row.onApprove} aria-label={t('queue.approve', { name })}>
          {t('common.action.approve')}
        </Button>
        <Button look="danger" onClick={row.onReject} aria-label={t('queue.reject', { name })}>
          {t('common.action.reject')}
        </Button>
      </div>
      {decision?.state === 'refused' ? <Refused refusal={decision.refusal} /> : null}
    </Actions>
  );
}

function Actions({ children }: { children: React.ReactNode }) {
  return (
    <div className="col-start-2 flex flex-col items-start gap-2 md:col-start-3 md:max-w-72 md:items-end">
      {children}
    </div>
  );
}

function Undoable({ name, row, decision }: { name: string; row: RowProps; decision: 'approve' | 'reject' }) {
  const t = useText();
  const actions = useRef<HTMLButtonElement>(null);
  // The button that was pressed is gone: its place is taken by the one that takes it back.
  useEffect(() => {
    if (document.activeElement === document.body) actions.current?.focus();
  }, []);
  return (
    <Actions>
      <span className="text-meta text-muted">{t(`queue.undoable.${decision}`)}</span>
      <Button ref={actions} onClick={row.onUndo} aria-label={t('queue.undo', { name })}>
        {t('queue.undo-short')}
      </Button>
    </Actions>
  );
}

function Refused({ refusal }: { refusal: Refusal }) {
  const { title, action } = useRefusalText()(refusal);
  return (
    <Notice tone={action ? 'danger' : 'warning'} title={title}>
      {action ? <p>{action}</p> : null}
    </Notice>
  );
}

/** Why a decision was refused. Where somebody else was quicker: who, and what they decided. */
export function useRefusalText(): (refusal: Refusal) => { title: string; action: string | null } {
  const t = useText();
  const text = useProblemText();
  return ({ code, params }) => {
    const { decision = '', by = '' } = params;
    if (code === 'CONFLICT' && decision !== '')
      return { title: t(`queue.taken.${decision}`, { name: by }), action: null };
    return { title: text(code, params), action: text(`${code}.action`, params) };
  };
}
