import type { Ability } from '@gatehouse/contract/route';
import { type Session, sessionRoutes } from '@gatehouse/contract/sessions';
import { queryOptions, useMutation, useQueryClient, useSuspenseQuery } from '@tanstack/react-query';
import { call } from '../../lib/api.ts';
import { forgetRecent } from '../../lib/recent.ts';

export type Membership = Session['memberships'][number];

export const sessionQuery = queryOptions({
  queryKey: ['session'],
  staleTime: 60_000,
  queryFn: ({ signal }) => call(sessionRoutes.current, { signal }),
});

/** Loaded by the route of every surface before anything is drawn. */
export function useSession(): Session {
  return useSuspenseQuery(sessionQuery).data;
}

/** The organization of this id or slug, among the caller's own. */
export function findMembership(session: Session, organization: string | null): Membership | null {
  return (
    session.memberships.find(({ organization: own }) => own.slug === organization || own.id === organization) ?? null
  );
}

/** The organization worked in last, else the first. */
export function currentMembership(session: Session): Membership | null {
  return findMembership(session, session.organization) ?? session.memberships[0] ?? null;
}

export function may(membership: Membership | null, ability: Ability): boolean {
  return membership?.abilities.includes(ability) ?? false;
}

/** My name and language, and the organization worked in. */
export function useUpdateSession() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (body: {
      organization?: string;
      name?: string;
      callName?: string;
      timeZone?: string;
      locale?: Session['account']['locale'] & string;
      shortcuts?: boolean;
    }) => call(sessionRoutes.update, { body }),
    onSuccess: (session) => {
      client.setQueryData(sessionQuery.queryKey, session);
      return client.invalidateQueries({ queryKey: ['welcome'] });
    },
  });
}

export function useSignOut() {
  return useMutation({
    mutationFn: () => call(sessionRoutes.end, {}),
    onSuccess: () => {
      forgetRecent();
      globalThis.location.assign('/sign-in');
    },
  });
}
