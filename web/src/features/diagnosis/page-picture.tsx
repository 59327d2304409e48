import { type BrandTheme, THEMES } from '@gatehouse/contract/accent';
import type { Diagnosis } from '@gatehouse/contract/diagnosis';
import { LOCALE_NAMES, LOCALES } from '@gatehouse/contract/locales';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useEffect, useRef, useState } from 'react';
import { useText } from '../../lib/i18n.tsx';
import { SelectField } from '../../ui/field.tsx';
import { ProblemNotice } from '../../ui/notice.tsx';
import { Skeleton } from '../../ui/skeleton.tsx';
import { pictureQuery } from './diagnosis-queries.ts';

const SCREENS = ['phone', 'computer'] as const;
type Screen = (typeof SCREENS)[number];
/** In pixels of the page. */
const WIDTHS: Readonly<Record<Screen, number>> = { phone: 360, computer: 1280 };

type Props = { org: string; identifier: string; seen: NonNullable<Diagnosis['seenByThem']> };

/** The page of the door as the person sees it: a picture to look at, in which nothing can be pressed. */
export function PagePicture({ org, identifier, seen }: Props) {
  const t = useText();
  const [locale, setLocale] = useState('');
  const [screen, setScreen] = useState<Screen>(() => (window.innerWidth < 1024 ? 'phone' : 'computer'));
  const [theme, setTheme] = useState<BrandTheme>(shownTheme);
  const query = useQuery({
    ...pictureQuery({ org, identifier, locale, theme, step: `${seen.flow}-${seen.step}` }),
    placeholderData: keepPreviousData,
  });
  return (
    <div className="flex flex-col gap-3">
      <p className="max-w-prose text-meta text-muted">{t('diagnosis.picture.text')}</p>
      <div className="grid gap-2 sm:grid-cols-3">
        <SelectField
          id="picture-locale"
          label={t('diagnosis.picture.locale')}
          value={locale}
          onChange={setLocale}
          options={[
            { value: '', label: t('diagnosis.picture.theirs') },
            ...LOCALES.map((value) => ({ value, label: LOCALE_NAMES[value] })),
          ]}
        />
        <SelectField
          id="picture-screen"
          label={t('diagnosis.picture.width')}
          value={screen}
          onChange={(next) => setScreen(next as Screen)}
          options={SCREENS.map((value) => ({ value, label: t(`diagnosis.picture.${value}`) }))}
        />
        <SelectField
          id="picture-theme"
          label={t('portal.theme')}
          value={theme}
          onChange={(next) => setTheme(next as BrandTheme)}
          options={THEMES.map((value) => ({ value, label: t(`portal.theme.${value}`) }))}
        />
      </div>
      {query.isError ? <ProblemNotice error={query.error} onRetry={() => void query.refetch()} /> : null}
      {query.isPending ? <Skeleton rows={6} /> : null}
      {query.data ? (
        <Frame
          html={query.data}
          width={WIDTHS[screen]}
          theme={theme}
          title={t('diagnosis.picture.title', { page: seen.text })}
        />
      ) : null}
    </div>
  );
}

/** The theme that this page is in, so that the picture does not dazzle. */
function shownTheme(): BrandTheme {
  const chosen = document.documentElement.dataset.theme;
  if (chosen === 'light' || chosen === 'dark') return chosen;
  return window.matchMedia('(prefers-color-scheme: dark)').matches ? 'dark' : 'light';
}

type FrameProps = { html: string; width: number; theme: BrandTheme; title: string };

/** As high as its page, and as wide as a screen: where there is less room it is made smaller as a whole. */
function Frame({ html, width, theme, title }: FrameProps) {
  const box = useRef<HTMLElement>(null);
  const frame = useRef<HTMLIFrameElement>(null);
  const [room, setRoom] = useState(width);
  const [height, setHeight] = useState(560);
  useEffect(() => {
    if (!box.current) return;
    const watch = new ResizeObserver(([entry]) => setRoom(entry?.contentRect.width ?? width));
    watch.observe(box.current);
    return () => watch.disconnect();
  }, [width]);
  const measure = () => {
    const root = frame.current?.contentDocument?.documentElement;
    if (root) setHeight(Math.max(320, root.scrollHeight));
  };
  // biome-ignore lint/correctness/useExhaustiveDependencies: another width breaks its lines elsewhere
  useEffect(measure, [width]);
  const scale = Math.min(1, room / width);
  return (
    <section
      ref={box}
      aria-label={title}
      // biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls must be reached by keyboard (WCAG 2.1.1)
      tabIndex={0}
      className={`max-h-[75dvh] overflow-x-hidden overflow-y-auto rounded-control border border-control ${theme === 'dark' ? 'bg-[#12100e]' : 'bg-[#faf9f7]'}`}
    >
      <div className="mx-auto overflow-hidden" style={{ width: width * scale, height: height * scale }}>
        <iframe
          ref={frame}
          title={title}
          srcDoc={html}
          // Of our own origin only so that its stylesheets load; without scripts and forms it can do nothing with that.
          sandbox="allow-same-origin"
          tabIndex={-1}
          onLoad={measure}
          className="pointer-events-none origin-top-left"
          style={{ width, height, transform: `scale(${scale})` }}
        />
      </div>
    </section>
  );
}
