import { z } from 'zod';
import type { Translate } from '../../../platform/i18n/translate.ts';
import { type MailBlock, mailTemplate, ownLink, shownLine } from './mail-content.ts';

const ITEM = z.strictObject({
  kind: z.enum(['company', 'join']),
  /** Who asks, and what they have proven to own. */
  name: shownLine,
  address: shownLine,
  /** Of a company that waits for approval. */
  companyName: shownLine,
});

/** M09: companies or people wait for a decision of whoever reads it. */
export const requestsMessage = mailTemplate({
  params: z.strictObject({
    organizationName: shownLine,
    productName: shownLine,
    /** The first ones; `more` is how many there are besides. */
    items: z.array(ITEM).min(1).max(10),
    more: z.number().int().min(0),
    /** The queue in the console. */
    reviewUrl: ownLink,
  }),
  secrets: z.strictObject({}),
  write: (t, { organizationName, productName, items, more, reviewUrl }) => {
    const count = items.length + more;
    const subject =
      count === 1 ? single(t, items[0], organizationName) : t('mail.M09.subject', { count, organizationName });
    const blocks: MailBlock[] = [
      { type: 'paragraph', text: t('mail.M09.intro', { organizationName }) },
      {
        type: 'steps',
        label: t('mail.M09.items'),
        items: items.map(({ kind, ...words }) => t(`mail.M09.item-${kind}`, words)),
      },
    ];
    if (more > 0) blocks.push({ type: 'remark', text: t('mail.M09.more', { count: more }) });
    blocks.push({ type: 'button', label: t('mail.M09.button'), href: reviewUrl, hint: t('mail.copy-link') });
    return {
      subject,
      preheader: t('mail.M09.intro', { organizationName }),
      productName,
      title: subject,
      blocks,
      footer: t('mail.automatic', { productName }),
    };
  },
});

function single(t: Translate, item: z.output<typeof ITEM> | undefined, organizationName: string): string {
  const { kind = 'join', name = '', companyName = '' } = item ?? {};
  return kind === 'company'
    ? t('mail.M09.subject-company', { name, companyName })
    : t('mail.M09.subject-join', { name, organizationName });
}
