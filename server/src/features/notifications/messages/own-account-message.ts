import { timestampField } from '@gatehouse/contract/fields';
import { z } from 'zod';
import { type MailBlock, mailTemplate, ownLink, shownLine } from './mail-content.ts';

export const OWN_ACCOUNT_NOTICES = ['data-ready', 'deletion-asked', 'deletion-stopped', 'deleted'] as const;

/** M23: what becomes of somebody's data, or of their account. Never suppressed by any preference. */
export const ownAccountMessage = mailTemplate({
  params: z.strictObject({
    kind: z.enum(OWN_ACCOUNT_NOTICES),
    productName: shownLine,
    /** When the file ends, or the account does; null for neither. */
    until: timestampField.nullable(),
    /** The page of the portal, where there still is one for them. */
    openUrl: ownLink,
  }),
  secrets: z.strictObject({}),
  write: (t, { kind, productName, until, openUrl }) => {
    const date = until === null ? '' : t.date(new Date(until), { style: 'dateTime' });
    const subject = t(`mail.M23.${kind}.subject`, { productName });
    const intro = t(`mail.M23.${kind}.intro`, { productName, date });
    const blocks: MailBlock[] = [{ type: 'paragraph', text: intro }];
    if (kind !== 'deleted') {
      blocks.push(
        { type: 'paragraph', text: t('mail.M23.not-you') },
        { type: 'button', label: t('mail.M23.button'), href: openUrl, hint: t('mail.copy-link') },
      );
    }
    return {
      subject,
      preheader: intro,
      productName,
      title: subject,
      blocks,
      footer: t('mail.automatic', { productName }),
    };
  },
});
