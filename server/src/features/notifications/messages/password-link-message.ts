import { z } from 'zod';
import { mailTemplate, ownLink, shownLine } from './mail-content.ts';

/** M07: a link to set a new password, which the person asked for or an administrator began. */
export const passwordLinkMessage = mailTemplate({
  params: z.strictObject({
    by: z.enum(['person', 'administrator']),
    productName: shownLine,
    /** Of the administrator. */
    organizationName: shownLine.nullable(),
    administratorName: shownLine.nullable(),
    /** The account's address that this goes to. */
    address: shownLine,
    /** How long the link is good. */
    minutes: z.number().int().positive(),
    /** What it was asked with, in words; null where an administrator began it. */
    device: shownLine.nullable(),
    ip: shownLine.nullable(),
  }),
  secrets: z.strictObject({ link: ownLink }),
  write: (t, { by, productName, address, minutes, device, ip, ...begun }, { link }) => {
    const who = { organizationName: begun.organizationName ?? '', administratorName: begun.administratorName ?? '' };
    return {
      subject: t('mail.M07.subject'),
      preheader: t('mail.M07.valid', { minutes }),
      productName,
      title: t('mail.M07.subject'),
      blocks: [
        { type: 'paragraph', text: t(`mail.M07.intro.${by}`, { productName, ...who }) },
        {
          type: 'facts',
          rows: [
            [t('mail.M07.account'), address],
            ...(device ? ([[t('mail.M07.device'), device]] as const) : []),
            ...(ip ? ([[t('mail.M07.ip'), ip]] as const) : []),
          ],
        },
        { type: 'button', label: t('mail.M07.button'), href: link, hint: t('mail.copy-link') },
        { type: 'paragraph', text: t('mail.M07.valid', { minutes }) },
        { type: 'remark', text: t(`mail.M07.not-you.${by}`, who) },
      ],
      footer: t('mail.automatic', { productName }),
    };
  },
});
