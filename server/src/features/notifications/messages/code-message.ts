import { z } from 'zod';
import { mailTemplate, shownLine } from './mail-content.ts';

/** M04: the one-time code by e-mail. */
export const codeMessage = mailTemplate({
  params: z.strictObject({
    productName: shownLine,
    /** How long the code is valid. */
    minutes: z.number().int().positive(),
    /** What asked for the code, in words: "Firefox on Windows". */
    device: shownLine,
    place: shownLine.nullable(),
  }),
  secrets: z.strictObject({ code: z.string().regex(/^\d{4,10}$/) }),
  write: (t, { productName, minutes, device, place }, { code }) => ({
    subject: t('mail.M04.subject', { code, productName }),
    preheader: t('mail.M04.preheader', { minutes }),
    productName,
    title: t('mail.M04.title'),
    blocks: [
      { type: 'paragraph', text: t('mail.M04.intro', { productName }) },
      { type: 'code', code, size: 'large' },
      { type: 'paragraph', text: t('mail.M04.valid', { minutes }) },
      {
        type: 'facts',
        rows: [[t('mail.M04.device'), device], ...(place ? ([[t('mail.M04.place'), place]] as const) : [])],
      },
      { type: 'paragraph', text: t('mail.M04.never-tell', { productName }) },
      { type: 'remark', text: t('mail.M04.not-you') },
    ],
    footer: t('mail.automatic', { productName }),
  }),
});
