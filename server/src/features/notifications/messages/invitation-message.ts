import { timestampField } from '@gatehouse/contract/fields';
import { roleSchema } from '@gatehouse/contract/roles';
import { z } from 'zod';
import type { Translate } from '../../../platform/i18n/translate.ts';
import { type MailBlock, mailTemplate, ownLink, shownLine, shownParagraph } from './mail-content.ts';

/** What an invitation and its reminder are told. */
export const INVITATION_PARAMS = z.strictObject({
  inviterName: shownLine.nullable(),
  organizationName: shownLine,
  productName: shownLine,
  /** The exact address that is invited. */
  address: shownLine,
  recipientName: shownLine.nullable(),
  /** Null where the invited person creates a company and becomes its owner. */
  role: roleSchema.nullable(),
  expiresAt: timestampField,
  /** IANA name; null is UTC. */
  timeZone: z.string().nullable(),
  note: shownParagraph.nullable(),
  /** Who had the invitation before and hands it over; the note is theirs then. */
  handedOverBy: shownLine.nullable().optional(),
  supportContact: shownLine.nullable(),
  docsUrl: shownLine.nullable(),
});
type Params = z.output<typeof INVITATION_PARAMS>;

/** What only their reader may know. */
export const INVITATION_SECRETS = z.strictObject({
  link: ownLink,
  /** The code to type where the link cannot be used; shown in groups. */
  typedCode: z.string().regex(/^[0-9A-Za-z-]+$/),
  /** One press there, or one POST of the mail program, and this organization invites the address no more. */
  unsubscribe: ownLink,
});

/** `ABCD2345EF` as `ABCD-2345-EF`. */
export function inGroups(code: string): string {
  return (code.replaceAll('-', '').match(/.{1,4}/g) ?? []).join('-');
}

function intro(t: Translate, { inviterName, organizationName, productName, role, handedOverBy }: Params): string {
  if (handedOverBy) return t('mail.M01.intro-handed-over', { name: handedOverBy, organizationName, productName });
  const key = role === null ? 'mail.M01.intro-company' : 'mail.M01.intro-member';
  return inviterName === null
    ? t(`${key}-nameless`, { organizationName, productName })
    : t(key, { inviterName, organizationName, productName });
}

function subject(t: Translate, { inviterName, organizationName, productName, handedOverBy }: Params): string {
  if (handedOverBy) return t('mail.M01.subject-handed-over', { name: handedOverBy, organizationName });
  return inviterName === null
    ? t('mail.M01.subject-nameless', { organizationName, productName })
    : t('mail.M01.subject', { inviterName, organizationName, productName });
}

function facts(t: Translate, params: Params, ends: string): MailBlock {
  const { address, inviterName, organizationName, role, handedOverBy } = params;
  const inviter = inviterName === null ? organizationName : t('mail.M01.inviter-of', { inviterName, organizationName });
  return {
    type: 'facts',
    rows: [
      [t('mail.M01.address'), address],
      [t('mail.M01.inviter'), inviter],
      ...(handedOverBy ? ([[t('mail.M01.handed-over-by'), handedOverBy]] as const) : []),
      [t('mail.M01.role'), role === null ? t('mail.M01.role-company') : t(`common.role.${role}`)],
      [t('mail.M01.ends'), ends],
    ],
  };
}

function note(t: Translate, { inviterName, note: text, handedOverBy }: Params): MailBlock[] {
  if (!text) return [];
  const writer = handedOverBy ?? inviterName;
  const label = writer === null ? t('mail.M01.note-nameless') : t('mail.M01.note', { inviterName: writer });
  return [{ type: 'quote', label, text }];
}

/** M01: somebody is invited. */
export const invitationMessage = mailTemplate({
  params: INVITATION_PARAMS,
  secrets: INVITATION_SECRETS,
  write: (t, p, { link, typedCode, unsubscribe }) => {
    const ends = t.date(new Date(p.expiresAt), { style: 'dateTime', ...(p.timeZone && { timeZone: p.timeZone }) });
    const { recipientName, supportContact, docsUrl, productName, address } = p;
    const blocks: MailBlock[] = [
      {
        type: 'paragraph',
        text: recipientName ? t('mail.greeting', { name: recipientName }) : t('mail.greeting-nameless'),
      },
      { type: 'paragraph', text: intro(t, p) },
      ...note(t, p),
      facts(t, p, ends),
      { type: 'button', label: t('mail.M01.button'), href: link, hint: t('mail.copy-link') },
      { type: 'remark', text: t('mail.M01.typed-code', { page: `${new URL(link).host}/i` }) },
      { type: 'code', code: inGroups(typedCode), size: 'small' },
      { type: 'remark', text: t('mail.M01.unexpected') },
      { type: 'remark', text: t('mail.M01.unsubscribe', { organizationName: p.organizationName, url: unsubscribe }) },
    ];
    if (supportContact) blocks.push({ type: 'remark', text: t('mail.questions', { contact: supportContact }) });
    if (docsUrl) blocks.push({ type: 'remark', text: t('mail.docs', { url: docsUrl }) });
    return {
      subject: subject(t, p),
      preheader: t('mail.M01.preheader', { address, date: ends }),
      productName,
      title: t('mail.M01.title', { productName }),
      blocks,
      footer: t('mail.automatic', { productName }),
      // RFC 8058
      headers: { 'List-Unsubscribe': `<${unsubscribe}>`, 'List-Unsubscribe-Post': 'List-Unsubscribe=One-Click' },
    };
  },
});
