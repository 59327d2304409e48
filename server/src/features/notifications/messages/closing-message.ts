import { timestampField } from '@gatehouse/contract/fields';
import { z } from 'zod';
import { type MailBlock, mailTemplate, ownLink, shownLine, shownParagraph } from './mail-content.ts';

export const CLOSING_NOTICES = ['suspended', 'resumed', 'deletion-asked', 'kept', 'deleted'] as const;
export type ClosingNotice = (typeof CLOSING_NOTICES)[number];

/** M27: what becomes of an organization, to whoever administers it. */
export const closingMessage = mailTemplate({
  params: z.strictObject({
    kind: z.enum(CLOSING_NOTICES),
    organizationName: shownLine,
    productName: shownLine,
    reason: shownParagraph.nullable(),
    /** When it is deleted; null: not at all, or it is. */
    dueAt: timestampField.nullable(),
    /** Where it says whom to ask, and where an owner keeps it. */
    openUrl: ownLink,
  }),
  secrets: z.strictObject({}),
  write: (t, { kind, organizationName, productName, reason, dueAt, openUrl }) => {
    const date = dueAt === null ? '' : t.date(new Date(dueAt), { style: 'dateTime' });
    const subject = t(`mail.M27.${kind}.subject`, { organizationName });
    const intro = t(`mail.M27.${kind}.intro`, { organizationName, productName, date });
    const blocks: MailBlock[] = [{ type: 'paragraph', text: intro }];
    if (reason) blocks.push({ type: 'quote', label: t('mail.M27.reason'), text: reason });
    if (kind === 'deletion-asked') blocks.push({ type: 'paragraph', text: t('mail.M27.keep') });
    if (kind !== 'deleted') {
      blocks.push({ type: 'button', label: t('mail.M27.button'), href: openUrl, hint: t('mail.copy-link') });
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
