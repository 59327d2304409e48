import type { RolesPreview } from '@gatehouse/contract/bulk';
import { MOST_AT_ONCE } from '@gatehouse/contract/lists';
import type { MemberFilters } from '@gatehouse/contract/member-filters';
import { ROLES, type Role } from '@gatehouse/contract/roles';
import type { Caller, MembershipView } from '../../kernel/actor.ts';
import { AppError } from '../../kernel/app-error.ts';
import type { Services } from '../../platform/services.ts';
import { mayGrant } from '../invitations/index.ts';
import { manyMembers } from './begin-bulk.ts';
import { mayTouch, orderedRoles } from './domain/membership.ts';
import { countByRoles, countOtherOwners, type RolesCount } from './member-roles-read-model.ts';

type Wanted = {
  readonly ids?: readonly string[] | undefined;
  readonly filter?: MemberFilters | undefined;
  readonly roles: readonly Role[];
};

/**
 * What new roles would come to for these members, or for all that match, by the rules that hold when it is done. No roles: what
 * they hold now.
 * @throws AppError OPERATION-TOO-MANY {max}
 */
export async function previewRoles(
  { database, clock }: Pick<Services, 'database' | 'clock'>,
  caller: Caller,
  place: MembershipView,
  accountId: string,
  { ids, filter = {}, roles }: Wanted,
): Promise<RolesPreview> {
  const { organizationId } = place;
  const list = manyMembers(organizationId, filter, caller.locale, clock.now());
  const chosen = ids
    ? await list.keep(database, ids)
    : (await list.find(database, MOST_AT_ONCE + 1)).map(({ id }) => id);
  if (chosen.length > MOST_AT_ONCE) throw new AppError('OPERATION-TOO-MANY', { max: MOST_AT_ONCE });
  const held = await countByRoles(database, chosen, accountId);
  const wanted = orderedRoles(roles);
  const sum = (these: readonly RolesCount[]) => these.reduce((total, { count }) => total + count, 0);
  const isSame = (one: RolesCount) => one.roles.join() === wanted.join();
  const tooHigh = held.filter((one) => !mayTouch(place.roles, one.roles));
  const same = held.filter((one) => isSame(one) && !tooHigh.includes(one));
  const changing = held.filter((one) => !isSame(one) && !tooHigh.includes(one));
  const losesOwners = !wanted.includes('owner') && changing.some((one) => one.roles.includes('owner'));
  return {
    total: chosen.length,
    grantable: ROLES.filter((role) => mayGrant(place.roles, [role])),
    held: held.map(({ roles: these, count }) => ({ roles: [...these], count })),
    changes: wanted.length === 0 ? 0 : sum(changing),
    same: sum(same),
    tooHigh: sum(tooHigh),
    self: wanted.length > 0 && changing.some(({ self }) => self),
    lastOwner: wanted.length > 0 && losesOwners && (await countOtherOwners(database, organizationId, chosen)) === 0,
  };
}
