import { invitationListRoutes } from '@gatehouse/contract/invitation-filters';
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { call } from '../../lib/api.ts';
import { useText } from '../../lib/i18n.tsx';
import { Panel } from '../../ui/panel.tsx';
import { State } from '../../ui/state.tsx';
import { addressesOf } from '../invitations/invitation-address.ts';
import { InvitationState } from '../invitations/invitation-state.tsx';

const OPEN = ['queued', 'sent', 'delivered', 'bounced', 'opened', 'proving', 'proven', 'consented', 'expired'] as const;
const MOST = 8;

/** Those who were added and have not signed in yet: pending, until they do. Nothing where there is nobody. */
export function AddedPeople({ org }: { org: string }) {
  const t = useText();
  const query = { added: 'true', state: OPEN.join(','), limit: MOST } as const;
  const { data } = useQuery({
    queryKey: ['invitations', org, 'added'],
    queryFn: ({ signal }) => call(invitationListRoutes.list, { params: { org }, query: query as never, signal }),
  });
  const items = data?.items ?? [];
  if (items.length === 0) return null;
  return (
    <Panel title={t('people.added.title')} text={t('people.added.text')}>
      <ul className="divide-y divide-border">
        {items.map((item) => (
          <li key={item.id} className="flex flex-wrap items-center justify-between gap-x-4 gap-y-1 py-2">
            <span className="flex min-w-0 flex-col">
              <Link to="/console/$org/invitations/$id" params={{ org, id: item.id }} className="link font-semibold">
                {item.name ?? addressesOf(item)[0]}
              </Link>
              <span className="text-meta text-muted">{addressesOf(item).join(' · ')}</span>
            </span>
            <span className="flex flex-wrap gap-2">
              <State tone="warning" icon="clock">
                {t('people.added.pending')}
              </State>
              <InvitationState state={item.state} />
            </span>
          </li>
        ))}
      </ul>
      {data?.nextCursor ? <p className="mt-2 text-meta text-muted">{t('people.added.more', { count: MOST })}</p> : null}
    </Panel>
  );
}
