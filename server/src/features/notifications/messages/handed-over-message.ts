import { z } from 'zod';
import { mailTemplate, ownLink, shownLine } from './mail-content.ts';

/** M17: to whoever invited: the invited person handed the invitation to a colleague. */
export const handedOverMessage = mailTemplate({
  params: z.strictObject({
    /** Who handed over, from which address to which. */
    name: shownLine,
    from: shownLine,
    to: shownLine,
    organizationName: shownLine,
    productName: shownLine,
    /** The invitation in the console. */
    invitationUrl: ownLink,
  }),
  secrets: z.strictObject({}),
  write: (t, { name, from, to, organizationName, productName, invitationUrl }) => ({
    subject: t('mail.M17.subject', { name }),
    preheader: t('mail.M17.intro', { name, organizationName }),
    productName,
    title: t('mail.M17.subject', { name }),
    blocks: [
      { type: 'paragraph', text: t('mail.M17.intro', { name, organizationName }) },
      {
        type: 'facts',
        rows: [
          [t('mail.M17.from'), from],
          [t('mail.M17.to'), to],
        ],
      },
      { type: 'paragraph', text: t('mail.M17.effect') },
      { type: 'button', label: t('mail.M17.button'), href: invitationUrl, hint: t('mail.copy-link') },
    ],
    footer: t('mail.automatic', { productName }),
  }),
});
