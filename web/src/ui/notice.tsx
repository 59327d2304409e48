import { type ReactNode, useEffect, useRef } from 'react';
import { type ApiProblem, ApiProblem as Problem } from '../lib/api.ts';
import { useText } from '../lib/i18n.tsx';
import { useProblemText } from '../lib/problem-text.ts';
import { Button } from './button.tsx';
import { Icon, type IconName } from './icon.tsx';

export type Tone = 'neutral' | 'info' | 'success' | 'warning' | 'danger';

const LOOKS: Record<Tone, { box: string; icon: IconName }> = {
  neutral: { box: 'border-control bg-sunken', icon: 'info' },
  info: { box: 'border-info bg-info-soft', icon: 'info' },
  success: { box: 'border-success bg-success-soft', icon: 'check' },
  warning: { box: 'border-warning bg-warning-soft', icon: 'alert' },
  danger: { box: 'border-danger bg-danger-soft', icon: 'alert' },
};

const INKS: Record<Tone, string> = {
  neutral: 'text-muted',
  info: 'text-info',
  success: 'text-success',
  warning: 'text-warning',
  danger: 'text-danger',
};

/** Something to know or to act on, in its place on the page. Spoken when it appears, and brought into sight. */
export function Notice({
  tone = 'info',
  title,
  children,
  actions,
}: {
  tone?: Tone;
  title: string;
  children?: ReactNode;
  actions?: ReactNode;
}) {
  const box = useRef<HTMLDivElement>(null);
  useEffect(() => {
    box.current?.scrollIntoView({ block: 'nearest' });
  }, []);
  return (
    <div
      ref={box}
      role={tone === 'danger' ? 'alert' : 'status'}
      className={`flex scroll-my-24 gap-3 rounded-panel border-l-4 px-4 py-3 ${LOOKS[tone].box}`}
    >
      <Icon name={LOOKS[tone].icon} className={`mt-0.5 size-5 ${INKS[tone]}`} />
      <div className="flex min-w-0 flex-1 flex-col gap-1">
        <p className="font-semibold">{title}</p>
        {children ? <div className="text-ink">{children}</div> : null}
        {actions ? <div className="mt-2 flex flex-wrap gap-2">{actions}</div> : null}
      </div>
    </div>
  );
}

/** What a refused call says: the sentence of its code, what to do, and the reference for support. */
export function ProblemNotice({ error, onRetry }: { error: unknown; onRetry?: () => void }) {
  const t = useText();
  const text = useProblemText();
  const problem: Pick<ApiProblem, 'code' | 'params' | 'requestId'> =
    error instanceof Problem ? error : { code: 'SERVER', params: {}, requestId: null };
  const action = text(`${problem.code}.action`, problem.params);
  return (
    <Notice
      tone="danger"
      title={text(problem.code, problem.params)}
      actions={onRetry ? <Button onClick={onRetry}>{t('common.action.retry')}</Button> : undefined}
    >
      {action === `${problem.code}.action` ? null : <p>{action}</p>}
      {problem.requestId ? (
        <p className="text-meta text-muted">{t('common.word.reference', { requestId: problem.requestId })}</p>
      ) : null}
    </Notice>
  );
}
