import { useText } from '../lib/i18n.tsx';
import { State } from './state.tsx';

/** What the network has said of a text message that has left; where it was delivered, its state says so already. */
export function ReceiptState({ receipt }: { receipt: 'awaited' | 'overdue' | 'received' | null }) {
  const t = useText();
  if (receipt !== 'awaited' && receipt !== 'overdue') return null;
  return (
    <State tone={receipt === 'overdue' ? 'warning' : 'neutral'} icon="clock">
      {t(`common.receipt.${receipt}`)}
    </State>
  );
}
