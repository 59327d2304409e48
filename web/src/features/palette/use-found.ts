import { invitationListRoutes } from '@gatehouse/contract/invitation-filters';
import { memberListRoutes } from '@gatehouse/contract/member-filters';
import { organizationRoutes } from '@gatehouse/contract/organizations';
import type { Ability, RouteContract } from '@gatehouse/contract/route';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useEffect, useState } from 'react';
import { type CallInput, type CallOutput, call } from '../../lib/api.ts';
import { useText } from '../../lib/i18n.tsx';
import { stringifySearch } from '../../lib/search.ts';
import { isSecret } from '../diagnosis/diagnosis-queries.ts';
import { useConsoleOrganization } from '../sessions/console-organization.ts';
import type { Entry } from './entries.ts';

/** Fewer letters are in too many names; one Chinese character is a family name. */
const isEnough = (text: string) => [...text].length >= 2 || /\p{Script=Han}/u.test(text);

const PAUSE = 250;
const EACH = 5;

/** People, invitations and companies whose name, address or number holds what was typed, once the typing pauses. */
export function useFound(typed: string): { entries: Entry[]; searching: boolean; failed: boolean } {
  const t = useText();
  const { slug } = useConsoleOrganization();
  const text = typed.trim();
  const asked = usePaused(isSecret(text) || !isEnough(text) ? '' : text);
  const base = `/console/${encodeURIComponent(slug)}`;
  const people = useHits('people.read', memberListRoutes.list, asked);
  const invitations = useHits('invitations.read', invitationListRoutes.list, asked);
  const companies = useHits('companies.read', organizationRoutes.companies, asked);
  const all = [people, invitations, companies];
  const more = (room: string, group: Entry['group'], next: string | null | undefined): Entry[] =>
    next
      ? [
          {
            key: `more:${room}`,
            group,
            icon: 'arrow',
            label: t('palette.more'),
            href: `${base}/${room}${stringifySearch({ q: asked })}`,
          },
        ]
      : [];
  const entries: Entry[] = [
    ...(people.data?.items ?? []).map(
      ({ id, name, email, phone }): Entry => ({
        key: id,
        group: 'people',
        icon: 'people',
        label: name,
        detail: [email, phone].filter(Boolean).join(' · '),
        href: `${base}/people/${id}`,
      }),
    ),
    ...more('people', 'people', people.data?.nextCursor),
    ...(invitations.data?.items ?? []).map(({ id, name, to, state }): Entry => {
      const addresses = [to.email, to.phoneShown].filter((one): one is string => Boolean(one));
      const [label = '', ...rest] = name ? [name, ...addresses] : addresses;
      return {
        key: id,
        group: 'invitations',
        icon: 'mail',
        label,
        detail: [...rest, t(`common.state.${state}`)].join(' · '),
        href: `${base}/invitations/${id}`,
      };
    }),
    ...more('invitations', 'invitations', invitations.data?.nextCursor),
    ...(companies.data?.items ?? []).map(
      ({ id, name, registrationNumber, invitationId }): Entry => ({
        key: id,
        group: 'companies',
        icon: 'building',
        label: name,
        detail: registrationNumber ?? '',
        href: invitationId ? `${base}/invitations/${invitationId}` : `${base}/companies${stringifySearch({ q: name })}`,
      }),
    ),
    ...more('companies', 'companies', companies.data?.nextCursor),
  ];
  return {
    entries: asked === '' ? [] : entries,
    searching: all.some(({ isFetching }) => isFetching) || (asked !== text && !isSecret(text) && isEnough(text)),
    failed: all.some(({ isError }) => isError),
  };
}

type Searched = typeof memberListRoutes.list | typeof invitationListRoutes.list | typeof organizationRoutes.companies;

function useHits<R extends Searched & RouteContract>(ability: Ability, route: R, q: string) {
  const { slug, may } = useConsoleOrganization();
  return useQuery({
    queryKey: ['palette', slug, route.path, q],
    queryFn: ({ signal }): Promise<CallOutput<R>> =>
      call(route, { params: { org: slug }, query: { q, limit: EACH }, signal } as unknown as CallInput<R>),
    enabled: q !== '' && may(ability),
    placeholderData: keepPreviousData,
    gcTime: 60_000,
  });
}

/** What somebody has typed once they pause. */
function usePaused(text: string): string {
  const [paused, setPaused] = useState(text);
  useEffect(() => {
    const timer = setTimeout(() => setPaused(text), text === '' ? 0 : PAUSE);
    return () => clearTimeout(timer);
  }, [text]);
  return paused;
}
