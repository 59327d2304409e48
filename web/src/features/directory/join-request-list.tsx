import { organizationRoutes } from '@gatehouse/contract/organizations';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import type { z } from 'zod';
import { call } from '../../lib/api.ts';
import { type Translate, useText } from '../../lib/i18n.tsx';
import { Button } from '../../ui/button.tsx';
import type { Column } from '../../ui/data-list.tsx';
import type { IconName } from '../../ui/icon.tsx';
import { ListView } from '../../ui/list-view.tsx';
import { ProblemNotice, type Tone } from '../../ui/notice.tsx';
import { State } from '../../ui/state.tsx';
import { Time } from '../../ui/time.tsx';
import { useConsoleOrganization } from '../sessions/console-organization.ts';

type JoinRequest = z.infer<typeof organizationRoutes.joinRequests.response>['items'][number];

const LOOKS: Record<JoinRequest['state'], [Tone, IconName]> = {
  requested: ['warning', 'clock'],
  approved: ['success', 'check'],
  rejected: ['neutral', 'cross'],
  withdrawn: ['neutral', 'minus'],
};

export function JoinRequestList({ org, cursor }: { org: string; cursor: string | undefined }) {
  const t = useText();
  const query = useQuery({
    queryKey: ['join-requests', org, { cursor }],
    queryFn: ({ signal }) => call(organizationRoutes.joinRequests, { params: { org }, query: { cursor }, signal }),
  });
  return (
    <ListView
      label={t('console.join-requests.title')}
      query={query}
      columns={columns(t)}
      paged={Boolean(cursor)}
      empty={{
        icon: 'people',
        title: t('console.join-requests.empty.title'),
        text: t('console.join-requests.empty.text'),
      }}
    />
  );
}

function columns(t: Translate): Column<JoinRequest>[] {
  return [
    {
      key: 'person',
      header: t('console.invitations.person'),
      plain: true,
      cell: ({ name, email }) => (
        <div className="flex flex-col">
          <span className="font-semibold">{name}</span>
          <span className="text-muted">{email}</span>
        </div>
      ),
    },
    {
      key: 'since',
      header: t('console.join-requests.requested'),
      cell: ({ requestedAt }) => <Time at={requestedAt} />,
    },
    {
      key: 'state',
      header: t('common.word.state'),
      cell: ({ state }) => (
        <State tone={LOOKS[state][0]} icon={LOOKS[state][1]}>
          {t(`console.join-requests.state.${state}`)}
        </State>
      ),
    },
    {
      key: 'decision',
      header: t('console.join-requests.decision'),
      cell: (request) => (request.state === 'requested' ? <Decision request={request} /> : <span>–</span>),
    },
  ];
}

function Decision({ request }: { request: JoinRequest }) {
  const t = useText();
  const { slug, may } = useConsoleOrganization();
  const client = useQueryClient();
  const decide = useMutation({
    mutationFn: (decision: 'approve' | 'reject') =>
      call(organizationRoutes.decideJoinRequest, { params: { org: slug, id: request.id }, body: { decision } }),
    onSuccess: () =>
      Promise.all([
        client.invalidateQueries({ queryKey: ['join-requests', slug] }),
        client.invalidateQueries({ queryKey: ['members', slug] }),
      ]),
  });
  if (!may('join-requests.decide')) return <span className="text-muted">{t('console.join-requests.by-admin')}</span>;
  return (
    <div className="flex flex-col gap-2">
      <div className="flex flex-wrap gap-2">
        <Button
          busy={decide.isPending && decide.variables === 'approve'}
          disabled={decide.isPending}
          onClick={() => decide.mutate('approve')}
          aria-label={t('console.join-requests.approve', { name: request.name })}
        >
          {t('common.action.approve')}
        </Button>
        <Button
          look="danger"
          busy={decide.isPending && decide.variables === 'reject'}
          disabled={decide.isPending}
          onClick={() => decide.mutate('reject')}
          aria-label={t('console.join-requests.reject', { name: request.name })}
        >
          {t('common.action.reject')}
        </Button>
      </div>
      {decide.isError ? <ProblemNotice error={decide.error} /> : null}
    </div>
  );
}
