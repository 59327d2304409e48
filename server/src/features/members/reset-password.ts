import type { ResetWay } from '@gatehouse/contract/members';
import type { Policies } from '@gatehouse/contract/organizations';
import type { PrintedSheet } from '@gatehouse/contract/printed-sheets';
import type { Caller } from '../../kernel/actor.ts';
import { AppError } from '../../kernel/app-error.ts';
import { after, HOUR } from '../../kernel/clock.ts';
import { newTemporaryPassword } from '../../platform/crypto/tokens.ts';
import type { Transaction } from '../../platform/database/database.ts';
import {
  endWaitingChanges,
  findAccountLocale,
  maskAddress,
  putTemporaryPassword,
  requirePassword,
  sendPasswordLink,
  takePassword,
} from '../accounts/index.ts';
import { recordAuditEvent } from '../audit/index.ts';
import type { MessagingServices } from '../notifications/index.ts';
import { findOrganization, type OrganizationRow, policiesOf } from '../organizations/index.ts';
import { distrustDevices, endSessionsIn, endSessionsOf } from '../sessions/index.ts';
import { enqueueSecurityNotice } from '../sign-in/index.ts';
import type { Target } from './change-membership.ts';
import { mayTouch } from './domain/membership.ts';
import { findPlace, findPlaceOf, lockPlaces } from './member-store.ts';
import { printSheet } from './print-sheet.ts';
import { findResetFacts, type ResetFacts } from './reset-read-model.ts';

/** ASVS 6.4.1: a temporary password is good for a day, once. */
const TEMPORARY_LIFE = 24 * HOUR;

/** `reachable`: a message there has not failed. */
type Way = { readonly way: ResetWay; readonly to: string; readonly reachable: boolean };
export type ResetPlan = {
  readonly ways: readonly Way[];
  readonly devices: number;
  readonly dueSince: Date | null;
  readonly hasPassword: boolean;
};

/** What can be done here, the safest first (docs/decisions/0017-resets-by-administrators.md). */
function waysOf(services: MessagingServices, facts: ResetFacts, policies: Policies): Way[] {
  if (!policies.passwordSignIn) return []; // nobody here has any use for one
  const { email, phone, phoneCanonical } = facts;
  // What somebody else learns, or could, is never a way into an account that others trust.
  const mayTell = policies.temporaryPassword && !facts.shared;
  const byMail = { reachable: !facts.emailFailed };
  const byText = {
    reachable: phoneCanonical !== null && !facts.phoneFailed && services.notifications.mayText(phoneCanonical),
  };
  const named = email ?? phone;
  return [
    ...(email ? [{ way: 'email-link', to: email, ...byMail } as const] : []),
    ...(phone ? [{ way: 'sms-link', to: phone, ...byText } as const] : []),
    ...(phone && mayTell ? [{ way: 'temporary', to: phone, ...byText } as const] : []),
    ...(named && mayTell ? [{ way: 'printed', to: named, reachable: true } as const] : []),
  ];
}

/** @throws AppError RESET-IMPOSSIBLE also for paper where a message would arrive, and nobody says that its address is lost */
function choose(ways: readonly Way[], way: ResetWay, lost: boolean): Way {
  const chosen = ways.find((one) => one.way === way);
  const isReached = ways.some((one) => one.way !== 'printed' && one.reachable);
  if (!chosen || (way === 'printed' && isReached && !lost)) throw new AppError('RESET-IMPOSSIBLE');
  return chosen;
}

/** What a reset would do. @throws AppError NOT-FOUND, FORBIDDEN, ROLE-TOO-HIGH */
export async function planReset(services: MessagingServices, target: Target): Promise<ResetPlan> {
  const now = services.clock.now();
  const { facts, policies } = await services.database.transaction((tx) => look(tx, target, now));
  const ways = waysOf(services, facts, policies).map((one) => ({ ...one, to: maskAddress(one.to) }));
  const devices = facts.shared ? facts.devicesHere : facts.devices;
  return { ways, devices, dueSince: facts.dueSince, hasPassword: facts.hasPassword };
}

export type WantedReset = {
  readonly way: ResetWay;
  readonly reason?: string | undefined;
  /** Whoever asks says that no message would reach the person. */
  readonly lost?: boolean | undefined;
};
type ResetResult = Omit<Way, 'reachable'> & { readonly ended: number; readonly sheet?: PrintedSheet };

/**
 * Resets the password of a member. What they need goes to what they have proven, and nowhere else: neither the answer nor
 * the log holds it, but for the one answer with a code on paper.
 * @throws AppError NOT-FOUND, FORBIDDEN, ROLE-TOO-HIGH, RESET-IMPOSSIBLE, RATE-LIMITED, BUSY
 */
export async function resetPassword(
  services: MessagingServices,
  caller: Caller,
  target: Target,
  { way, reason = '', lost = false }: WantedReset,
): Promise<ResetResult> {
  await services.rateLimits.consume(['password-reset.member', target.id]);
  const temporary = way === 'temporary' ? await mintTemporary(services) : null;
  const now = services.clock.now();
  return services.database.transaction(async (tx) => {
    const found = await look(tx, target, now);
    const chosen = choose(waysOf(services, found.facts, found.policies), way, lost);
    const ended = await endTheOld(tx, found, target.organizationId, now);
    const sheet = await give(services, tx, caller, { ...found, target, way, temporary }, now);
    if (way !== 'email-link') await tellOwner(services, tx, caller, { ...found, way }, now);
    const subject = { type: 'membership', id: target.id };
    const change = { way, ended, ...(lost && way === 'printed' ? { lost } : {}), ...(reason ? { reason } : {}) };
    const action = 'membership.password-reset';
    await recordAuditEvent(tx, caller, now, { organizationId: target.organizationId, action, subject, change });
    return { way, to: maskAddress(chosen.to), ended, ...(sheet ? { sheet } : {}) };
  });
}

/**
 * Asks for a new password at the next sign-in. Nothing ends before.
 * @throws AppError NOT-FOUND, FORBIDDEN, ROLE-TOO-HIGH, RESET-IMPOSSIBLE where there is no password
 */
export async function requireNewPassword(
  services: MessagingServices,
  caller: Caller,
  target: Target,
  reason = '',
): Promise<Date> {
  const now = services.clock.now();
  return services.database.transaction(async (tx) => {
    const { accountId, facts, policies } = await look(tx, target, now);
    if (!facts.hasPassword || !policies.passwordSignIn) throw new AppError('RESET-IMPOSSIBLE');
    if (facts.dueSince) return facts.dueSince;
    await requirePassword(tx, accountId, 'administrator', now);
    const subject = { type: 'membership', id: target.id };
    const change = reason ? { reason } : {};
    const action = 'membership.password-required';
    await recordAuditEvent(tx, caller, now, { organizationId: target.organizationId, action, subject, change });
    return now;
  });
}

type Found = {
  readonly accountId: string;
  readonly facts: ResetFacts;
  readonly policies: Policies;
  readonly organization: OrganizationRow;
};

/** Rights are read again under the lock, as for any change of a member; nobody does it to themselves. */
async function look(tx: Transaction, target: Target, now: Date): Promise<Found> {
  await lockPlaces(tx, target.organizationId);
  const place = await findPlace(tx, target.organizationId, target.id);
  if (!place || place.state === 'removed') throw new AppError('NOT-FOUND');
  const by = await findPlaceOf(tx, target.organizationId, target.by);
  if (by?.state !== 'active' || place.accountId === target.by) throw new AppError('FORBIDDEN');
  if (!mayTouch(by.roles, place.roles)) throw new AppError('ROLE-TOO-HIGH');
  const organization = await findOrganization(tx, target.organizationId);
  const facts = await findResetFacts(tx, place.accountId, target.organizationId, now);
  if (!organization || !facts) throw new AppError('NOT-FOUND');
  return { accountId: place.accountId, facts, organization, policies: policiesOf(organization.policies) };
}

/** Of an account that is used elsewhere too, only what works here ends: it is not this organization's to take away. */
async function endTheOld(tx: Transaction, found: Found, organizationId: string, now: Date): Promise<number> {
  const { accountId, facts } = found;
  if (facts.shared) return endSessionsIn(tx, accountId, organizationId, now);
  await takePassword(tx, accountId, now);
  await endSessionsOf(tx, [accountId], now);
  await endWaitingChanges(tx, [accountId], now);
  await distrustDevices(tx, accountId);
  return facts.devices;
}

type Reset = Found & { readonly target: Target; readonly way: ResetWay; readonly temporary: Temporary | null };
type Temporary = { readonly password: string; readonly hash: string };

/** The sheet where it is on paper; nothing where it is on its way. */
async function give(
  services: MessagingServices,
  tx: Transaction,
  caller: Caller,
  reset: Reset,
  now: Date,
): Promise<PrintedSheet | null> {
  if (reset.way === 'printed') return printSheet(services, tx, caller, { ...reset, by: reset.target.by }, now);
  await (reset.temporary
    ? sendTemporary(services, tx, caller, reset, now)
    : sendLink(services, tx, caller, reset, now));
  return null;
}

async function mintTemporary(services: Pick<MessagingServices, 'passwordHasher'>): Promise<Temporary> {
  const password = newTemporaryPassword();
  return { password, hash: await services.passwordHasher.hash(password) };
}

async function sendLink(
  services: MessagingServices,
  tx: Transaction,
  caller: Caller,
  { accountId, facts, organization, target, way }: Reset,
  now: Date,
): Promise<void> {
  const [canonical, shown] =
    way === 'email-link' ? [facts.emailCanonical, facts.email] : [facts.phoneCanonical, facts.phone];
  const by = await findResetFacts(tx, target.by, target.organizationId, now);
  const request = {
    accountId,
    to: { canonical: canonical ?? '', shown: shown ?? '' },
    locale: (await findAccountLocale(tx, accountId)) ?? caller.locale,
    productName: organization.productName,
    door: organization.id,
    begunBy: {
      accountId: target.by,
      name: by?.name ?? '',
      organizationId: organization.id,
      organizationName: organization.name,
    },
    device: null,
    ip: null,
  };
  await sendPasswordLink(services, tx, caller, request, now);
}

async function sendTemporary(
  services: MessagingServices,
  tx: Transaction,
  caller: Caller,
  { accountId, facts, organization, target, temporary }: Reset,
  now: Date,
): Promise<void> {
  if (!temporary) throw new AppError('RESET-IMPOSSIBLE');
  const expiresAt = after(now, TEMPORARY_LIFE);
  const row = { accountId, hash: temporary.hash, organizationId: organization.id, begunBy: target.by, expiresAt };
  await putTemporaryPassword(tx, row, now);
  await requirePassword(tx, accountId, 'temporary', now);
  await services.notifications.enqueueMessage(tx, {
    organizationId: organization.id,
    channel: 'sms',
    template: 'S05',
    locale: (await findAccountLocale(tx, accountId)) ?? caller.locale,
    to: { address: facts.phoneCanonical ?? '', name: null },
    senderName: organization.name,
    replyTo: null,
    params: { productName: organization.productName, hours: TEMPORARY_LIFE / HOUR },
    secrets: { password: temporary.password },
    subject: { type: 'account', id: accountId },
    usefulUntil: expiresAt,
  });
}

/** What went to the number is told at the mailbox too, a code on paper wherever its owner is told things (ASVS 6.3.7, security.md A37). */
async function tellOwner(
  services: MessagingServices,
  tx: Transaction,
  caller: Caller,
  { accountId, organization, way }: Found & { readonly way: ResetWay },
  now: Date,
): Promise<void> {
  const { id, productName } = organization;
  const isTexted = way !== 'printed';
  const notice = { accountId, kind: 'password-reset', productName, organizationId: id, door: id, isTexted } as const;
  await enqueueSecurityNotice(services, tx, caller, notice, now);
}
