import { INVITATION_PARAMS, INVITATION_SECRETS, inGroups } from './invitation-message.ts';
import { mailTemplate } from './mail-content.ts';

/** M02: an invitation was not opened yet, and ends. The same as M01, shorter. */
export const reminderMessage = mailTemplate({
  params: INVITATION_PARAMS,
  secrets: INVITATION_SECRETS,
  write: (t, p, { link, typedCode, unsubscribe }) => {
    const { recipientName: name, organizationName, productName, address, timeZone } = p;
    const moment = new Date(p.expiresAt);
    const date = t.date(moment, { style: 'date', ...(timeZone && { timeZone }) });
    const ends = t.date(moment, { style: 'dateTime', ...(timeZone && { timeZone }) });
    return {
      subject: t('mail.M02.subject', { date }),
      preheader: t('mail.M02.preheader', { organizationName, productName }),
      productName,
      title: t('mail.M02.title', { productName }),
      blocks: [
        { type: 'paragraph', text: name ? t('mail.greeting', { name }) : t('mail.greeting-nameless') },
        { type: 'paragraph', text: t('mail.M02.intro', { organizationName, productName, date: ends }) },
        {
          type: 'facts',
          rows: [
            [t('mail.M01.address'), address],
            [t('mail.M01.ends'), ends],
          ],
        },
        { type: 'button', label: t('mail.M01.button'), href: link, hint: t('mail.copy-link') },
        { type: 'remark', text: t('mail.M01.typed-code', { page: `${new URL(link).host}/i` }) },
        { type: 'code', code: inGroups(typedCode), size: 'small' },
        { type: 'remark', text: t('mail.M01.unexpected') },
        { type: 'remark', text: t('mail.M01.unsubscribe', { organizationName, url: unsubscribe }) },
        ...(p.supportContact
          ? [{ type: 'remark' as const, text: t('mail.questions', { contact: p.supportContact }) }]
          : []),
      ],
      footer: t('mail.automatic', { productName }),
      // RFC 8058
      headers: { 'List-Unsubscribe': `<${unsubscribe}>`, 'List-Unsubscribe-Post': 'List-Unsubscribe=One-Click' },
    };
  },
});
