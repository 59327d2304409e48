import { ALERT_RULES } from '@gatehouse/contract/alerts';
import { timestampField } from '@gatehouse/contract/fields';
import { z } from 'zod';
import { mailTemplate, ownLink, shownLine } from './mail-content.ts';

/** M24: something in the sign-in log or the audit log that somebody should look at; once an hour and rule at most. */
export const alertsMessage = mailTemplate({
  params: z.strictObject({
    rule: z.enum(ALERT_RULES),
    organizationName: shownLine,
    productName: shownLine,
    items: z
      .array(
        z.strictObject({
          /** Whom or what it is about: an address, a name, a network. */
          subject: shownLine,
          count: z.int().positive(),
          at: timestampField,
        }),
      )
      .min(1)
      .max(10),
    /** Others that are not named. */
    more: z.int().nonnegative(),
    /** The page of the console that shows them. */
    alertsUrl: ownLink,
  }),
  secrets: z.strictObject({}),
  write: (t, { rule, organizationName, productName, items, more, alertsUrl }) => ({
    subject: t('mail.M24.subject', { organizationName, title: t(`mail.M24.${rule}`) }),
    preheader: t(`mail.M24.${rule}.text`),
    productName,
    title: t(`mail.M24.${rule}`),
    blocks: [
      { type: 'paragraph', text: t(`mail.M24.${rule}.text`) },
      {
        type: 'facts',
        rows: items.map(({ subject, count }) => [subject, t('mail.M24.count', { count })]),
      },
      ...(more > 0 ? [{ type: 'paragraph' as const, text: t('mail.M24.more', { count: more }) }] : []),
      { type: 'button', label: t('mail.M24.button'), href: alertsUrl, hint: t('mail.copy-link') },
      { type: 'remark', text: t('mail.M24.once', { organizationName }) },
    ],
    footer: t('mail.automatic', { productName }),
  }),
});
