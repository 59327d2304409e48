import { type MemberRecord, memberRoutes } from '@gatehouse/contract/members';
import { lazy, Suspense, useState } from 'react';
import { call } from '../../lib/api.ts';
import { useText } from '../../lib/i18n.tsx';
import { Button } from '../../ui/button.tsx';
import { Confirm } from '../../ui/dialog.tsx';
import { TextField } from '../../ui/field.tsx';
import { ProblemNotice } from '../../ui/notice.tsx';
import { type MemberAct, useMemberChange } from './member-queries.ts';

const MemberAddress = lazy(() => import('./member-address.tsx').then((module) => ({ default: module.MemberAddress })));

const MemberName = lazy(() => import('./member-name.tsx').then((module) => ({ default: module.MemberName })));

/** What can be done with this person's place; of oneself only the user name, and nothing above one's own role. */
export function MemberActions({ member, org }: { member: MemberRecord; org: string }) {
  if (!member.may.manage) return null;
  const name = (
    <Suspense>
      <MemberName member={member} org={org} />
    </Suspense>
  );
  if (member.may.isSelf) return name;
  return (
    <>
      {name}
      {member.state === 'active' ? (
        <Suspense>
          <MemberAddress member={member} org={org} />
        </Suspense>
      ) : null}
      <ActButton member={member} org={org} act="remove" />
      <ActButton member={member} org={org} act={member.state === 'active' ? 'suspend' : 'restore'} />
    </>
  );
}

function ActButton({ member, org, act }: { member: MemberRecord; org: string; act: MemberAct }) {
  const t = useText();
  const [open, setOpen] = useState(false);
  const [reason, setReason] = useState('');
  const change = useMemberChange(org, () =>
    call(memberRoutes[act], { params: { org, id: member.id }, body: reason.trim() ? { reason } : {} }),
  );
  return (
    <>
      <Button look={act === 'restore' ? 'primary' : 'danger'} onClick={() => setOpen(true)}>
        {t(`people.${act}.button`)}
      </Button>
      <Confirm
        open={open}
        onOpenChange={setOpen}
        title={t(`people.${act}.title`, { name: member.name })}
        text={t(`people.${act}.text`)}
        action={t(`people.${act}.button`)}
        busy={change.isPending}
        onConfirm={() => change.mutate(undefined, { onSuccess: () => setOpen(false) })}
      >
        <TextField
          id={`reason-${act}`}
          label={t('people.reason')}
          optional
          maxLength={200}
          value={reason}
          onChange={setReason}
        />
        {change.isError ? <ProblemNotice error={change.error} /> : null}
      </Confirm>
    </>
  );
}
