import { z } from 'zod';
import { type MailBlock, mailTemplate, ownLink, shownLine, shownParagraph } from './mail-content.ts';

/** M16: what somebody asked for was not approved. That it was is told by M06. */
export const rejectionMessage = mailTemplate({
  params: z.strictObject({
    /** Their company, or their wish to join one. */
    kind: z.enum(['company', 'join']),
    companyName: shownLine,
    /** Who decided. */
    organizationName: shownLine,
    productName: shownLine,
    reason: shownParagraph.nullable(),
    support: shownLine.nullable(),
  }),
  secrets: z.strictObject({
    /** Back to what they typed, to correct it and ask again; null where there is nothing to go back to. */
    link: ownLink.nullable(),
  }),
  write: (t, { kind, companyName, organizationName, productName, reason, support }, { link }) => {
    const subject = t(`mail.M16.subject-${kind}`, { companyName });
    const blocks: MailBlock[] = [
      { type: 'paragraph', text: t(`mail.M16.intro-${kind}`, { companyName, organizationName }) },
    ];
    if (reason) blocks.push({ type: 'quote', label: t('mail.M16.reason'), text: reason });
    if (link) {
      blocks.push({ type: 'paragraph', text: t(`mail.M16.next-${kind}`) });
      blocks.push({ type: 'button', label: t('mail.M16.button'), href: link, hint: t('mail.copy-link') });
    }
    if (support) blocks.push({ type: 'remark', text: t('mail.questions', { contact: support }) });
    return {
      subject,
      preheader: t(`mail.M16.intro-${kind}`, { companyName, organizationName }),
      productName,
      title: subject,
      blocks,
      footer: t('mail.automatic', { productName }),
    };
  },
});
