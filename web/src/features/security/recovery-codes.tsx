import { useText } from '../../lib/i18n.tsx';
import { Button } from '../../ui/button.tsx';
import { Notice } from '../../ui/notice.tsx';

/** Shown once. Text, so that it can be copied, printed and kept. */
export function RecoveryCodes({ codes, onKept }: { codes: readonly string[]; onKept: () => void }) {
  const t = useText();
  return (
    <div className="flex flex-col gap-4">
      <Notice tone="warning" title={t('security.codes.title')}>
        {t('security.codes.text')}
      </Notice>
      <ul
        translate="no"
        className="grid gap-x-6 gap-y-1 rounded-control border border-border bg-sunken p-4 font-mono tabular-nums sm:grid-cols-2"
      >
        {codes.map((code) => (
          <li key={code}>{code}</li>
        ))}
      </ul>
      <div>
        <Button look="primary" onClick={onKept}>
          {t('security.codes.kept')}
        </Button>
      </div>
    </div>
  );
}
