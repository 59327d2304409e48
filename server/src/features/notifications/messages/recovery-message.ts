import { timestampField } from '@gatehouse/contract/fields';
import { z } from 'zod';
import { mailTemplate, noticeButton, noticeContent, ownLink, shownLine, shownParagraph } from './mail-content.ts';

export const RECOVERY_NOTICES = ['asked', 'approved', 'rejected', 'done'] as const;

/** M25: somebody asked for a new start without the second step, and what became of it. Never suppressed. */
export const recoveryMessage = mailTemplate({
  params: z.strictObject({
    kind: z.enum(RECOVERY_NOTICES),
    organizationName: shownLine,
    productName: shownLine,
    /** Of whoever decided. */
    reason: shownParagraph.nullable(),
    /** Of whoever asked. */
    device: shownLine.nullable(),
    ip: shownLine.nullable(),
    /** When it takes effect. */
    readyAt: timestampField,
  }),
  /** Where it is stopped, or where the person goes on. */
  secrets: z.strictObject({ link: ownLink }),
  write: (t, { kind, organizationName, productName, reason, device, ip, readyAt }, { link }) => {
    const date = t.date(new Date(readyAt), { style: 'dateTime' });
    const isAsked = kind === 'asked';
    return noticeContent(t, {
      subject: t(`mail.M25.${kind}.subject`),
      intro: t(`mail.M25.${kind}.intro`, { organizationName, productName, date }),
      productName,
      blocks: [
        ...(reason
          ? [{ type: 'quote', label: t('mail.M25.reason', { organizationName }), text: reason } as const]
          : []),
        ...(device && ip
          ? [
              {
                type: 'facts',
                rows: [
                  [t('mail.M08.device'), device],
                  [t('mail.M08.ip'), ip],
                ],
              } as const,
            ]
          : []),
        { type: 'paragraph', text: t(isAsked ? 'mail.M25.stop' : 'mail.M25.not-you') },
        noticeButton(t, isAsked ? 'mail.M25.button-stop' : 'mail.M25.button', link),
      ],
    });
  },
});

/** M28: nobody of an organization may decide about a lost second step, and whoever runs the installation is to. */
export const recoveryOperatorMessage = mailTemplate({
  params: z.strictObject({
    organizationName: shownLine,
    productName: shownLine,
    /** Of the request, as the command line takes it. */
    reference: z.string().regex(/^\w+$/),
  }),
  secrets: z.strictObject({}),
  write: (t, { organizationName, productName, reference }) =>
    noticeContent(t, {
      subject: t('mail.M28.subject', { organizationName }),
      intro: t('mail.M28.intro', { organizationName, productName }),
      productName,
      blocks: [
        { type: 'paragraph', text: t('mail.M28.check') },
        {
          type: 'facts',
          rows: [
            [t('mail.M28.look'), 'npx gatehouse recovery list'],
            [t('mail.M28.approve'), `npx gatehouse recovery approve ${reference} --reason "..."`],
            [t('mail.M28.reject'), `npx gatehouse recovery reject ${reference} --reason "..."`],
          ],
        },
      ],
    }),
});

/** M26: somebody of an organization has lost every second step, and waits for a decision of whoever reads it. */
export const recoveryDecisionMessage = mailTemplate({
  params: z.strictObject({
    name: shownLine,
    organizationName: shownLine,
    productName: shownLine,
    /** The queue in the console. */
    reviewUrl: ownLink,
  }),
  secrets: z.strictObject({}),
  write: (t, { name, organizationName, productName, reviewUrl }) =>
    noticeContent(t, {
      subject: t('mail.M26.subject', { name }),
      intro: t('mail.M26.intro', { name, organizationName }),
      productName,
      blocks: [{ type: 'paragraph', text: t('mail.M26.check') }, noticeButton(t, 'mail.M26.button', reviewUrl)],
    }),
});
