import { z } from 'zod';
import { mailTemplate, ownLink, shownLine } from './mail-content.ts';

const count = z.int().nonnegative();

/** M15: an import is finished. */
export const importDoneMessage = mailTemplate({
  params: z.strictObject({
    organizationName: shownLine,
    productName: shownLine,
    /** What became of the rows: invitations, or members who are added. */
    what: z.enum(['invited', 'added']).default('invited'),
    created: count,
    /** Invited before, members, and those who want no invitations. */
    skipped: count,
    failed: count,
    /** The page of the import in the console. */
    reportUrl: ownLink,
  }),
  secrets: z.strictObject({}),
  write: (t, { organizationName, productName, what, created, skipped, failed, reportUrl }) => ({
    subject: t(what === 'added' ? 'mail.M15.subject.added' : 'mail.M15.subject', { created, failed }),
    preheader: t('mail.M15.preheader', { organizationName }),
    productName,
    title: t('mail.M15.title'),
    blocks: [
      { type: 'paragraph', text: t('mail.M15.intro', { organizationName }) },
      {
        type: 'facts',
        rows: [
          [
            t(what === 'added' ? 'mail.M15.created.added' : 'mail.M15.created'),
            t('mail.M15.number', { count: created }),
          ],
          [t('mail.M15.skipped'), t('mail.M15.number', { count: skipped })],
          [t('mail.M15.failed'), t('mail.M15.number', { count: failed })],
        ],
      },
      { type: 'paragraph', text: failed > 0 ? t('mail.M15.next-failed') : t('mail.M15.next') },
      { type: 'button', label: t('mail.M15.button'), href: reportUrl, hint: t('mail.copy-link') },
    ],
    footer: t('mail.automatic', { productName }),
  }),
});
