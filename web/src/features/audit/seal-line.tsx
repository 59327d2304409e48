import { useState } from 'react';
import { useLocale, useText } from '../../lib/i18n.tsx';
import { Button } from '../../ui/button.tsx';
import { Icon } from '../../ui/icon.tsx';
import type { AuditAnswer } from './audit-event.ts';

/** How far the log is sealed, and what still waits. */
export function SealLine({ seal }: { seal: AuditAnswer['seal'] }) {
  const t = useText();
  const locale = useLocale();
  const format = new Intl.DateTimeFormat(locale, { dateStyle: 'medium', timeStyle: 'medium', hourCycle: 'h23' });
  return (
    <div className="flex flex-col gap-1">
      <p className="flex items-start gap-2 text-muted">
        <Icon name="shield" className="mt-0.5 size-4 shrink-0" />
        <span>
          {seal.sealedAt ? t('audit.sealed', { time: format.format(new Date(seal.sealedAt)) }) : t('audit.unsealed')}
          {seal.waiting > 0 ? ` ${t('audit.waiting', { count: seal.waiting })}` : ''}
        </span>
      </p>
      {seal.head ? <Head head={seal.head} /> : null}
    </div>
  );
}

/** The hash that the log ends with, to be noted where nobody who can write here can write. */
function Head({ head }: { head: string }) {
  const t = useText();
  const [copied, setCopied] = useState<'copied' | 'copy-failed' | null>(null);
  const copy = () =>
    navigator.clipboard.writeText(head).then(
      () => setCopied('copied'),
      () => setCopied('copy-failed'),
    );
  return (
    <details className="text-meta">
      <summary className="w-fit cursor-pointer py-1 text-link">{t('audit.head')}</summary>
      <div className="flex flex-col items-start gap-2 py-2">
        <code className="rounded-control bg-sunken px-2 py-1 break-all">{head}</code>
        <p className="max-w-prose text-muted">{t('audit.head.text')}</p>
        <Button onClick={() => void copy()}>{t('audit.head.copy')}</Button>
        <p role="status">{copied ? t(`audit.head.${copied}`) : ''}</p>
      </div>
    </details>
  );
}
