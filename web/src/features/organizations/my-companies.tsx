import { useText } from '../../lib/i18n.tsx';
import { Button, ButtonLink } from '../../ui/button.tsx';
import { Empty } from '../../ui/empty.tsx';
import { ProblemNotice } from '../../ui/notice.tsx';
import { Panel } from '../../ui/panel.tsx';
import { State } from '../../ui/state.tsx';
import { currentMembership, type Membership, useSession, useUpdateSession } from '../sessions/session.ts';
import { LeaveButton } from './leave-button.tsx';

export function MyCompanies({ onLeft }: { onLeft: (name: string) => void }) {
  const t = useText();
  const session = useSession();
  const current = currentMembership(session);
  const update = useUpdateSession();
  return (
    <Panel title={t('portal.companies.title')}>
      {update.isError ? <ProblemNotice error={update.error} /> : null}
      {session.memberships.length === 0 ? (
        <Empty icon="building" title={t('portal.companies.empty.title')} text={t('portal.companies.empty.text')} />
      ) : (
        <ul className="divide-y divide-border">
          {session.memberships.map((membership) => (
            <Company
              key={membership.organization.id}
              membership={membership}
              current={membership === current}
              busy={update.isPending}
              onSwitch={() => update.mutate({ organization: membership.organization.id })}
              onLeft={onLeft}
            />
          ))}
        </ul>
      )}
    </Panel>
  );
}

function Company({
  membership: { organization, roles, abilities },
  current,
  busy,
  onSwitch,
  onLeft,
}: {
  membership: Membership;
  current: boolean;
  busy: boolean;
  onSwitch: () => void;
  onLeft: (name: string) => void;
}) {
  const t = useText();
  return (
    <li className="flex flex-wrap items-center justify-between gap-x-4 gap-y-2 py-3 first:pt-0 last:pb-0">
      <div className="flex min-w-0 flex-col">
        <span className="flex flex-wrap items-center gap-2">
          <span className="font-semibold">{organization.name}</span>
          {current ? (
            <State tone="success" icon="check">
              {t('portal.companies.current')}
            </State>
          ) : null}
        </span>
        <span className="text-muted">{roles.map((role) => t(`common.role.${role}`)).join(' · ')}</span>
      </div>
      <div className="flex flex-wrap gap-2">
        {current ? null : (
          <Button
            disabled={busy}
            onClick={onSwitch}
            aria-label={t('portal.companies.switch-to', { name: organization.name })}
          >
            {t('portal.companies.switch')}
          </Button>
        )}
        {abilities.length > 0 ? (
          <ButtonLink
            to="/console/$org"
            params={{ org: organization.slug }}
            aria-label={t('portal.companies.manage-of', { name: organization.name })}
          >
            {t('portal.companies.manage')}
          </ButtonLink>
        ) : null}
        <LeaveButton place={{ organization, roles }} onLeft={onLeft} />
      </div>
    </li>
  );
}
