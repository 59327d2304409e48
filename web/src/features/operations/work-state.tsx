import { useText } from '../../lib/i18n.tsx';
import type { IconName } from '../../ui/icon.tsx';
import type { Tone } from '../../ui/notice.tsx';
import { State } from '../../ui/state.tsx';
import type { Work } from './work-queries.ts';

const LOOKS: Record<Work['state'], [Tone, IconName]> = {
  uploaded: ['neutral', 'minus'],
  ready: ['neutral', 'minus'],
  waiting: ['info', 'clock'],
  running: ['info', 'arrow'],
  undoing: ['info', 'back'],
  done: ['success', 'check'],
  stopped: ['warning', 'minus'],
  undone: ['neutral', 'back'],
  failed: ['danger', 'alert'],
};

/** How far a piece of work is, in a word. */
export function WorkState({ state }: { state: Work['state'] }) {
  const t = useText();
  const [tone, icon] = LOOKS[state];
  return (
    <State tone={tone} icon={icon}>
      {t(`operations.state.${state}`)}
    </State>
  );
}
