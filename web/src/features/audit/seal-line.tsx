import { useLocale, useText } from '../../lib/i18n.tsx';
import { Icon } from '../../ui/icon.tsx';
import type { AuditAnswer } from './audit-event.ts';

/** How far the log is sealed, and what still waits. */
export function SealLine({ seal }: { seal: AuditAnswer['seal'] }) {
  const t = useText();
  const locale = useLocale();
  const format = new Intl.DateTimeFormat(locale, { dateStyle: 'medium', timeStyle: 'medium', hourCycle: 'h23' });
  return (
    <p className="flex items-start gap-2 text-muted">
      <Icon name="shield" className="mt-0.5 size-4 shrink-0" />
      <span>
        {seal.sealedAt ? t('audit.sealed', { time: format.format(new Date(seal.sealedAt)) }) : t('audit.unsealed')}
        {seal.waiting > 0 ? ` ${t('audit.waiting', { count: seal.waiting })}` : ''}
      </span>
    </p>
  );
}
