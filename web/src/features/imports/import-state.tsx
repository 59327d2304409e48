import type { RowState as RowStateName, ImportState as StateName } from '@gatehouse/contract/imports';
import { useText } from '../../lib/i18n.tsx';
import type { IconName } from '../../ui/icon.tsx';
import type { Tone } from '../../ui/notice.tsx';
import { State } from '../../ui/state.tsx';

const LOOKS: Record<StateName, [Tone, IconName]> = {
  uploaded: ['warning', 'alert'],
  ready: ['info', 'check'],
  running: ['info', 'arrow'],
  done: ['success', 'check'],
  stopped: ['warning', 'minus'],
  undoing: ['info', 'back'],
  undone: ['neutral', 'back'],
};

export function ImportState({ state }: { state: StateName }) {
  const t = useText();
  const [tone, icon] = LOOKS[state];
  return (
    <State tone={tone} icon={icon}>
      {t(`imports.state.${state}`)}
    </State>
  );
}

const ROW_LOOKS: Record<RowStateName, [Tone, IconName]> = {
  new: ['info', 'plus'],
  'no-seat': ['warning', 'people'],
  again: ['neutral', 'minus'],
  member: ['neutral', 'people'],
  suppressed: ['neutral', 'cross'],
  invalid: ['danger', 'alert'],
  created: ['success', 'check'],
  skipped: ['neutral', 'minus'],
  failed: ['danger', 'alert'],
  withdrawn: ['neutral', 'back'],
  kept: ['success', 'check'],
};

/** `isAdded`: those who came by it are members that are added. */
export function RowState({ state, isAdded }: { state: RowStateName; isAdded: boolean }) {
  const t = useText();
  const [tone, icon] = ROW_LOOKS[state];
  return (
    <State tone={tone} icon={icon}>
      {t(rowStateKey(state, isAdded))}
    </State>
  );
}

/** What is said of members who are added instead of invitations. */
const OF_ADDED: Partial<Record<RowStateName, string>> = {
  created: 'added',
  withdrawn: 'withdrawn-added',
  kept: 'kept-added',
};

export function rowStateKey(state: RowStateName, isAdded: boolean): string {
  return `imports.row.${(isAdded && OF_ADDED[state]) || state}`;
}
