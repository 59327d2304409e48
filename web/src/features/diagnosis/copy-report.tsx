import { useState } from 'react';
import { useText } from '../../lib/i18n.tsx';
import { Button } from '../../ui/button.tsx';

/** The whole finding as text for a ticket; where the browser does not copy, the text itself to select. */
export function CopyReport({ report }: { report: string }) {
  const t = useText();
  const [copied, setCopied] = useState<'yes' | 'failed' | null>(null);
  const copy = () =>
    navigator.clipboard.writeText(report).then(
      () => setCopied('yes'),
      () => setCopied('failed'),
    );
  return (
    <div className="flex max-w-full flex-col items-start gap-2">
      <Button onClick={() => void copy()}>{t('diagnosis.copy-report')}</Button>
      <p role="status" className="text-meta text-muted">
        <span>{copied === 'yes' ? t('diagnosis.copied') : ''}</span>
      </p>
      {copied === 'failed' ? (
        <>
          <p>{t('diagnosis.copy-failed')}</p>
          <pre className="max-w-full overflow-x-auto rounded-control bg-sunken p-3 text-meta">{report}</pre>
        </>
      ) : null}
    </div>
  );
}
