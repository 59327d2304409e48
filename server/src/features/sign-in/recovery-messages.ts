import type { Role } from '@gatehouse/contract/roles';
import type { Caller } from '../../kernel/actor.ts';
import { describeDevice } from '../../kernel/device.ts';
import type { Transaction } from '../../platform/database/database.ts';
import { findAccountLocale, kindOfAddress, listVerifiedIdentifiers } from '../accounts/index.ts';
import type { MessagingServices } from '../notifications/index.ts';
import { findHouse, listMailReaders, tellMembers } from '../organizations/index.ts';
import { decidingRoles } from './domain/recovery.ts';

type Told = {
  readonly accountId: string;
  readonly kind: 'asked' | 'approved' | 'rejected' | 'done';
  readonly organization: { readonly id: string; readonly name: string; readonly productName: string };
  /** When it takes effect. */
  readonly readyAt: Date;
  readonly reason: string | null;
  /** Where it is stopped, or where the person goes on. */
  readonly link: string;
};

/** M25 to every address and S12 to every number of the account: on all channels at once (security.md A37). */
export async function tellOfRecovery(
  services: MessagingServices,
  tx: Transaction,
  caller: Caller,
  { accountId, kind, organization, readyAt, reason, link }: Told,
): Promise<void> {
  const locale = (await findAccountLocale(tx, accountId)) ?? caller.locale;
  const { name: organizationName, productName } = organization;
  for (const { canonical } of await listVerifiedIdentifiers(tx, accountId)) {
    const common = {
      organizationId: null,
      door: organization.id,
      locale,
      to: { address: canonical, name: null },
      senderName: organizationName,
      replyTo: null,
      subject: { type: 'account', id: accountId },
      usefulUntil: null,
      secrets: { link },
    } as const;
    if (kindOfAddress(canonical) === 'phone') {
      const params = { productName, kind };
      await services.notifications.enqueueMessage(tx, { ...common, channel: 'sms', template: 'S12', params });
      continue;
    }
    const isTheirs = kind === 'asked';
    const params = {
      kind,
      organizationName,
      productName,
      reason,
      device: isTheirs ? describeDevice(caller.userAgent) : null,
      ip: isTheirs ? caller.ip : null,
      readyAt: readyAt.toISOString(),
    };
    await services.notifications.enqueueMessage(tx, { ...common, channel: 'email', template: 'M25', params });
  }
}

type Home = {
  readonly id: string;
  readonly name: string;
  readonly productName: string;
  readonly slug: string;
  /** Of whoever asks. */
  readonly roles: readonly Role[];
};

/** M26, or S16 to whoever has nothing but a phone: those who may decide are told that somebody waits for it. */
export async function tellDeciders(
  services: MessagingServices,
  tx: Transaction,
  of: Home,
  person: { readonly accountId: string; readonly name: string },
): Promise<void> {
  const { id, name, productName, slug } = of;
  await tellMembers(services, tx, {
    organizationId: id,
    roles: decidingRoles(of.roles),
    but: person.accountId,
    locale: 'en',
    senderName: name,
    mail: {
      channel: 'email',
      template: 'M26',
      params: {
        name: person.name,
        organizationName: name,
        productName,
        reviewUrl: `${services.publicUrl}/console/${slug}/queue`,
      },
      secrets: {},
    },
    text: {
      channel: 'sms',
      template: 'S16',
      params: { name: person.name, productName },
      // The room finds the organization that is worked in: with its name in it, one part would be too short.
      secrets: { link: `${services.publicUrl}/console/queue` },
    },
  });
}

/**
 * M28: nobody of an organization may decide, so whoever runs the installation does. It goes to the support contact of the first
 * organization where that is a mailbox, else to the owners of it; never to whoever asks.
 */
export async function tellOperator(
  services: MessagingServices,
  tx: Transaction,
  request: { readonly id: string; readonly accountId: string; readonly organizationName: string },
): Promise<void> {
  const house = await findHouse(tx);
  if (!house) return;
  const { productName } = house;
  const mine = await listVerifiedIdentifiers(tx, request.accountId);
  const isTheirs = (address: string) => mine.some(({ canonical }) => canonical === address.toLowerCase());
  const readers = house.supportMailbox
    ? [{ address: house.supportMailbox, name: null, locale: house.locale }]
    : await listMailReaders(tx, house.id, ['owner']);
  for (const { address, name, locale } of readers.filter((reader) => !isTheirs(reader.address))) {
    await services.notifications.enqueueMessage(tx, {
      organizationId: house.id,
      channel: 'email',
      template: 'M28',
      locale: locale ?? house.locale,
      to: { address, name },
      senderName: productName,
      replyTo: null,
      params: { organizationName: request.organizationName, productName, reference: request.id },
      secrets: {},
      subject: { type: 'organization', id: house.id },
      usefulUntil: null,
    });
  }
}
