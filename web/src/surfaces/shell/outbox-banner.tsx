import { useQuery } from '@tanstack/react-query';
import { useText } from '../../lib/i18n.tsx';
import { serverInfoQuery } from '../../lib/server-info.ts';

/** Without a mail server nothing really leaves: said on every page, with the way to what would have been sent. */
export function OutboxBanner() {
  const t = useText();
  const { data } = useQuery(serverInfoQuery);
  if (!data?.outbox) return null;
  return (
    <p className="flex flex-wrap gap-x-3 sm:justify-center border-b border-border bg-info-soft px-4 py-1.5 text-meta">
      <span>{t('portal.outbox.text')}</span>
      <a href="/outbox" className="link">
        {t('portal.outbox.open')}
      </a>
    </p>
  );
}
