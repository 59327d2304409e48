import { timestampField } from '@gatehouse/contract/fields';
import { HELP_CASES, type HelpCase } from '@gatehouse/contract/help';
import { requirementNameSchema } from '@gatehouse/contract/invitations';
import { z } from 'zod';
import type { Translate } from '../../../platform/i18n/translate.ts';
import { inGroups } from './invitation-message.ts';
import { type MailBlock, mailTemplate, ownLink, shownLine } from './mail-content.ts';

/** How somebody stands in one place, and what comes next. */
const itemSchema = z.strictObject({
  case: z.enum(HELP_CASES),
  /** The product where it is about no organization. */
  organizationName: shownLine,
  /** What is left to do. */
  steps: z.array(requirementNameSchema),
  /** Since when they wait, or until when they are locked. */
  date: timestampField.nullable(),
  /** Whom to ask there. */
  contact: shownLine.nullable(),
});
type Item = z.output<typeof itemSchema>;

/** What the button leads to. */
const BUTTONS: Partial<Record<HelpCase, string>> = {
  accept: 'mail.M20.button',
  begun: 'mail.M20.button',
  steps: 'mail.M20.button',
  'wrong-account': 'mail.M20.button',
  cookies: 'mail.M20.button',
};

/** M20: how to get in, for somebody who asked for it, or for whom their support did. */
export const helpMessage = mailTemplate({
  params: z.strictObject({
    /** Who asked for this mail: the person, or somebody of `organizationName`. */
    asked: z.enum(['person', 'support']),
    organizationName: shownLine,
    productName: shownLine,
    /** The address that this goes to, and that is to be typed. */
    address: shownLine,
    recipientName: shownLine.nullable(),
    items: z.array(itemSchema).min(1).max(10),
    /** IANA name; null is UTC. */
    timeZone: z.string().nullable(),
  }),
  secrets: z.strictObject({
    /** Of the invitation, or to the page where one signs in. */
    link: ownLink,
    /** Of the invitation, to type where the link cannot be used. */
    typedCode: z
      .string()
      .regex(/^[0-9A-Za-z-]+$/)
      .nullable(),
  }),
  write: (t, p, { link, typedCode }) => {
    const { asked, productName, organizationName, recipientName, items } = p;
    const [first] = items;
    const contacts = new Set(items.flatMap(({ contact }) => contact ?? []));
    const button = BUTTONS[first?.case ?? 'none'] ?? 'mail.M20.button-sign-in';
    const blocks: MailBlock[] = [
      {
        type: 'paragraph',
        text: recipientName ? t('mail.greeting', { name: recipientName }) : t('mail.greeting-nameless'),
      },
      { type: 'paragraph', text: t(`mail.M20.intro-${asked}`, { organizationName, productName }) },
      ...items.map((item): MailBlock => ({ type: 'paragraph', text: sentence(t, item, p) })),
      { type: 'button', label: t(button), href: link, hint: t('mail.copy-link') },
    ];
    if (typedCode) {
      blocks.push({ type: 'remark', text: t('mail.M01.typed-code', { page: `${new URL(link).host}/i` }) });
      blocks.push({ type: 'code', code: inGroups(typedCode), size: 'small' });
    }
    for (const contact of contacts) blocks.push({ type: 'remark', text: t('mail.questions', { contact }) });
    blocks.push({ type: 'remark', text: t(`mail.M20.unexpected-${asked}`) });
    return {
      subject: t('mail.M20.subject', { productName }),
      preheader: first ? sentence(t, first, p) : '',
      productName,
      title: t('mail.M20.title'),
      blocks,
      footer: t('mail.automatic', { productName }),
    };
  },
});

type Reader = { readonly address: string; readonly timeZone: string | null };

function sentence(t: Translate, item: Item, { address, timeZone }: Reader): string {
  return t(`mail.M20.${item.case}`, {
    organizationName: item.organizationName,
    address,
    steps: t.list(item.steps.map((step) => t(`common.requirement.${step}`))),
    date: item.date ? t.date(new Date(item.date), { style: 'dateTime', ...(timeZone && { timeZone }) }) : '',
  });
}
