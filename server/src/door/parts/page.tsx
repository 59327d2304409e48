import type { Flow } from '@gatehouse/contract/flows';
import type { ReactNode } from 'react';
import { renderToStaticMarkup } from 'react-dom/server';
import type { DoorContext } from '../door-context.ts';
import { BrandMark } from './brand-mark.tsx';
import { ErrorSummary } from './error-summary.tsx';
import { MAIN_FORM } from './form.tsx';
import { LanguageSwitch } from './language-switch.tsx';
import type { ReadForm } from './read-form.ts';

/** One page of the door, before it is put into its frame. */
export type PageModel = {
  heading: string;
  /** Set on every page with a main form. */
  form?: ReadForm;
  /** Place among the person's own steps. */
  flow?: Pick<Flow, 'stepNumber' | 'stepCount'>;
  /** What support needs, at the end: the code of the error, and what it is found by. */
  support?: { code: string; reference?: string | undefined; requestId?: string | undefined };
  /** The error summary is there for the script to fill. */
  live?: boolean;
  body: ReactNode;
};

/** The page as HTML text, doctype and all. */
export function renderPage(context: DoorContext, page: PageModel): string {
  return `<!doctype html>${renderToStaticMarkup(<Document context={context} page={page} />)}`;
}

function Document({ context, page }: { context: DoorContext; page: PageModel }): ReactNode {
  const { t, locale, assets, brand } = context;
  const title = `${page.heading} · ${brand.organizationName ?? brand.productName}`;
  return (
    <html lang={locale} translate="no" data-theme={context.theme}>
      <head>
        <meta charSet="utf-8" />
        <title>{page.form?.wrongs.length ? t('common.title.error', { title }) : title}</title>
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta name="color-scheme" content="light dark" />
        <meta name="robots" content="noindex" />
        {assets.font ? (
          <link rel="preload" as="font" type="font/woff2" href={assets.font} crossOrigin="anonymous" />
        ) : null}
        <link rel="stylesheet" href={assets.stylesheet} />
        {context.theme && assets.themes ? <link rel="stylesheet" href={assets.themes} /> : null}
        {brand.look?.stylesheet ? <link rel="stylesheet" href={brand.look.stylesheet} /> : null}
        {brand.look?.icon ? <link rel="icon" href={brand.look.icon.src} /> : null}
        {/* In the frame of a preview no script may run, and a browser would complain of one. */}
        {context.theme ? null : <script type="module" src={assets.script} />}
      </head>
      <body data-clean-path={context.cleanPath}>
        <Header context={context} page={page} />
        <main>
          <ErrorSummary context={context} wrongs={page.form?.wrongs ?? []} live={page.live} />
          <Progress context={context} flow={page.flow} />
          <h1>{page.heading}</h1>
          {page.body}
          <Support context={context} support={page.support} />
        </main>
        <Footer context={context} />
      </body>
    </html>
  );
}

function Header({ context, page }: { context: DoorContext; page: PageModel }): ReactNode {
  return (
    <header>
      {context.banner === 'outbox' ? (
        <p className="banner">
          {context.t.rich('door.banner.outbox', {}, { a: (text: ReactNode) => <a href="/outbox">{text}</a> })}
        </p>
      ) : null}
      <BrandMark context={context} />
      {page.form ? (
        // The Enter key presses the first button of a form: it must not be a language.
        <button type="submit" form={MAIN_FORM} className="unseen" tabIndex={-1} aria-hidden="true" />
      ) : null}
      <LanguageSwitch context={context} hasForm={page.form !== undefined} />
    </header>
  );
}

function Progress({ context, flow }: { context: DoorContext; flow: PageModel['flow'] }): ReactNode {
  if (!flow?.stepNumber || !flow.stepCount) return null;
  return <p className="progress">{context.t('common.step', { number: flow.stepNumber, count: flow.stepCount })}</p>;
}

/** Spelled as it is read out: on the telephone nothing but the reference counts. */
function Support({ context: { t }, support }: { context: DoorContext; support: PageModel['support'] }): ReactNode {
  if (!support) return null;
  const { code, reference, requestId } = support;
  return (
    <div className="code">
      {reference ? (
        <p>
          {t.rich(
            'door.reference',
            { reference },
            { b: (text: ReactNode) => <strong className="reference">{text}</strong> },
          )}
        </p>
      ) : null}
      <p>
        <span>{code}</span>
        {requestId ? <span>{reference ? requestId : t('common.word.reference', { requestId })}</span> : null}
      </p>
    </div>
  );
}

function Footer({ context: { t, brand } }: { context: DoorContext }): ReactNode {
  return (
    <footer>
      <a href={brand.privacyUrl}>{t('common.footer.privacy')}</a>
      <a href={brand.termsUrl}>{t('common.footer.terms')}</a>
      <a href="/help">{t('common.footer.help')}</a>
      {brand.look?.poweredBy ? <p>{t('door.powered-by')}</p> : null}
    </footer>
  );
}
