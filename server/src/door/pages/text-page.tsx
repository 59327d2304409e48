import type { ReactNode } from 'react';
import type { DoorContext } from '../door-context.ts';
import type { PageModel } from '../parts/page.tsx';
import { SupportLink } from '../parts/support-link.tsx';

export type TextKind = 'privacy' | 'terms' | 'help';

/** Sections of each text: `door.text.<kind>.<section>.heading` and `.text`. */
const SECTIONS: Record<TextKind, readonly string[]> = {
  privacy: ['what', 'why', 'who', 'cookies', 'how-long', 'rights'],
  terms: ['use', 'account', 'availability', 'data', 'end'],
  help: ['no-mail', 'link', 'code', 'password', 'company', 'suspicious'],
};

/** Plain texts of an installation whose organization has set none of its own, and the help page. */
export function textPage(context: DoorContext, kind: TextKind): PageModel {
  const { t, brand } = context;
  const params = { organization: brand.organizationName ?? brand.productName, product: brand.productName };
  return {
    heading: t(`door.text.${kind}.heading`, params),
    body: (
      <>
        <p>{t(`door.text.${kind}.lead`, params)}</p>
        {SECTIONS[kind].map((section) => (
          <section key={section}>
            <h2>{t(`door.text.${kind}.${section}.heading`, params)}</h2>
            <p>{t(`door.text.${kind}.${section}.text`, params)}</p>
          </section>
        ))}
        {kind === 'help' ? <HelpLinks context={context} /> : <SupportLink context={context} />}
      </>
    ),
  };
}

function HelpLinks({ context }: { context: DoorContext }): ReactNode {
  const { t, brand } = context;
  return (
    <>
      <p className="actions">
        <a href="/new-link" className="primary">
          {t('common.action.request-link')}
        </a>
        <a href="/i" className="secondary">
          {t('door.remedy.paste-link')}
        </a>
        <a href="/sign-in" className="secondary">
          {t('common.action.sign-in')}
        </a>
      </p>
      {brand.supportContact ? <SupportLink context={context} /> : <p>{t('door.text.help.no-contact')}</p>}
    </>
  );
}
