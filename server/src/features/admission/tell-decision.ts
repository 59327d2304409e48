import type { Transaction } from '../../platform/database/database.ts';
import { findAccountLocale, kindOfAddress, listVerifiedIdentifiers } from '../accounts/index.ts';
import { addInvitationLink } from '../invitations/index.ts';
import type { MessagingServices } from '../notifications/index.ts';
import { findOrganization } from '../organizations/index.ts';
import { enqueueWelcomeMail } from './admission-messages.ts';

/** What was decided about somebody's company, or about their wish to join one. */
export type Decided = {
  readonly kind: 'company' | 'join';
  /** Of whoever decided, in whose name it is told. */
  readonly organizationId: string;
  readonly companyName: string;
  readonly accountId: string;
  readonly invitationId: string | null;
  readonly state: 'approved' | 'rejected';
  readonly reason: string | null;
  /** They want to be told. */
  readonly notify: boolean;
};

/** Tells the person: by mail where they have proven an address, else by text message. */
export async function tellDecision(services: MessagingServices, tx: Transaction, decided: Decided): Promise<void> {
  if (!decided.notify) return;
  const { accountId } = decided;
  const [address] = await listVerifiedIdentifiers(tx, accountId);
  const organization = await findOrganization(tx, decided.organizationId);
  if (!address || !organization) return;
  const to = {
    address: address.canonical,
    locale: (await findAccountLocale(tx, accountId)) ?? organization.locale,
    organizationName: organization.name,
    productName: organization.productName,
    support: organization.supportContact || null,
  };
  if (kindOfAddress(address.canonical) === 'phone') await enqueueText(services, tx, decided, to);
  else if (decided.state === 'rejected') await enqueueRejection(services, tx, decided, to);
  else {
    await enqueueWelcomeMail(services, tx, {
      ...to,
      organizationId: decided.organizationId,
      accountId,
      to: to.address,
      senderName: to.organizationName,
      companyName: decided.companyName,
      isOwner: decided.kind === 'company',
    });
  }
}

type Recipient = {
  readonly address: string;
  readonly locale: Parameters<typeof enqueueWelcomeMail>[2]['locale'];
  readonly organizationName: string;
  readonly productName: string;
  readonly support: string | null;
};

async function enqueueRejection(
  services: MessagingServices,
  tx: Transaction,
  decided: Decided,
  to: Recipient,
): Promise<void> {
  await services.notifications.enqueueMessage(tx, {
    ...envelope(decided, to),
    channel: 'email',
    template: 'M16',
    params: {
      kind: decided.kind,
      companyName: decided.companyName,
      organizationName: to.organizationName,
      productName: to.productName,
      reason: decided.reason,
      support: to.support,
    },
    secrets: { link: (await wayBack(services, tx, decided))?.link ?? null },
  });
}

async function enqueueText(
  services: MessagingServices,
  tx: Transaction,
  decided: Decided,
  to: Recipient,
): Promise<void> {
  const signIn = `${services.publicUrl}/sign-in`;
  const link = decided.state === 'approved' ? signIn : ((await wayBack(services, tx, decided))?.shortLink ?? signIn);
  await services.notifications.enqueueMessage(tx, {
    ...envelope(decided, to),
    channel: 'sms',
    template: 'S08',
    params: { companyName: decided.companyName, productName: to.productName, state: decided.state },
    secrets: { link },
  });
}

function envelope(decided: Decided, { address, locale, organizationName }: Recipient) {
  return {
    organizationId: decided.organizationId,
    locale,
    to: { address, name: null },
    senderName: organizationName,
    replyTo: null,
    subject: { type: 'account', id: decided.accountId },
    usefulUntil: null,
  } as const;
}

/** To the page where they were: what they typed is there. */
async function wayBack(services: MessagingServices, tx: Transaction, { invitationId }: Decided) {
  return invitationId ? addInvitationLink(services, tx, invitationId, services.clock.now()) : null;
}
