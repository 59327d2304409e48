import type { Locale } from '@gatehouse/contract/locales';
import type { z } from 'zod';
import { ownTranslator } from '../../../platform/i18n/own-texts.ts';
import type { Translate } from '../../../platform/i18n/translate.ts';
import { activationMessage } from './activation-message.ts';
import { addressChangedMessage } from './address-changed-message.ts';
import { alertsMessage } from './alerts-message.ts';
import { changeAskedMessage } from './change-asked-message.ts';
import { closingMessage } from './closing-message.ts';
import { codeMessage } from './code-message.ts';
import { codesUnverifiedMessage } from './codes-unverified-message.ts';
import { handedOverMessage } from './handed-over-message.ts';
import { helpMessage } from './help-message.ts';
import { importDoneMessage } from './import-done-message.ts';
import { invitationMessage } from './invitation-message.ts';
import { type MailContent, mailHeaders, type RenderedMail } from './mail-content.ts';
import type { MailDress } from './mail-dress.ts';
import { mailHtml } from './mail-layout.tsx';
import { mailText } from './mail-text.ts';
import { ownAccountMessage } from './own-account-message.ts';
import { passwordLinkMessage } from './password-link-message.ts';
import { recoveryDecisionMessage, recoveryMessage, recoveryOperatorMessage } from './recovery-message.ts';
import { rejectionMessage } from './rejection-message.ts';
import { reminderMessage } from './reminder-message.ts';
import { requestsMessage } from './requests-message.ts';
import { securityNoticeMessage } from './security-notice-message.ts';
import { welcomeMessage } from './welcome-message.ts';

/** Every mail that is sent, by its name in the design. */
const TEMPLATES = {
  M01: invitationMessage,
  M02: reminderMessage,
  M04: codeMessage,
  M05: activationMessage,
  M06: welcomeMessage,
  M07: passwordLinkMessage,
  M08: securityNoticeMessage,
  M09: requestsMessage,
  M15: importDoneMessage,
  M16: rejectionMessage,
  M17: handedOverMessage,
  M18: codesUnverifiedMessage,
  M24: alertsMessage,
  M20: helpMessage,
  M21: addressChangedMessage,
  M22: changeAskedMessage,
  M23: ownAccountMessage,
  M25: recoveryMessage,
  M26: recoveryDecisionMessage,
  M27: closingMessage,
  M28: recoveryOperatorMessage,
} as const;

export type MessageTemplate = keyof typeof TEMPLATES;
export const MESSAGE_TEMPLATES = Object.keys(TEMPLATES) as readonly MessageTemplate[];
/** What a message is told, kept with it in clear: JSON. */
export type MessageParams<T extends MessageTemplate> = z.input<(typeof TEMPLATES)[T]['params']>;
/** What only the reader may know (link, code), kept encrypted until the message has left. */
export type MessageSecrets<T extends MessageTemplate> = z.input<(typeof TEMPLATES)[T]['secrets']>;

type AnyTemplate = {
  readonly params: z.ZodType;
  readonly secrets: z.ZodType;
  readonly write: (t: Translate, params: never, secrets: never) => MailContent;
};

/**
 * The mail that these parameters make in a language, with `own` words and `dress` where an organization has some. Pure: the same arguments give the same mail.
 * @throws z.ZodError when parameters or secrets do not fit the template.
 */
export function renderMessage(
  template: MessageTemplate,
  params: unknown,
  secrets: unknown,
  locale: Locale,
  own: Readonly<Record<string, string>> | null = null,
  dress: MailDress | null = null,
): RenderedMail {
  const definition: AnyTemplate = TEMPLATES[template];
  const t = ownTranslator(locale, own);
  const content = definition.write(
    t,
    definition.params.parse(params) as never,
    definition.secrets.parse(secrets) as never,
  );
  return {
    subject: content.subject,
    html: mailHtml(content, locale, dress),
    text: mailText(t, content),
    headers: { ...mailHeaders(locale), ...content.headers },
  };
}
