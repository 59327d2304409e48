import type { HelpCase } from '@gatehouse/contract/help';
import type { InvitationKind, RequirementName } from '@gatehouse/contract/invitations';
import type { Locale } from '@gatehouse/contract/locales';
import { ROLES, type Role } from '@gatehouse/contract/roles';
import { hashToken, newToken, newTypedCode, normalizeTypedCode } from '../../platform/crypto/tokens.ts';
import type { Transaction } from '../../platform/database/database.ts';
import type { MessagingServices, NewMessage } from '../notifications/index.ts';
import type { InvitationContext } from './invitation-context-read-model.ts';
import type { InvitationSecrets } from './invitation-store.ts';
import { addressesOf, type Invited } from './read-invited.ts';
import { suppressionPath } from './suppress-invitations.ts';

/** Context of the keyed hash of typed codes. */
export const TYPED_CODE_CONTEXT = 'invitation-code';

/** What goes into the messages and nowhere else, with the hashes that are stored instead. */
export type MintedSecrets = { readonly token: string; readonly typedCode: string; readonly hashes: InvitationSecrets };

/** A new link and typed code: 32 random bytes and 49 bits, each kept only as a hash. */
export function mintSecrets(services: Pick<MessagingServices, 'secretBox'>): MintedSecrets {
  const token = newToken();
  const typedCode = newTypedCode();
  const codeHash = services.secretBox.keyedHash(normalizeTypedCode(typedCode), TYPED_CODE_CONTEXT);
  return { token, typedCode, hashes: { tokenHash: hashToken(token), codeHash } };
}

/** An invitation as far as its messages tell of it. */
export type InvitationMessage = Invited & {
  readonly invitationId: string;
  readonly organizationId: string;
  readonly kind: InvitationKind;
  readonly name: string | null;
  readonly roles: readonly Role[];
  readonly note: string | null;
  readonly locale: Locale | null;
  readonly expiresAt: Date;
  readonly added?: boolean;
  /** Who had it before, and hands it to whoever reads this. */
  readonly handedOver?: { readonly by: string; readonly note: string | null };
};

export type MessageOptions = {
  /** Which of the invited addresses get one; all, where nothing is said. */
  readonly recipients?: readonly string[];
  readonly isReminder?: boolean;
  /** How to get in, in place of the invitation itself. */
  readonly help?: InvitedHelp | null;
};

/** What somebody is told who was invited and does not get on (M20, S09). */
export type InvitedHelp = {
  readonly asked: 'person' | 'support';
  readonly case: HelpCase;
  readonly steps: readonly RequirementName[];
};

/** Owes them: see {@link invitationMessages}. */
export async function enqueueInvitationMessages(
  services: MessagingServices,
  tx: Transaction,
  ...of: [InvitationMessage, InvitationContext, MintedSecrets, MessageOptions?]
): Promise<void> {
  for (const message of invitationMessages(services, ...of)) await services.notifications.enqueueMessage(tx, message);
}

/**
 * A message to each invited address (M01 or the reminder M02 by mail, S02 to a number), in the recipient's language if
 * known, else the invitation's, else the organization's. All carry the same secrets: the mail the link and the typed
 * code, the text message a short link that ends in that code.
 */
export function invitationMessages(
  services: Pick<MessagingServices, 'publicUrl' | 'secretBox'>,
  message: InvitationMessage,
  known: InvitationContext,
  secrets: MintedSecrets,
  { recipients = addressesOf(message), isReminder = false, help = null }: MessageOptions = {},
): NewMessage[] {
  const context = { ...known, organizationName: shortName(known.organizationName) };
  const common = {
    organizationId: message.organizationId,
    locale: context.recipientLocale ?? message.locale ?? context.locale,
    senderName: context.organizationName,
    subject: { type: 'invitation', id: message.invitationId },
    usefulUntil: null,
  } as const;
  const { canonical, phone, addressKind } = message;
  const inMail = {
    ...common,
    channel: 'email',
    to: { address: canonical, name: message.name },
    replyTo: context.inviterAddress,
  } as const;
  const links = mailSecrets(services, message, secrets);
  const mail: NewMessage = help
    ? {
        ...inMail,
        template: 'M20',
        params: helpParams(message, context, help),
        secrets: { link: links.link, typedCode: links.typedCode },
      }
    : { ...inMail, template: mailOf(message, isReminder), params: mailParams(message, context), secrets: links };
  const { organizationName, productName } = context;
  const inText = {
    ...common,
    channel: 'sms',
    to: { address: phone ?? '', name: null },
    replyTo: null,
    secrets: { link: `${services.publicUrl}/i/${normalizeTypedCode(secrets.typedCode)}` },
  } as const;
  const text: NewMessage = help
    ? { ...inText, template: 'S09', params: { organizationName, productName, kind: 'link' } }
    : {
        ...inText,
        template: 'S02',
        params: {
          organizationName,
          productName,
          kind: textOf(message, isReminder),
        },
      };
  return [
    ...(addressKind === 'email' && recipients.includes(canonical) ? [mail] : []),
    ...(phone !== null && recipients.includes(phone) ? [text] : []),
  ];
}

/** What strangers are written is no place for a text of one's own: a longer name is cut (security.md A22). */
const LONGEST_NAME = 64;

function shortName(name: string): string {
  const letters = [...name];
  return letters.length <= LONGEST_NAME
    ? name
    : `${letters
        .slice(0, LONGEST_NAME - 1)
        .join('')
        .trimEnd()}…`;
}

/** Whoever was added is told the same again: there is nothing to be reminded of. */
function mailOf({ added }: InvitationMessage, isReminder: boolean) {
  if (added) return 'M05';
  return isReminder ? 'M02' : 'M01';
}

function textOf({ added, kind }: InvitationMessage, isReminder: boolean) {
  if (added) return 'added';
  return isReminder ? 'reminder' : kind;
}

function mailParams(message: InvitationMessage, context: InvitationContext) {
  const highest = ROLES.find((role) => message.roles.includes(role)) ?? 'member';
  return {
    inviterName: context.inviterName || null,
    organizationName: context.organizationName,
    productName: context.productName,
    address: message.shown,
    recipientName: message.name,
    role: message.kind === 'member' ? highest : null,
    expiresAt: message.expiresAt.toISOString(),
    timeZone: context.timeZone || null,
    note: message.handedOver ? message.handedOver.note : message.note,
    handedOverBy: message.handedOver?.by ?? null,
    supportContact: context.supportContact || null,
    docsUrl: null,
  };
}

function helpParams(message: InvitationMessage, context: InvitationContext, help: InvitedHelp) {
  const { organizationName, productName } = context;
  const contact = context.supportContact || null;
  return {
    asked: help.asked,
    organizationName,
    productName,
    address: message.shown,
    recipientName: message.name,
    items: [{ case: help.case, organizationName, steps: [...help.steps], date: null, contact }],
    timeZone: context.timeZone || null,
  };
}

function mailSecrets(
  services: Pick<MessagingServices, 'publicUrl' | 'secretBox'>,
  { invitationId, canonical }: InvitationMessage,
  secrets: MintedSecrets,
) {
  return {
    link: `${services.publicUrl}/i/${secrets.token}`,
    typedCode: secrets.typedCode,
    unsubscribe: services.publicUrl + suppressionPath(services, invitationId, canonical),
  };
}
