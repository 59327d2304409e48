import { ownAccountRoutes } from '@gatehouse/contract/own-account';
import { useQuery } from '@tanstack/react-query';
import { call } from '../../lib/api.ts';
import { useText } from '../../lib/i18n.tsx';
import { ProblemNotice } from '../../ui/notice.tsx';
import { Panel } from '../../ui/panel.tsx';
import { Skeleton } from '../../ui/skeleton.tsx';
import { Time } from '../../ui/time.tsx';

/** What I agreed to, in which version and when, with the texts to read. */
export function ConsentsPanel() {
  const t = useText();
  const consents = useQuery({
    queryKey: ['own-consents'],
    queryFn: ({ signal }) => call(ownAccountRoutes.consents, { signal }),
  });
  return (
    <Panel title={t('own.consents.title')}>
      {consents.isPending ? <Skeleton rows={2} /> : null}
      {consents.isError ? <ProblemNotice error={consents.error} onRetry={() => void consents.refetch()} /> : null}
      {consents.data?.items.length === 0 ? <p className="text-muted">{t('own.consents.none')}</p> : null}
      <ul className="divide-y divide-border">
        {consents.data?.items.map(({ id, organization, version, at, termsUrl, privacyUrl }) => (
          <li key={id} className="flex flex-col gap-1 py-3 first:pt-0">
            <span className="flex flex-wrap items-baseline gap-x-2">
              <span className="font-semibold">{organization}</span>
              <span>{t('own.consents.version', { version })}</span>
              <span className="text-meta text-muted">
                <Time at={at} stacked={false} />
              </span>
            </span>
            <span className="flex flex-wrap gap-x-4">
              <a href={termsUrl ?? '/terms'} className="link">
                {t('own.consents.terms')}
              </a>
              <a href={privacyUrl ?? '/privacy'} className="link">
                {t('own.consents.privacy')}
              </a>
            </span>
          </li>
        ))}
      </ul>
    </Panel>
  );
}
