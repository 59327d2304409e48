import { ADDRESS_KINDS } from '@gatehouse/contract/fields';
import { z } from 'zod';
import { mailTemplate, ownLink, shownLine } from './mail-content.ts';

/** M22: an administrator entered another address or number for whoever reads it, which they are to confirm. */
export const changeAskedMessage = mailTemplate({
  params: z.strictObject({
    kind: z.enum(ADDRESS_KINDS),
    organizationName: shownLine,
    productName: shownLine,
    address: shownLine,
    /** The page of the portal where it is confirmed or given up. */
    profileUrl: ownLink,
  }),
  secrets: z.strictObject({}),
  write: (t, { kind, organizationName, productName, address, profileUrl }) => {
    const intro = t('mail.M22.intro', { kind, organizationName, productName });
    const subject = t('mail.M22.subject', { kind });
    return {
      subject,
      preheader: intro,
      productName,
      title: subject,
      blocks: [
        { type: 'paragraph', text: intro },
        { type: 'facts', rows: [[t('mail.M21.address'), address]] },
        { type: 'paragraph', text: t('mail.M22.text') },
        { type: 'button', label: t('mail.M22.button'), href: profileUrl, hint: t('mail.copy-link') },
      ],
      footer: t('mail.automatic', { productName }),
    };
  },
});
