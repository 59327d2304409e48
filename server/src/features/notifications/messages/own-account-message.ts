import { timestampField } from '@gatehouse/contract/fields';
import { z } from 'zod';
import { mailTemplate, noticeButton, noticeContent, ownLink, shownLine } from './mail-content.ts';

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
    return noticeContent(t, {
      subject: t(`mail.M23.${kind}.subject`, { productName }),
      intro: t(`mail.M23.${kind}.intro`, { productName, date }),
      productName,
      blocks:
        kind === 'deleted'
          ? []
          : [{ type: 'paragraph', text: t('mail.M23.not-you') }, noticeButton(t, 'mail.M23.button', openUrl)],
    });
  },
});
