import { type ClosedOrganization, closingRoutes } from '@gatehouse/contract/closing';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { call } from '../../lib/api.ts';
import { useText } from '../../lib/i18n.tsx';
import { Button } from '../../ui/button.tsx';
import { ProblemNotice } from '../../ui/notice.tsx';
import { LeaveButton } from '../organizations/leave-button.tsx';
import { closedQuery } from './closing-queries.ts';
import { StandingNotice } from './standing-notice.tsx';

/** My organizations that nobody gets in to for now: whom to ask, and for their owners the way back. */
export function ClosedOrganizations({ onLeft }: { onLeft: (name: string) => void }) {
  const { data } = useQuery(closedQuery);
  return data?.items.map((closed) => <Closed key={closed.organization.id} closed={closed} onLeft={onLeft} />) ?? null;
}

function Closed({ closed, onLeft }: { closed: ClosedOrganization; onLeft: (name: string) => void }) {
  const t = useText();
  const client = useQueryClient();
  const { organization, roles, standing, contact, mayKeep } = closed;
  const keep = useMutation({
    mutationFn: () => call(closingRoutes.keep, { params: { id: organization.id } }),
    onSuccess: () =>
      Promise.all(
        [closedQuery.queryKey, ['session'], ['welcome']].map((queryKey) => client.invalidateQueries({ queryKey })),
      ),
  });
  const isOwn = contact.name === organization.name;
  return (
    <StandingNotice
      name={organization.name}
      standing={standing}
      actions={
        <>
          {mayKeep ? (
            <Button look="primary" busy={keep.isPending} onClick={() => keep.mutate()}>
              {t('closing.keep.button')}
            </Button>
          ) : null}
          <LeaveButton place={{ organization, roles, closed: true }} onLeft={onLeft} />
        </>
      }
    >
      <p>{t(standing.state === 'deleting' ? 'closing.portal.deleting' : 'closing.portal.suspended')}</p>
      {mayKeep && standing.staysSuspended ? <p>{t('closing.portal.stays-suspended')}</p> : null}
      {mayKeep && isOwn ? null : (
        <p>
          {isOwn
            ? t('closing.portal.ask-owners')
            : contact.address
              ? t('closing.portal.ask-at', { name: contact.name, address: contact.address })
              : t('closing.portal.ask', { name: contact.name })}
        </p>
      )}
      {keep.isError ? <ProblemNotice error={keep.error} /> : null}
    </StandingNotice>
  );
}
