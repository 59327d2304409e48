import { z } from 'zod';
import { mailTemplate, ownLink, shownLine } from './mail-content.ts';

const count = z.int().nonnegative();

/** M18: codes by text message are sent, and hardly any is typed: somebody may be running up costs. */
export const codesUnverifiedMessage = mailTemplate({
  params: z.strictObject({
    productName: shownLine,
    countries: z
      .array(
        z.strictObject({
          /** ISO 3166-1 alpha-2. */
          country: z.string().regex(/^[A-Z]{2}$/),
          window: z.enum(['hour', 'day']),
          sent: count,
          verified: count,
        }),
      )
      .min(1)
      .max(10),
    /** The page of the console that tells who asks for codes. */
    logUrl: ownLink,
  }),
  secrets: z.strictObject({}),
  write: (t, { productName, countries, logUrl }) => ({
    subject: t('mail.M18.subject', { productName }),
    preheader: t('mail.M18.intro'),
    productName,
    title: t('mail.M18.title'),
    blocks: [
      { type: 'paragraph', text: t('mail.M18.intro') },
      {
        type: 'facts',
        rows: countries.map(({ country, window, sent, verified }) => [
          t.country(country),
          t(`mail.M18.row-${window}`, { sent, verified }),
        ]),
      },
      { type: 'paragraph', text: t('mail.M18.next') },
      { type: 'button', label: t('mail.M18.button'), href: logUrl, hint: t('mail.copy-link') },
      { type: 'remark', text: t('mail.M18.once') },
    ],
    footer: t('mail.automatic', { productName }),
  }),
});
