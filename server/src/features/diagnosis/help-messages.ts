import type { HelpCase } from '@gatehouse/contract/help';
import type { MessagingServices, NewMessage } from '../notifications/index.ts';
import type { Help } from './domain/help.ts';
import type { PersonRow } from './person-read-model.ts';

/** What a text message has room for. */
const TEXTS: Partial<Record<HelpCase, 'sign-in' | 'waiting' | 'ask'>> = {
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
    const kind = TEXTS[help.case] ?? 'sign-in';
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
