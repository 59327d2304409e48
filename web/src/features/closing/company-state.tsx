import type { StandingState } from '@gatehouse/contract/closing';
import { useText } from '../../lib/i18n.tsx';
import type { IconName } from '../../ui/icon.tsx';
import type { Tone } from '../../ui/notice.tsx';
import { State } from '../../ui/state.tsx';

const LOOKS: Readonly<Record<StandingState, { tone: Tone; icon: IconName }>> = {
  active: { tone: 'success', icon: 'check' },
  suspended: { tone: 'warning', icon: 'minus' },
  deleting: { tone: 'danger', icon: 'clock' },
};

/** Whether people of a company get in. */
export function CompanyState({ state }: { state: StandingState }) {
  const t = useText();
  return <State {...LOOKS[state]}>{t(`closing.state.${state}`)}</State>;
}
