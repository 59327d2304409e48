import type { InvitationKind } from '@gatehouse/contract/invitations';
import type { Locale } from '@gatehouse/contract/locales';
import { ROLES, type Role } from '@gatehouse/contract/roles';
import { hashToken, newToken, newTypedCode, normalizeTypedCode } from '../../platform/crypto/tokens.ts';
import type { Transaction } from '../../platform/database/database.ts';
import type { MessagingServices, NewMessage } from '../notifications/index.ts';
import type { InvitationContext } from './invitation-context-read-model.ts';
import type { InvitationSecrets } from './invitation-store.ts';
import { suppressionPath } from './suppress-invitations.ts';

/** Context of the keyed hash of typed codes. */
export const TYPED_CODE_CONTEXT = 'invitation-code';

/** What goes into the mail and nowhere else, with the hashes that are stored instead. */
export type MintedSecrets = { readonly token: string; readonly typedCode: string; readonly hashes: InvitationSecrets };

/** A new link and typed code: 32 random bytes and 49 bits, each kept only as a hash. */
export function mintSecrets(services: Pick<MessagingServices, 'secretBox'>): MintedSecrets {
  const token = newToken();
  const typedCode = newTypedCode();
  const codeHash = services.secretBox.keyedHash(normalizeTypedCode(typedCode), TYPED_CODE_CONTEXT);
  return { token, typedCode, hashes: { tokenHash: hashToken(token), codeHash } };
}

export type InvitationMail = {
  readonly invitationId: string;
  readonly organizationId: string;
  readonly kind: InvitationKind;
  readonly address: { readonly canonical: string; readonly shown: string };
  readonly name: string | null;
  readonly roles: readonly Role[];
  readonly note: string | null;
  readonly locale: Locale | null;
  readonly expiresAt: Date;
};

/** Owes it: see {@link invitationMessage}. */
export async function enqueueInvitationMail(
  services: MessagingServices,
  tx: Transaction,
  ...of: [InvitationMail, InvitationContext, MintedSecrets, template?: 'M01' | 'M02']
): Promise<void> {
  await services.notifications.enqueueMessage(tx, invitationMessage(services, ...of));
}

/** M01, or the reminder M02, in the recipient's language if known, else the invitation's, else the organization's. */
export function invitationMessage(
  services: Pick<MessagingServices, 'publicUrl' | 'secretBox'>,
  mail: InvitationMail,
  context: InvitationContext,
  secrets: MintedSecrets,
  template: 'M01' | 'M02' = 'M01',
): NewMessage {
  const highest = ROLES.find((role) => mail.roles.includes(role)) ?? 'member';
  return {
    organizationId: mail.organizationId,
    channel: 'email',
    template,
    locale: context.recipientLocale ?? mail.locale ?? context.locale,
    to: { address: mail.address.canonical, name: mail.name },
    senderName: context.organizationName,
    replyTo: context.inviterAddress,
    params: {
      inviterName: context.inviterName || null,
      organizationName: context.organizationName,
      productName: context.productName,
      address: mail.address.shown,
      recipientName: mail.name,
      role: mail.kind === 'member' ? highest : null,
      expiresAt: mail.expiresAt.toISOString(),
      timeZone: context.timeZone || null,
      note: mail.note,
      supportContact: context.supportContact || null,
      docsUrl: null,
    },
    secrets: {
      link: `${services.publicUrl}/i/${secrets.token}`,
      typedCode: secrets.typedCode,
      unsubscribe: services.publicUrl + suppressionPath(services, mail.invitationId),
    },
    subject: { type: 'invitation', id: mail.invitationId },
    usefulUntil: null,
  };
}
