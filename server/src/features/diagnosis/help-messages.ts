import type { HelpCase } from '@gatehouse/contract/help';
import type { Locale } from '@gatehouse/contract/locales';
import type { MessagingServices, NewMessage } from '../notifications/index.ts';
import type { Help } from './domain/help.ts';
import type { PersonRow } from './person-read-model.ts';

/** What a text message can say, the most helpful first. */
export const TEXT_KINDS = ['sign-in', 'waiting', 'ask'] as const;
type TextKind = (typeof TEXT_KINDS)[number];

export function textKindOf(of: HelpCase): TextKind {
  return TEXTS[of] ?? 'sign-in';
}

type Text = {
  readonly to: string;
  readonly kind: TextKind;
  readonly organizationName: string;
  readonly productName: string;
  readonly locale: Locale;
};

/** S09 to whoever asked for help themselves: of the installation, for it may be about several organizations. */
export function textMessage(services: Pick<MessagingServices, 'publicUrl'>, text: Text): NewMessage {
  const { to, kind, organizationName, productName, locale } = text;
  return {
    organizationId: null,
    channel: 'sms',
    template: 'S09',
    locale,
    to: { address: to, name: null },
    senderName: productName,
    replyTo: null,
    subject: null,
    usefulUntil: null,
    params: { organizationName, productName, kind },
    secrets: { link: `${services.publicUrl}/${kind === 'ask' ? 'help' : 'sign-in'}` },
  };
}

/** What a text message has room for. */
const TEXTS: Partial<Record<HelpCase, TextKind>> = {
  waiting: 'waiting',
  suspended: 'ask',
  disabled: 'ask',
  ended: 'ask',
};

/** M20, or S09 to a number: how somebody gets in who needs no link of an invitation for it. */
export function helpMessage(services: Pick<MessagingServices, 'publicUrl'>, row: PersonRow, help: Help): NewMessage {
  const { canonical, organizationId, organizationName, productName } = row;
  const address = canonical ?? '';
  const page = help.case === 'suspended' || help.case === 'disabled' ? 'help' : 'sign-in';
  const link = `${services.publicUrl}/${page}`;
  const common = {
    organizationId,
    locale: row.locale,
    senderName: organizationName,
    replyTo: null,
    subject: row.accountId ? ({ type: 'account', id: row.accountId } as const) : null,
    usefulUntil: null,
  } as const;
  if (address.startsWith('+')) {
    const kind = textKindOf(help.case);
    const params = { organizationName, productName, kind };
    return { ...common, channel: 'sms', template: 'S09', to: { address, name: null }, params, secrets: { link } };
  }
  const { case: of, steps, date } = help;
  const contact = row.supportContact || null;
  const params = {
    asked: 'support' as const,
    organizationName,
    productName,
    address: row.shown ?? address,
    recipientName: row.name,
    items: [{ case: of, organizationName, steps: [...steps], date: date?.toISOString() ?? null, contact }],
    timeZone: row.timeZone || null,
  };
  const secrets = { link, typedCode: null };
  return { ...common, channel: 'email', template: 'M20', to: { address, name: row.name }, params, secrets };
}
