import { useText } from '../../lib/i18n.tsx';
import { Panel } from '../../ui/panel.tsx';
import { State } from '../../ui/state.tsx';
import type { Decisions, Key } from './decisions.ts';
import { useRefusalText } from './row-actions.tsx';

/** What became of rows that have left the queue since this page was opened: let in, turned down, or somebody else was quicker. */
export function ResultsPanel({
  decisions,
  shown,
  names,
}: {
  decisions: Decisions;
  shown: readonly Key[];
  names: ReadonlyMap<Key, string>;
}) {
  const t = useText();
  const refusalText = useRefusalText();
  const gone = [...decisions].filter(
    ([key, { state }]) => !shown.includes(key) && (state === 'done' || state === 'refused'),
  );
  if (gone.length === 0) return null;
  return (
    <Panel title={t('queue.results')}>
      <ul className="flex flex-col">
        {gone.map(([key, row]) => (
          <li
            key={key}
            className="flex flex-wrap items-center gap-x-4 gap-y-1 border-b border-border py-2 last:border-b-0"
          >
            <span className="min-w-40 font-semibold">{names.get(key) ?? ''}</span>
            {row.state === 'refused' ? (
              <State tone="warning" icon="alert">
                {refusalText(row.refusal).title}
              </State>
            ) : null}
            {row.state === 'done' ? <Done isApproved={row.verdict.decision === 'approve'} /> : null}
          </li>
        ))}
      </ul>
    </Panel>
  );
}

function Done({ isApproved }: { isApproved: boolean }) {
  const t = useText();
  return (
    <State tone={isApproved ? 'success' : 'neutral'} icon={isApproved ? 'check' : 'cross'}>
      {t(isApproved ? 'queue.state.approved' : 'queue.state.rejected')}
    </State>
  );
}
