import type { Role } from '@gatehouse/contract/roles';
import type { Caller } from '../../kernel/actor.ts';
import { AppError } from '../../kernel/app-error.ts';
import type { Transaction } from '../../platform/database/database.ts';
import type { Services } from '../../platform/services.ts';
import { endWaitingChanges } from '../accounts/index.ts';
import { type AuditAction, recordAuditEvent } from '../audit/index.ts';
import { mayGrant } from '../invitations/index.ts';
import { endSessionsIn, leaveInSessions } from '../sessions/index.ts';
import { CHANGES, type MembershipChange, mayTouch, orderedRoles } from './domain/membership.ts';
import { changePlace, findOwnOrganization, findPlace, findPlaceOf, lockPlaces, type Place } from './member-store.ts';

/** Whose place is changed, and who changes it. */
export type Target = { readonly organizationId: string; readonly id: string; readonly by: string };

/** What else is done in the transaction, such as noting that it was; it may undo it by throwing. */
export type Alongside = (tx: Transaction, before?: object) => Promise<void>;

export type ChangeOptions = {
  readonly roles?: readonly Role[] | null;
  /** Whoever acts proved lately who they are: without, no owner is made, suspended or removed. */
  readonly isProven?: boolean;
  readonly reason?: string | undefined;
  readonly alongside?: Alongside;
  /** Only while these are what is held: else somebody has changed them since (CONFLICT). */
  readonly onlyIf?: readonly Role[];
  /** Whoever holds these roles already is left alone (ROLES-HELD). */
  readonly unlessSame?: boolean;
};

/**
 * Suspends, restores or removes a member, or changes their roles. One transaction with the organization locked: rights
 * are read again under the lock, so that somebody who was demoted a moment ago decides nothing any more.
 * @throws AppError NOT-FOUND, FORBIDDEN, ROLE-TOO-HIGH, ROLES-HELD, LAST-OWNER, CONFLICT, PROOF-NEEDED
 */
export async function changeMember(
  services: Pick<Services, 'database' | 'clock'>,
  caller: Caller,
  target: Target,
  change: Exclude<MembershipChange, 'left'>,
  options: ChangeOptions,
): Promise<void> {
  const { roles = null, reason = '', alongside } = options;
  const now = services.clock.now();
  const wanted = roles && orderedRoles(roles);
  await services.database.transaction(async (tx) => {
    await lockPlaces(tx, target.organizationId);
    const place = await findPlace(tx, target.organizationId, target.id);
    if (!place) throw new AppError('NOT-FOUND');
    mustStandSo(place, wanted, options);
    await apply(tx, target.organizationId, place, change, wanted, now);
    await mustBeAllowed(tx, target, place, change, wanted);
    if (!options.isProven && concernsOwner(place, change, wanted)) throw new AppError('PROOF-NEEDED');
    const ends = change === 'suspended' || change === 'removed';
    if (ends) {
      await endSessionsIn(tx, place.accountId, target.organizationId, now);
      await endWaitingChanges(tx, [place.accountId], now);
    }
    const noted = reason === '' ? {} : { reason };
    const rolesNoted = wanted ? { before: place.roles, after: wanted } : {};
    await record(tx, caller, now, target.organizationId, place.id, `membership.${change}`, { ...rolesNoted, ...noted });
    await alongside?.(tx, wanted ? { roles: { before: place.roles, after: wanted } } : undefined);
  });
}

function mustStandSo(place: Place, wanted: readonly Role[] | null, { onlyIf, unlessSame }: ChangeOptions): void {
  const held = place.roles.join();
  if (onlyIf && onlyIf.join() !== held) throw new AppError('CONFLICT');
  if (unlessSame && wanted?.join() === held) throw new AppError('ROLES-HELD');
}

/** An owner is made, or one is suspended, removed or given other roles. */
function concernsOwner(place: Place, change: MembershipChange, wanted: readonly Role[] | null): boolean {
  return wanted?.includes('owner') || (change !== 'restored' && place.roles.includes('owner'));
}

/**
 * Somebody leaves by themselves, also an organization that is suspended: nobody is held in what they cannot get in to.
 * An owner proves first who they are, as whoever removes one does.
 * @throws AppError NOT-FOUND, LAST-OWNER, PROOF-NEEDED
 */
export async function leaveOrganization(
  services: Pick<Services, 'database' | 'clock'>,
  caller: Caller,
  { accountId, organization, isProven }: { accountId: string; organization: string; isProven: boolean },
): Promise<void> {
  const now = services.clock.now();
  await services.database.transaction(async (tx) => {
    const organizationId = await findOwnOrganization(tx, accountId, organization);
    if (!organizationId) throw new AppError('NOT-FOUND');
    await lockPlaces(tx, organizationId);
    const place = await findPlaceOf(tx, organizationId, accountId);
    if (place?.state !== 'active') throw new AppError('NOT-FOUND');
    await apply(tx, organizationId, place, 'left', null, now);
    if (!isProven && concernsOwner(place, 'left', null)) throw new AppError('PROOF-NEEDED');
    await leaveInSessions(tx, accountId, organizationId);
    await record(tx, caller, now, organizationId, place.id, 'membership.left', {});
  });
}

async function apply(
  tx: Transaction,
  organizationId: string,
  place: Place,
  change: MembershipChange,
  roles: readonly Role[] | null,
  now: Date,
): Promise<void> {
  const from: readonly string[] = CHANGES[change].from;
  if (!from.includes(place.state)) throw new AppError('CONFLICT');
  if (!(await changePlace(tx, { organizationId, id: place.id }, change, roles, now))) throw new AppError('LAST-OWNER');
}

async function mustBeAllowed(
  tx: Transaction,
  target: Target,
  place: Place,
  change: MembershipChange,
  wanted: readonly Role[] | null,
): Promise<void> {
  const isSelf = place.accountId === target.by;
  // One's own place was changed just now: what it allowed before decides.
  const by = isSelf ? place : await findPlaceOf(tx, target.organizationId, target.by);
  if (by?.state !== 'active') throw new AppError('FORBIDDEN');
  // To go is `leave`; nobody locks themselves out by a slip.
  if (isSelf && change !== 'roles-changed') throw new AppError('FORBIDDEN');
  if (!by.roles.some((role) => role === 'owner' || role === 'administrator')) throw new AppError('FORBIDDEN');
  if (!mayTouch(by.roles, place.roles)) throw new AppError('ROLE-TOO-HIGH');
  if (wanted && !mayGrant(by.roles, wanted)) throw new AppError('ROLE-TOO-HIGH');
}

function record(
  tx: Transaction,
  caller: Caller,
  now: Date,
  organizationId: string,
  id: string,
  action: Extract<AuditAction, `membership.${string}`>,
  change: Readonly<Record<string, unknown>>,
): Promise<void> {
  return recordAuditEvent(tx, caller, now, { organizationId, action, subject: { type: 'membership', id }, change });
}
