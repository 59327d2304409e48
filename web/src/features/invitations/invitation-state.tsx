import type { Invitation, InvitationState as StateName } from '@gatehouse/contract/invitations';
import { useText } from '../../lib/i18n.tsx';
import type { IconName } from '../../ui/icon.tsx';
import type { Tone } from '../../ui/notice.tsx';
import { State } from '../../ui/state.tsx';

const LOOKS: Record<StateName, [Tone, IconName]> = {
  queued: ['neutral', 'clock'],
  sent: ['info', 'mail'],
  delivered: ['info', 'check'],
  bounced: ['danger', 'alert'],
  opened: ['info', 'open'],
  proving: ['info', 'shield'],
  proven: ['info', 'shield'],
  consented: ['info', 'check'],
  accepted: ['success', 'check'],
  declined: ['neutral', 'cross'],
  expired: ['warning', 'clock'],
  revoked: ['neutral', 'minus'],
  superseded: ['neutral', 'minus'],
};

const ENDS: readonly StateName[] = ['accepted', 'declined', 'revoked', 'superseded'];

/** Nothing of it has been sent: it is to leave later. */
export function isPlanned({ state, sendAt }: Pick<Invitation, 'state' | 'sendAt'>): boolean {
  return sendAt !== null && isOpen(state) && state !== 'expired';
}

/** May still lead somebody in, so that it can be sent again or withdrawn. */
export function isOpen(state: StateName): boolean {
  return !ENDS.includes(state);
}

export function InvitationState({ state, planned = false }: { state: StateName; planned?: boolean }) {
  const t = useText();
  const [tone, icon] = LOOKS[state];
  if (planned && state === 'queued') {
    return (
      <State tone="info" icon="clock">
        {t('console.invitation.planned')}
      </State>
    );
  }
  return (
    <State tone={tone} icon={icon}>
      {t(`common.state.${state}`)}
    </State>
  );
}
