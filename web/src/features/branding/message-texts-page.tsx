import { LOCALES, type Locale } from '@gatehouse/contract/locales';
import { type MessageTexts, messageTextRoutes } from '@gatehouse/contract/message-texts';
import { useQuery } from '@tanstack/react-query';
import { getRouteApi } from '@tanstack/react-router';
import { call } from '../../lib/api.ts';
import { useLocale, useText } from '../../lib/i18n.tsx';
import { FilterSelect } from '../../ui/filter-select.tsx';
import { NoPermission } from '../../ui/no-permission.tsx';
import { ProblemNotice } from '../../ui/notice.tsx';
import { Page } from '../../ui/page.tsx';
import { Skeleton } from '../../ui/skeleton.tsx';
import { useConsoleOrganization } from '../sessions/console-organization.ts';
import { MessageTextsEditor } from './message-texts-editor.tsx';

const route = getRouteApi('/console/$org/message-texts');
const NATIVE: Record<Locale, string> = {
  en: 'English',
  'zh-TW': '繁體中文',
  'zh-CN': '简体中文',
  pl: 'Polski',
  ru: 'Русский',
};

/** What the organization says in its mails and text messages, in its own words. */
export function MessageTextsPage() {
  const t = useText();
  const shown = useLocale();
  const { slug, may } = useConsoleOrganization();
  const { template = 'M01', locale = shown } = route.useSearch();
  const readable = may('settings.read');
  const list = useQuery({
    queryKey: ['message-texts', slug],
    queryFn: ({ signal }) => call(messageTextRoutes.list, { params: { org: slug }, signal }),
    enabled: readable,
  });
  const one = useQuery({
    queryKey: ['message-texts', slug, template, locale],
    queryFn: ({ signal }) =>
      call(messageTextRoutes.get, { params: { org: slug, template, locale: locale as Locale }, signal }),
    enabled: readable,
  });
  const own = list.data?.items.find((item) => item.template === template)?.ownLocales ?? [];
  return (
    <Page title={t('console.message-texts.title')} text={t('branding.texts.text')}>
      {readable ? null : <NoPermission />}
      <div className="mb-4 flex flex-wrap gap-2">
        <FilterSelect
          name="template"
          label={t('branding.texts.message')}
          value={template === 'M01' ? '' : template}
          all={t('branding.template.M01')}
          options={(list.data?.items ?? [])
            .filter((item) => item.template !== 'M01')
            .map((item) => ({ value: item.template, label: t(`branding.template.${item.template}`) }))}
        />
        <FilterSelect
          name="locale"
          label={t('common.language')}
          value={locale === shown ? '' : locale}
          all={markOwn(shown, own)}
          options={LOCALES.filter((other) => other !== shown).map((other) => ({
            value: other,
            label: markOwn(other, own),
          }))}
        />
      </div>
      {one.isError ? <ProblemNotice error={one.error} onRetry={() => void one.refetch()} /> : null}
      {readable && one.isPending ? <Skeleton rows={8} /> : null}
      {one.data ? <Editor org={slug} texts={one.data} /> : null}
    </Page>
  );
}

function Editor({ org, texts }: { org: string; texts: MessageTexts }) {
  return <MessageTextsEditor key={`${texts.template} ${texts.locale}`} org={org} saved={texts} />;
}

/** A dot tells where the organization has words of its own. */
function markOwn(locale: Locale, own: readonly Locale[]): string {
  return own.includes(locale) ? `${NATIVE[locale]} •` : NATIVE[locale];
}
