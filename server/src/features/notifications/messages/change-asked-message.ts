import { ADDRESS_KINDS } from '@gatehouse/contract/fields';
import { z } from 'zod';
import { mailTemplate, noticeButton, noticeContent, ownLink, shownLine } from './mail-content.ts';

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
  write: (t, { kind, organizationName, productName, address, profileUrl }) =>
    noticeContent(t, {
      subject: t('mail.M22.subject', { kind }),
      intro: t('mail.M22.intro', { kind, organizationName, productName }),
      productName,
      blocks: [
        { type: 'facts', rows: [[t('mail.M21.address'), address]] },
        { type: 'paragraph', text: t('mail.M22.text') },
        noticeButton(t, 'mail.M22.button', profileUrl),
      ],
    }),
});
