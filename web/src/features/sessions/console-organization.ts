import type { Ability } from '@gatehouse/contract/route';
import { useParams } from '@tanstack/react-router';
import { findMembership, type Membership, may, useSession } from './session.ts';

/**
 * The organization named in the address of a console page. The console's route lets nobody in without it.
 * @throws Error outside the console.
 */
export function useConsoleOrganization(): Membership & { slug: string; may: (ability: Ability) => boolean } {
  const { org } = useParams({ strict: false });
  const membership = findMembership(useSession(), org ?? null);
  if (!membership) throw new Error('Not in a console');
  return {
    ...membership,
    slug: membership.organization.slug,
    may: (ability) => may(membership, ability),
  };
}
