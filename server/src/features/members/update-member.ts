import type { Role } from '@gatehouse/contract/roles';
import type { Caller } from '../../kernel/actor.ts';
import { AppError } from '../../kernel/app-error.ts';
import { databaseErrorCode, type Transaction } from '../../platform/database/database.ts';
import type { Services } from '../../platform/services.ts';
import { recordAuditEvent } from '../audit/index.ts';
import { freeUserNames } from '../invitations/index.ts';
import { changeMember, type Target } from './change-membership.ts';
import { mayTouch } from './domain/membership.ts';
import { findPlace, findPlaceOf, lockPlaces, renamePlace } from './member-store.ts';

/** What is not given stays; `username: null` takes the name away. */
export type MemberUpdate = {
  readonly roles?: readonly Role[] | undefined;
  readonly username?: string | null | undefined;
  /** Whoever acts proved lately who they are. */
  readonly isProven: boolean;
};

/**
 * Other roles, another user name, or both in one transaction.
 * @throws AppError as `changeMember`; REQUEST-INVALID for `username` with USERNAME-TAKEN, in whatever case it is written
 */
export async function updateMember(
  services: Pick<Services, 'database' | 'clock'>,
  caller: Caller,
  target: Target,
  { roles, username, isProven }: MemberUpdate,
): Promise<void> {
  const now = services.clock.now();
  const name = async (tx: Transaction) => {
    if (username !== undefined) await nameMember(tx, caller, target, username, now);
  };
  const done = roles
    ? changeMember(services, caller, target, 'roles-changed', { roles, isProven, alongside: name })
    : services.database.transaction(name);
  await done.catch((error: unknown) => {
    if (databaseErrorCode(error) !== '23505') throw error;
    throw new AppError('REQUEST-INVALID', {}, [{ path: 'username', code: 'USERNAME-TAKEN', params: {} }]);
  });
}

/** With the organization locked, so that somebody who was demoted a moment ago does nothing any more. */
async function nameMember(
  tx: Transaction,
  caller: Caller,
  target: Target,
  username: string | null,
  now: Date,
): Promise<void> {
  const { organizationId, id } = target;
  await lockPlaces(tx, organizationId);
  const place = await findPlace(tx, organizationId, id);
  if (!place) throw new AppError('NOT-FOUND');
  const by = await findPlaceOf(tx, organizationId, target.by);
  if (by?.state !== 'active' || !by.roles.some((role) => role === 'owner' || role === 'administrator'))
    throw new AppError('FORBIDDEN');
  if (!mayTouch(by.roles, place.roles)) throw new AppError('ROLE-TOO-HIGH');
  if (place.username === username) return;
  if (username !== null) await freeUserNames(tx, organizationId, [username], now);
  if (!(await renamePlace(tx, target, username))) throw new AppError('CONFLICT');
  const change = { username: { before: place.username, after: username } };
  const subject = { type: 'membership', id };
  await recordAuditEvent(tx, caller, now, { organizationId, action: 'membership.username-changed', subject, change });
}
