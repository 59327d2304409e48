import { z } from 'zod';
import { type MailBlock, mailTemplate, ownLink, shownLine } from './mail-content.ts';

/** M06: the account is active. */
export const welcomeMessage = mailTemplate({
  params: z.strictObject({
    /** The company that was created or joined; null where there is none. */
    companyName: shownLine.nullable(),
    productName: shownLine,
    /** Where the button leads. */
    openUrl: ownLink,
    /** Where to sign in from now on, as text. */
    signInAddress: shownLine,
    /** What to do first, in this order. */
    steps: z.array(z.enum(['company', 'invite', 'profile', 'help'])).max(4),
    support: shownLine.nullable(),
    docsUrl: shownLine.nullable(),
  }),
  secrets: z.strictObject({}),
  write: (t, { companyName, productName, openUrl, signInAddress, steps, support, docsUrl }) => {
    const blocks: MailBlock[] = [
      {
        type: 'paragraph',
        text: companyName
          ? t('mail.M06.intro-company', { companyName, productName })
          : t('mail.M06.intro', { productName }),
      },
      { type: 'facts', rows: [[t('mail.M06.sign-in-address'), signInAddress]] },
    ];
    if (steps.length > 0) {
      blocks.push({
        type: 'steps',
        label: t('mail.M06.steps'),
        items: steps.map((step) => t(`mail.M06.step.${step}`)),
      });
    }
    blocks.push({
      type: 'button',
      label: t('mail.M06.button', { productName }),
      href: openUrl,
      hint: t('mail.copy-link'),
    });
    if (support) blocks.push({ type: 'remark', text: t('mail.questions', { contact: support }) });
    if (docsUrl) blocks.push({ type: 'remark', text: t('mail.docs', { url: docsUrl }) });
    return {
      subject: t('mail.M06.subject'),
      preheader: t('mail.M06.preheader', { productName }),
      productName,
      title: t('mail.M06.title', { productName }),
      blocks,
      footer: t('mail.automatic', { productName }),
    };
  },
});
