import { LOCALES, type Locale, matchLocale } from '@gatehouse/contract/locales';
import { type ReactNode, useSyncExternalStore } from 'react';
import { IntlProvider, useIntl } from 'react-intl';

export const CATALOGUES = [
  'common',
  'errors',
  'portal',
  'console',
  'alerts',
  'audit',
  'branding',
  'closing',
  'diagnosis',
  'imports',
  'keys',
  'lists',
  'operations',
  'overview',
  'palette',
  'own',
  'people',
  'security',
  'webhook',
  'queue',
] as const;
export type Catalogue = (typeof CATALOGUES)[number];
type Messages = Record<string, string>;

/** One chunk per language and catalogue, fetched when it is wanted. */
const files = import.meta.glob<Messages>(
  '../../../locales/*/{common,errors,portal,console,alerts,audit,branding,closing,diagnosis,imports,keys,lists,operations,overview,own,palette,people,queue,security,webhook}.json',
  {
    import: 'default',
  },
);

const state = {
  current: { locale: 'en' as Locale, messages: {} as Messages },
  /** What is to be shown once it is here, and the newest load of it: an older one that comes later is not shown any more. */
  locale: 'en' as Locale,
  wanted: new Set<Catalogue>(),
  newest: Promise.resolve(),
  loads: 0,
  listeners: new Set<() => void>(),
};

/** The language of the page that was served, else the first that the browser wants and we have. */
export function chooseLocale(served: string, browser: readonly string[]): Locale {
  for (const tag of [served, ...browser]) {
    const locale = matchLocale(tag);
    if (locale) return locale;
  }
  return LOCALES[0];
}

export async function loadCatalogue(locale: Locale, name: Catalogue): Promise<Messages> {
  return (await files[`../../../locales/${locale}/${name}.json`]?.()) ?? {};
}

/** Loads all that is wanted and shows it. */
function show(): Promise<void> {
  state.newest = load(++state.loads);
  return state.newest;
}

async function load(turn: number): Promise<void> {
  const { locale } = state;
  const loaded = await Promise.all([...state.wanted].map((name) => loadCatalogue(locale, name)));
  if (turn !== state.loads) return state.newest; // it has all of this, too
  state.current = { locale, messages: Object.assign({}, ...loaded) };
  document.documentElement.lang = locale;
  for (const listener of state.listeners) listener();
}

/** Loads these catalogues in the language that is shown; they are there when it is done, whoever has asked for them first. */
export function needCatalogues(names: readonly Catalogue[]): Promise<void> {
  if (names.every((name) => state.wanted.has(name))) return state.newest;
  for (const name of names) state.wanted.add(name);
  return show();
}

export async function switchLocale(locale: Locale): Promise<void> {
  if (locale === state.locale) return state.newest;
  state.locale = locale;
  await show();
}

export function startLocale(): Promise<void> {
  const served = document.querySelector<HTMLMetaElement>('meta[name="gatehouse-locale"]')?.content ?? '';
  state.locale = chooseLocale(served, navigator.languages);
  state.current.locale = state.locale;
  return needCatalogues(['common', 'portal']);
}

/** The sentences of errors: wanted once the first page is there, for nobody meets one before. */
export function loadErrorTexts(): void {
  void needCatalogues(['errors']);
}

export function LocaleProvider({ children }: { children: ReactNode }) {
  const { locale, messages } = useSyncExternalStore(
    (listener) => {
      state.listeners.add(listener);
      return () => state.listeners.delete(listener);
    },
    () => state.current,
  );
  return (
    <IntlProvider locale={locale} messages={messages} onError={tellOfMissingText}>
      {children}
    </IntlProvider>
  );
}

/** A key that a page shows instead of its sentence is told in every build: the tests in a browser look for it. */
function tellOfMissingText(error: Error): void {
  console.error(error.message);
}

export type Values = Record<string, string | number | Date | null | undefined>;
export type Translate = (id: string, values?: Values) => string;

/** The sentence of a key in the language that is shown. */
export function useText(): Translate {
  const intl = useIntl();
  return (id, values) => intl.formatMessage({ id }, values);
}

export function useLocale(): Locale {
  return useIntl().locale as Locale;
}
