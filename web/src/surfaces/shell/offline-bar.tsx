import { useSyncExternalStore } from 'react';
import { useText } from '../../lib/i18n.tsx';

function subscribe(listener: () => void): () => void {
  addEventListener('online', listener);
  addEventListener('offline', listener);
  return () => {
    removeEventListener('online', listener);
    removeEventListener('offline', listener);
  };
}

export function OfflineBar() {
  const t = useText();
  const online = useSyncExternalStore(subscribe, () => navigator.onLine);
  return (
    <div role="status">
      {online ? null : (
        <p className="bg-warning-soft px-4 py-2 text-center font-semibold text-warning">{t('portal.offline')}</p>
      )}
    </div>
  );
}
