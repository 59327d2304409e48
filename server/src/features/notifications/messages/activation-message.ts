import { INVITATION_PARAMS, INVITATION_SECRETS, inGroups } from './invitation-message.ts';
import { mailTemplate } from './mail-content.ts';

/** M05: an administrator has added somebody, who signs in with a code and needs nothing else. */
export const activationMessage = mailTemplate({
  params: INVITATION_PARAMS,
  secrets: INVITATION_SECRETS,
  write: (t, p, { link, typedCode, unsubscribe }) => {
    const ends = t.date(new Date(p.expiresAt), { style: 'dateTime', ...(p.timeZone && { timeZone: p.timeZone }) });
    const { recipientName, supportContact, productName, organizationName, address, role } = p;
    return {
      subject: t('mail.M05.subject'),
      preheader: t('mail.M05.preheader', { organizationName, productName }),
      productName,
      title: t('mail.M05.subject'),
      blocks: [
        {
          type: 'paragraph',
          text: recipientName ? t('mail.greeting', { name: recipientName }) : t('mail.greeting-nameless'),
        },
        { type: 'paragraph', text: t('mail.M05.intro', { organizationName, productName }) },
        {
          type: 'facts',
          rows: [
            [t('mail.M05.account'), address],
            ...(role === null ? [] : ([[t('mail.M01.role'), t(`common.role.${role}`)]] as const)),
            [t('mail.M01.ends'), ends],
          ],
        },
        { type: 'button', label: t('mail.M05.button'), href: link, hint: t('mail.copy-link') },
        { type: 'paragraph', text: t('mail.M05.how', { page: `${new URL(link).host}/sign-in` }) },
        { type: 'remark', text: t('mail.M01.typed-code', { page: `${new URL(link).host}/i` }) },
        { type: 'code', code: inGroups(typedCode), size: 'small' },
        { type: 'remark', text: t('mail.M05.unexpected') },
        ...(supportContact
          ? ([{ type: 'remark', text: t('mail.questions', { contact: supportContact }) }] as const)
          : []),
      ],
      footer: t('mail.automatic', { productName }),
      // RFC 8058
      headers: { 'List-Unsubscribe': `<${unsubscribe}>`, 'List-Unsubscribe-Post': 'List-Unsubscribe=One-Click' },
    };
  },
});
