import { flowRoutes } from '@gatehouse/contract/flows';
import { sessionRoutes } from '@gatehouse/contract/sessions';
import { useMutation, useQuery } from '@tanstack/react-query';
import type { z } from 'zod';
import { call } from '../../lib/api.ts';
import { useText } from '../../lib/i18n.tsx';
import { Button } from '../../ui/button.tsx';
import { FactList } from '../../ui/fact-list.tsx';
import { ProblemNotice } from '../../ui/notice.tsx';
import { Time } from '../../ui/time.tsx';

type Waiting = z.infer<typeof sessionRoutes.invitations.response>['items'][number];

/** Invitations to an address of mine: the first thing to see, since each of them ends. */
export function WaitingInvitations() {
  const t = useText();
  const query = useQuery({
    queryKey: ['session', 'invitations'],
    queryFn: ({ signal }) => call(sessionRoutes.invitations, { signal }),
  });
  if (query.isError) return <ProblemNotice error={query.error} onRetry={() => void query.refetch()} />;
  if (!query.data || query.data.items.length === 0) return null;
  return (
    <section aria-label={t('portal.invitations.title')} className="flex flex-col gap-4">
      {query.data.items.map((invitation) => (
        <WaitingInvitation key={invitation.id} invitation={invitation} />
      ))}
    </section>
  );
}

function WaitingInvitation({ invitation }: { invitation: Waiting }) {
  const t = useText();
  const start = useMutation({
    mutationFn: () => call(flowRoutes.start, { body: { kind: 'invitation', invitation: invitation.id } }),
    onSuccess: ({ id }) => globalThis.location.assign(`/flow/${id}`),
  });
  return (
    <article className="flex flex-col gap-3 rounded-panel border border-l-4 border-border border-l-brand-text bg-surface p-4 sm:p-5">
      <h2 className="text-base">
        {invitation.inviterName
          ? t('portal.invitations.from-person', {
              inviter: invitation.inviterName,
              organization: invitation.organizationName,
            })
          : t('portal.invitations.from-organization', { organization: invitation.organizationName })}
      </h2>
      {invitation.note ? <p className="max-w-prose whitespace-pre-line">{invitation.note}</p> : null}
      <FactList
        facts={[
          { label: t('portal.invitations.sent-to'), value: invitation.to },
          { label: t('portal.invitations.ends'), value: <Time at={invitation.expiresAt} stacked={false} /> },
        ]}
      />
      {start.isError ? <ProblemNotice error={start.error} /> : null}
      <Button
        look="primary"
        className="self-start"
        busy={start.isPending || start.isSuccess}
        onClick={() => start.mutate()}
      >
        {t('common.action.accept-invitation')}
      </Button>
    </article>
  );
}
