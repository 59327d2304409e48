import { useQuery } from '@tanstack/react-query';
import { useText } from '../../lib/i18n.tsx';
import { NoPermission } from '../../ui/no-permission.tsx';
import { ProblemNotice } from '../../ui/notice.tsx';
import { Page } from '../../ui/page.tsx';
import { Skeleton } from '../../ui/skeleton.tsx';
import { useConsoleOrganization } from '../sessions/console-organization.ts';
import { BrandingEditor } from './branding-editor.tsx';
import { brandingQuery } from './branding-queries.ts';

/** How an organization looks to the people whom it lets in. */
export function BrandingPage() {
  const t = useText();
  const { slug, may } = useConsoleOrganization();
  const readable = may('settings.read');
  const query = useQuery({ ...brandingQuery(slug), enabled: readable });
  return (
    <Page title={t('console.branding.title')} text={t('branding.text')}>
      {readable ? null : <NoPermission />}
      {query.isError ? <ProblemNotice error={query.error} onRetry={() => void query.refetch()} /> : null}
      {readable && query.isPending ? <Skeleton rows={10} /> : null}
      {query.data ? <BrandingEditor key={slug} org={slug} branding={query.data} /> : null}
    </Page>
  );
}
