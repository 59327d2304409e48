import { type BrandTheme, THEMES } from '@gatehouse/contract/accent';
import {
  type Branding,
  type BrandPreview,
  type BrandValues,
  brandingRoutes,
  updateBrandingSchema,
} from '@gatehouse/contract/branding';
import { LOCALE_NAMES, type Locale } from '@gatehouse/contract/locales';
import { useQuery } from '@tanstack/react-query';
import { getRouteApi, useNavigate } from '@tanstack/react-router';
import { useDeferredValue, useState } from 'react';
import { call } from '../../lib/api.ts';
import { useLocale, useText } from '../../lib/i18n.tsx';
import { SelectField } from '../../ui/field.tsx';
import { Panel } from '../../ui/panel.tsx';
import { PortalPreview } from './portal-preview.tsx';
import { PreviewFrame } from './preview-frame.tsx';

const VIEWS = ['invitation', 'sign-in', 'portal', 'mail', 'sms'] as const;
type View = (typeof VIEWS)[number];
/** Those in whose frame everything stands. */
const PAGES: readonly View[] = ['invitation', 'sign-in'];

const route = getRouteApi('/console/$org/branding');

/** What is looked at, kept in the address: the page, its language and its theme. */
function useChoice(languages: readonly Locale[]) {
  const shown = useLocale();
  const search = route.useSearch();
  const navigate = useNavigate();
  const choose = (change: Record<string, string>) =>
    void navigate({
      to: '.',
      search: (before: object) => ({ ...before, ...change }),
      replace: true,
      resetScroll: false,
    });
  const locale = languages.find((one) => one === search.locale) ?? languages.find((one) => one === shown);
  return {
    view: VIEWS.find((view) => view === search.view) ?? ('invitation' as View),
    locale: locale ?? languages[0] ?? shown,
    theme: THEMES.find((theme) => theme === search.theme) ?? ('light' as BrandTheme),
    choose,
  };
}

/** The last values that can be shown: what is half typed waits. */
function useShowable(values: BrandValues): Partial<BrandValues> {
  const [showable, setShowable] = useState<Partial<BrandValues>>(values);
  const read = updateBrandingSchema.safeParse(values);
  const next = read.success && values.languages.includes(values.locale) ? read.data : showable;
  const changed = JSON.stringify(next) !== JSON.stringify(showable);
  if (changed) setShowable(next as Partial<BrandValues>);
  return useDeferredValue(changed ? (next as Partial<BrandValues>) : showable);
}

/** How it will be, while it is typed: made by what makes the real pages and messages. */
export function PreviewPanel({ org, values, branding }: { org: string; values: BrandValues; branding: Branding }) {
  const t = useText();
  const choice = useChoice(values.languages);
  const draft = useShowable(values);
  const { view, locale, theme, choose } = choice;
  const shared = { org, draft, locale, theme };
  return (
    <Panel title={t('branding.preview')} text={t('branding.preview-text')}>
      <div className="flex flex-col gap-3">
        <div className="grid gap-2 sm:grid-cols-2">
          <SelectField
            id="preview-view"
            className="sm:col-span-2"
            label={t('branding.preview.view')}
            value={view}
            onChange={(next) => choose({ view: next })}
            options={VIEWS.map((value) => ({ value, label: t(`branding.preview.${value}`) }))}
          />
          <SelectField
            id="preview-locale"
            label={t('common.language')}
            value={locale}
            onChange={(next) => choose({ locale: next })}
            options={values.languages.map((value) => ({ value, label: LOCALE_NAMES[value] }))}
          />
          <SelectField
            id="preview-theme"
            label={t('portal.theme')}
            value={theme}
            onChange={(next) => choose({ theme: next })}
            options={THEMES.map((value) => ({ value, label: t(`branding.theme.${value}`) }))}
          />
        </div>
        <Shown view={view} {...shared} branding={branding} />
      </div>
    </Panel>
  );
}

type ShownProps = { org: string; draft: Partial<BrandValues>; locale: Locale; theme: BrandTheme };

function Shown({ view, branding, ...shared }: ShownProps & { view: View; branding: Branding }) {
  const t = useText();
  const { org, draft, locale, theme } = shared;
  const title = t('branding.preview.frame', { page: t(`branding.preview.${view}`) });
  const words = useWords(shared, !PAGES.includes(view));
  if (view === 'portal') {
    const { productName, languages } = { ...branding.values, ...draft };
    const dress = { productName, languages, look: words ? words.look : branding.look };
    return <PortalPreview dress={dress} theme={theme} title={title} />;
  }
  if (view === 'sms') return <TextMessages words={words} locale={locale} />;
  const fields = { draft: JSON.stringify(draft), locale, theme };
  return (
    <>
      {view === 'mail' && words ? (
        <p className="flex flex-col break-words" lang={locale}>
          <span className="text-meta text-muted">{words.sender}</span>
          <span className="font-semibold">{words.subject}</span>
        </p>
      ) : null}
      <PreviewFrame
        action={`/preview/${encodeURIComponent(org)}/${view}`}
        fields={fields}
        title={title}
        theme={theme}
        width={view === 'mail' ? 640 : 520}
        height={view === 'sign-in' ? 560 : 760}
      />
    </>
  );
}

function useWords({ org, draft, locale }: ShownProps, wanted: boolean): BrandPreview | undefined {
  return useQuery({
    queryKey: ['branding', org, 'preview', locale, draft],
    queryFn: ({ signal }) => call(brandingRoutes.preview, { params: { org }, body: { values: draft, locale }, signal }),
    enabled: wanted,
    retry: false,
    placeholderData: (before) => before,
  }).data;
}

function TextMessages({ words, locale }: { words: BrandPreview | undefined; locale: Locale }) {
  const t = useText();
  return (
    <ul className="flex flex-col gap-3">
      {words?.sms.map(({ template, text, ...size }) => (
        <li key={template} className="flex flex-col gap-1">
          <span className="text-meta text-muted">{t(`branding.template.${template}`)}</span>
          <p lang={locale} className="max-w-sm rounded-panel bg-sunken px-4 py-3 break-words whitespace-pre-wrap">
            {text}
          </p>
          <span className="text-meta text-muted">{t('branding.texts.parts', size)}</span>
        </li>
      ))}
    </ul>
  );
}
