import { type MemberRecord, memberRoutes } from '@gatehouse/contract/members';
import { ROLES, type Role } from '@gatehouse/contract/roles';
import { useState } from 'react';
import { call } from '../../lib/api.ts';
import { useText } from '../../lib/i18n.tsx';
import { Button } from '../../ui/button.tsx';
import { FactList } from '../../ui/fact-list.tsx';
import { Notice, ProblemNotice } from '../../ui/notice.tsx';
import { Panel } from '../../ui/panel.tsx';
import { Time } from '../../ui/time.tsx';
import { useMemberChange } from './member-queries.ts';

/** Roles and what the person agreed to. */
export function MemberAccess({ member, org }: { member: MemberRecord; org: string }) {
  const t = useText();
  return (
    <>
      <Panel title={t('people.roles.title')} text={t('people.roles.text')}>
        {member.may.manage ? (
          <Roles key={member.roles.join()} member={member} org={org} />
        ) : (
          <RoleNames member={member} />
        )}
      </Panel>
      <Panel title={t('people.consents.title')}>
        {member.consents.length === 0 ? <p className="text-muted">{t('people.consents.none')}</p> : null}
        <FactList
          facts={member.consents.map(({ version, at }) => ({
            label: t('people.consents.version', { version }),
            value: <Time at={at} stacked={false} />,
          }))}
        />
      </Panel>
    </>
  );
}

function RoleNames({ member }: { member: MemberRecord }) {
  const t = useText();
  return <p>{member.roles.map((role) => t(`common.role.${role}`)).join(' · ')}</p>;
}

function Roles({ member, org }: { member: MemberRecord; org: string }) {
  const t = useText();
  const [roles, setRoles] = useState<readonly Role[]>(member.roles);
  const change = useMemberChange(org, () =>
    call(memberRoutes.update, { params: { org, id: member.id }, body: { roles: [...roles] } }),
  );
  const same = ROLES.every((role) => roles.includes(role) === member.roles.includes(role));
  return (
    <form
      className="flex flex-col gap-3"
      onSubmit={(event) => {
        event.preventDefault();
        change.mutate(undefined);
      }}
    >
      {ROLES.map((role) => (
        <label key={role} className="flex items-start gap-3">
          <input
            type="checkbox"
            className="mt-1 size-5 shrink-0"
            checked={roles.includes(role)}
            disabled={!member.may.roles.includes(role)}
            onChange={(event) =>
              setRoles(event.target.checked ? [...roles, role] : roles.filter((one) => one !== role))
            }
          />
          <span className="flex min-w-0 flex-col">
            <span className="font-semibold">{t(`common.role.${role}`)}</span>
            <span className="text-meta text-muted">{t(`console.role.${role}`)}</span>
          </span>
        </label>
      ))}
      {change.isError ? <ProblemNotice error={change.error} /> : null}
      {change.isSuccess ? <Notice tone="success" title={t('people.roles.saved')} /> : null}
      <Button
        type="submit"
        look="primary"
        className="self-start"
        busy={change.isPending}
        disabled={same || roles.length === 0}
      >
        {t('people.roles.save')}
      </Button>
    </form>
  );
}
