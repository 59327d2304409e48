import type { ReactNode } from 'react';
import type { DoorContext } from '../door-context.ts';

/** A contact as a link: an address is written to, anything else is opened. */
export function contactHref(contact: string): string {
  return contact.includes('@') && !contact.includes(':') ? `mailto:${contact}` : contact;
}

/** "Still stuck? Ask ..."; without a contact it leads to the help page. */
export function SupportLink({ context }: { context: DoorContext }): ReactNode {
  const { t, brand } = context;
  const href = brand.supportContact ? contactHref(brand.supportContact) : '/help';
  return (
    <p className="hint">
      {t.rich(
        'door.support',
        { organization: brand.organizationName ?? brand.productName },
        { a: (text: ReactNode) => <a href={href}>{text}</a> },
      )}
      {' · '}
      <a href="/new-link">{t('door.cannot-get-in')}</a>
    </p>
  );
}
