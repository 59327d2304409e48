import { useText } from '../../lib/i18n.tsx';

export function SkipLink() {
  const t = useText();
  return (
    <a
      href="#main"
      className="sr-only z-40 rounded-control bg-surface px-3 py-2 font-semibold text-link focus:not-sr-only focus:fixed focus:top-2 focus:left-2"
    >
      {t('portal.skip')}
    </a>
  );
}
