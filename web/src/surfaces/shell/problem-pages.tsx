import { useText } from '../../lib/i18n.tsx';
import { Button } from '../../ui/button.tsx';
import { ProblemNotice } from '../../ui/notice.tsx';
import { Page } from '../../ui/page.tsx';

const BARE = 'mx-auto max-w-2xl p-4 sm:p-8';

/** Whatever broke, the page says so and can be loaded again; what was typed is kept in its draft. */
export function ErrorPage({ error }: { error: unknown }) {
  const t = useText();
  return (
    <Page
      title={t('portal.error.title')}
      text={t('portal.error.text')}
      actions={
        <Button look="primary" onClick={() => globalThis.location.reload()}>
          {t('common.action.reload')}
        </Button>
      }
    >
      <ProblemNotice error={error} />
    </Page>
  );
}

/** The same where there is no shell around it. */
export function BareErrorPage({ error }: { error: unknown }) {
  return (
    <main className={BARE}>
      <ErrorPage error={error} />
    </main>
  );
}

/** As {@link NotFoundPage}, where there is no shell around it. */
export function BareNotFoundPage() {
  return (
    <main className={BARE}>
      <NotFoundPage />
    </main>
  );
}

export function NotFoundPage() {
  const t = useText();
  return (
    <Page title={t('portal.not-found.title')} text={t('portal.not-found.text')}>
      <p>
        <a href="/portal" className="link">
          {t('portal.not-found.home')}
        </a>
      </p>
    </Page>
  );
}
