import type { Welcome } from '@gatehouse/contract/organizations';
import type { ReactNode } from 'react';
import type { DoorContext } from '../door-context.ts';
import type { PageModel } from '../parts/page.tsx';
import { contactHref } from '../parts/support-link.tsx';

export type WelcomeView = { name: string; welcome: Welcome; portalUrl: string; consoleUrl: string | null };

/** Card D8: what is ready, where to go first, whom to ask. */
export function welcomePage(context: DoorContext, view: WelcomeView): PageModel {
  const { t } = context;
  const { organization, host, links } = view.welcome;
  return {
    heading: t('door.welcome.heading', { name: view.name, company: organization.name }),
    body: (
      <>
        <p>
          <a className="primary" href={view.portalUrl}>
            {t('door.welcome.open', { product: host?.productName ?? context.brand.productName })}
          </a>
        </p>
        <h2>{t('door.welcome.first')}</h2>
        <ul className="cards">
          {view.consoleUrl ? (
            <Card href={view.consoleUrl} title={t('door.welcome.invite')} text={t('door.welcome.invite-text')} />
          ) : null}
          {links.map((link) => (
            <Card key={link.url} href={link.url} title={link.title} text={link.description} />
          ))}
          <Card href="/help" title={t('common.footer.help')} text={t('door.welcome.help-text')} />
        </ul>
        {host?.contact ? <Contact context={context} organization={host.name} contact={host.contact} /> : null}
      </>
    ),
  };
}

function Contact(props: { context: DoorContext; organization: string; contact: string }): ReactNode {
  const { context, organization, contact } = props;
  return (
    <p className="hint">
      {context.t.rich(
        'door.welcome.contact',
        { organization, contact },
        { a: (text: ReactNode) => <a href={contactHref(contact)}>{text}</a> },
      )}
    </p>
  );
}

function Card({ href, title, text }: { href: string; title: string; text: string }): ReactNode {
  return (
    <li>
      <a href={href}>{title}</a>
      {text ? <p className="hint">{text}</p> : null}
    </li>
  );
}
