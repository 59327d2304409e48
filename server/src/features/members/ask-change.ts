import type { Caller } from '../../kernel/actor.ts';
import { AppError } from '../../kernel/app-error.ts';
import { after, DAY } from '../../kernel/clock.ts';
import type { Transaction } from '../../platform/database/database.ts';
import {
  type Address,
  findAccountLocale,
  type IdentifierRow,
  insertChange,
  kindOfAddress,
  listIdentifiers,
  lockIdentifiers,
  wishedChange,
} from '../accounts/index.ts';
import { recordAuditEvent } from '../audit/index.ts';
import type { MessagingServices } from '../notifications/index.ts';
import { findOrganization, readIdentifier } from '../organizations/index.ts';
import type { Target } from './change-membership.ts';
import { mayTouch } from './domain/membership.ts';
import { findPlace, findPlaceOf, lockPlaces } from './member-store.ts';

/** How long the member has to confirm it. */
const ASKED_LIFE = 7 * DAY;

/**
 * An administrator enters another address or number for a member: nothing of it counts before the member has proven, in
 * their own session, that it is theirs. They are told where they are reached now.
 * @throws AppError NOT-FOUND, FORBIDDEN, ROLE-TOO-HIGH, REQUEST-INVALID (EMAIL-..., PHONE-..., IDENTIFIER-YOURS), RATE-LIMITED
 */
export async function askForChange(
  services: MessagingServices,
  caller: Caller,
  target: Target,
  typed: string,
): Promise<void> {
  const address = await readIdentifier(services, caller.locale, typed);
  await services.rateLimits.consume(['identifier-change.account', target.id]);
  const now = services.clock.now();
  await services.database.transaction(async (tx) => {
    const accountId = await findTouchable(tx, target);
    await lockIdentifiers(tx, accountId);
    const mine = await listIdentifiers(tx, accountId);
    if (mine.some(({ canonical, verified }) => verified && canonical === address.canonical)) {
      throw new AppError('REQUEST-INVALID', {}, [{ path: 'identifier', code: 'IDENTIFIER-YOURS', params: {} }]);
    }
    const primary =
      mine.find(({ kind, verified, isPrimary }) => kind === address.kind && verified && isPrimary) ?? null;
    const asked = { by: target.by, organizationId: target.organizationId };
    const change = { ...wishedChange(accountId, address, mine, primary), sessionId: null, asked, done: null };
    await insertChange(tx, { ...change, expiresAt: after(now, ASKED_LIFE) }, now);
    const subject = { type: 'membership', id: target.id };
    const action = 'account.identifier-change-asked';
    const noted = { kind: address.kind };
    await recordAuditEvent(tx, caller, now, { organizationId: target.organizationId, action, subject, change: noted });
    await tellMember(services, tx, caller, { ...target, accountId, address, mine });
  });
}

async function findTouchable(tx: Transaction, target: Target): Promise<string> {
  await lockPlaces(tx, target.organizationId);
  const place = await findPlace(tx, target.organizationId, target.id);
  if (place?.state !== 'active') throw new AppError('NOT-FOUND');
  const by = await findPlaceOf(tx, target.organizationId, target.by);
  if (by?.state !== 'active') throw new AppError('FORBIDDEN');
  if (!mayTouch(by.roles, place.roles)) throw new AppError('ROLE-TOO-HIGH');
  return place.accountId;
}

type Told = {
  readonly organizationId: string;
  readonly accountId: string;
  readonly address: Address;
  readonly mine: readonly IdentifierRow[];
};

/** M22 to the primary e-mail address, S11 to the number of somebody who has none. */
async function tellMember(
  services: MessagingServices,
  tx: Transaction,
  caller: Caller,
  { organizationId, accountId, address, mine }: Told,
): Promise<void> {
  const proven = mine.filter(({ verified }) => verified);
  const to = proven.find(({ kind }) => kind === 'email') ?? proven[0];
  const organization = await findOrganization(tx, organizationId);
  if (!to || !organization) return;
  const { name: organizationName, productName } = organization;
  const common = {
    organizationId,
    locale: (await findAccountLocale(tx, accountId)) ?? caller.locale,
    to: { address: to.canonical, name: null },
    senderName: organizationName,
    replyTo: null,
    subject: { type: 'account', id: accountId },
    usefulUntil: null,
  } as const;
  const profileUrl = `${services.publicUrl}/portal/profile`;
  if (kindOfAddress(to.canonical) === 'phone') {
    const params = { organizationName, productName };
    const secrets = { link: profileUrl };
    await services.notifications.enqueueMessage(tx, { ...common, channel: 'sms', template: 'S11', params, secrets });
    return;
  }
  const params = { kind: address.kind, organizationName, productName, address: address.shown, profileUrl };
  await services.notifications.enqueueMessage(tx, {
    ...common,
    channel: 'email',
    template: 'M22',
    params,
    secrets: {},
  });
}
