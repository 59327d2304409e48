import type { BrandTheme } from '@gatehouse/contract/accent';
import { useEffect, useRef, useState } from 'react';
import { createPortal } from 'react-dom';
import { BrandContext, type Dress } from '../../lib/brand.ts';
import { useLocale, useText } from '../../lib/i18n.tsx';
import { BrandMark } from '../../ui/brand-mark.tsx';
import { Button } from '../../ui/button.tsx';
import { Icon } from '../../ui/icon.tsx';
import { Panel } from '../../ui/panel.tsx';

/** Every stylesheet of this page but the saved brand's. */
function stylesheets(): string[] {
  const links = document.querySelectorAll<HTMLLinkElement>('link[rel="stylesheet"]:not([data-brand])');
  return Array.from(links, (link) => link.getAttribute('href') ?? '');
}

/**
 * The head of the portal and what is chosen in it, made of the very parts of this page, in a document of its own: so that it
 * can be of another theme and another brand.
 */
export function PortalPreview({ dress, theme, title }: { dress: Dress; theme: BrandTheme; title: string }) {
  const frame = useRef<HTMLIFrameElement>(null);
  const [inside, setInside] = useState<Document | null>(null);
  const locale = useLocale();
  const sheets = [...stylesheets(), ...(dress.look?.stylesheet ? [dress.look.stylesheet] : [])];
  useEffect(() => {
    if (!inside) return;
    const root = inside.documentElement;
    root.lang = locale;
    root.dataset.theme = theme;
    root.dataset.surface = 'portal';
  }, [inside, locale, theme]);
  return (
    <div className="overflow-hidden rounded-control border border-control">
      <iframe
        ref={frame}
        title={title}
        sandbox="allow-same-origin"
        srcDoc={`<!doctype html><html><head><meta charset="utf-8"><title>${locale}</title></head><body></body></html>`}
        tabIndex={-1}
        onLoad={() => setInside(frame.current?.contentDocument ?? null)}
        className="h-80 w-full"
      />
      {inside?.body
        ? createPortal(
            <>
              {sheets.map((href) => (
                <link key={href} rel="stylesheet" href={href} />
              ))}
              <BrandContext value={dress}>
                <Portal />
              </BrandContext>
            </>,
            inside.body,
          )
        : null}
    </div>
  );
}

function Portal() {
  const t = useText();
  return (
    <main className="flex flex-col gap-4 p-4">
      <div className="flex flex-wrap items-center justify-between gap-3">
        <BrandMark />
        <span className="flex items-center gap-2 font-semibold text-brand-text">
          <Icon name="home" className="size-5" />
          <span>{t('portal.nav.home')}</span>
        </span>
      </div>
      <Panel title={t('branding.preview.portal-title')}>
        <div className="flex flex-wrap gap-2">
          <Button look="primary">{t('common.action.continue')}</Button>
          <Button>{t('common.action.cancel')}</Button>
        </div>
      </Panel>
    </main>
  );
}
