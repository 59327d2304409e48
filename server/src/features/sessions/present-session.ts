import type { Ability } from '@gatehouse/contract/route';
import { ABILITIES } from '@gatehouse/contract/route';
import type { Session } from '@gatehouse/contract/sessions';
import type { MembershipView, SignedIn } from '../../kernel/actor.ts';

type IsAllowed = (membership: MembershipView, ability: Ability) => boolean;

/** Who is signed in, as the API shows it: nothing of the token, and only what its owner may know. */
export function presentSession(session: SignedIn, isAllowed: IsAllowed): Session {
  return {
    account: {
      id: session.accountId,
      name: session.name,
      callName: session.callName,
      timeZone: session.timeZone,
      email: session.email,
      phone: session.phone,
      locale: session.locale,
      shortcuts: session.shortcuts,
    },
    memberships: session.memberships.map((place) => ({
      organization: { id: place.organizationId, slug: place.slug, name: place.name, timeZone: place.timeZone ?? '' },
      roles: [...place.roles],
      abilities: ABILITIES.filter((ability) => isAllowed(place, ability)),
    })),
    organization: session.organizationId,
    methods: [...session.methods],
    signedInAt: session.signedInAt.toISOString(),
  };
}
