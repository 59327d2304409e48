import type { InvitationDetail } from '@gatehouse/contract/invitations';
import { useText } from '../../lib/i18n.tsx';
import type { IconName } from '../../ui/icon.tsx';
import type { Tone } from '../../ui/notice.tsx';
import { ReceiptState } from '../../ui/receipt-state.tsx';
import { State } from '../../ui/state.tsx';
import { Time } from '../../ui/time.tsx';

type Delivery = InvitationDetail['deliveries'][number];

const LOOKS: Record<Delivery['state'], [Tone, IconName]> = {
  queued: ['neutral', 'clock'],
  sending: ['info', 'arrow'],
  sent: ['info', 'mail'],
  delivered: ['success', 'check'],
  bounced: ['danger', 'alert'],
  abandoned: ['danger', 'cross'],
};

/** Every message that was sent, with what the receiving server said to it. */
export function DeliveryList({ deliveries }: { deliveries: readonly Delivery[] }) {
  const t = useText();
  if (deliveries.length === 0) return <p className="text-muted">{t('console.invitation.no-deliveries')}</p>;
  return (
    <ul className="divide-y divide-border">
      {deliveries.map((delivery) => (
        <li key={`${delivery.at} ${delivery.to}`} className="flex flex-col gap-1 py-3 first:pt-0 last:pb-0">
          <div className="flex flex-wrap items-center gap-x-3 gap-y-1">
            <State tone={LOOKS[delivery.state][0]} icon={LOOKS[delivery.state][1]}>
              {t(`common.delivery.${delivery.state}`)}
            </State>
            <ReceiptState receipt={delivery.receipt} />
            <span>{`${t(`common.channel.${delivery.channel}`)} · ${delivery.to}`}</span>
          </div>
          <Time at={delivery.at} stacked={false} />
          {delivery.response ? (
            <p className="text-meta">
              <span className="text-muted">{t('console.invitation.server-says')}</span>{' '}
              <q className="font-mono">{delivery.response}</q>
            </p>
          ) : null}
        </li>
      ))}
    </ul>
  );
}
