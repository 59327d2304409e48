import { ROLES, type Role } from '@gatehouse/contract/roles';
import type { Ability } from '@gatehouse/contract/route';

/** Who may do what with the invitations of an organization. */
export const invitationAbilities = {
  'invitations.read': ['owner', 'administrator', 'inviter', 'support'],
  'invitations.create': ['owner', 'administrator', 'inviter'],
  'invitations.resend': ['owner', 'administrator', 'inviter', 'support'],
  'invitations.revoke': ['owner', 'administrator', 'inviter'],
  'invitations.correct': ['owner', 'administrator', 'inviter', 'support'],
  'invitations.link': ['owner', 'administrator'],
} as const satisfies Partial<Record<Ability, readonly Role[]>>;

/** The highest role that a holder of each role may grant: nobody gives more than they have. */
const GRANTS: Record<Role, Role | null> = {
  owner: 'owner',
  administrator: 'administrator',
  inviter: 'member',
  support: null,
  member: null,
};

/** Roles that somebody with `held` may grant by an invitation. */
export function grantableRoles(held: readonly Role[]): Role[] {
  const ranks = held.flatMap((role) => GRANTS[role] ?? []).map((role) => ROLES.indexOf(role));
  const highest = Math.min(ROLES.length, ...ranks);
  return ROLES.filter((_, rank) => rank >= highest);
}

/** True when every one of `wanted` may be granted by somebody with `held`. */
export function mayGrant(held: readonly Role[], wanted: readonly Role[]): boolean {
  const allowed = grantableRoles(held);
  return wanted.every((role) => allowed.includes(role));
}

/** True when somebody with `held` may move an invitation with these roles to another address. A plain member's everyone may who may correct at all. */
export function mayHandOut(held: readonly Role[], invited: readonly Role[]): boolean {
  return mayGrant(
    held,
    invited.filter((role) => role !== 'member'),
  );
}

/**
 * What a member's invitation gives now (security.md A16): what it says while whoever invited may still grant that;
 * afterwards no more than an administrator may.
 */
export function rolesGivenNow(invited: readonly Role[], inviterHolds: readonly Role[]): Role[] {
  if (mayGrant(inviterHolds, invited)) return [...invited];
  const most = grantableRoles(['administrator']);
  return [...new Set(invited.map((role): Role => (most.includes(role) ? role : 'administrator')))];
}
