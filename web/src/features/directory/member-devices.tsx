import { type MemberRecord, memberRoutes } from '@gatehouse/contract/members';
import { useState } from 'react';
import { call } from '../../lib/api.ts';
import { useText } from '../../lib/i18n.tsx';
import { Button } from '../../ui/button.tsx';
import { Confirm } from '../../ui/dialog.tsx';
import { Notice, ProblemNotice } from '../../ui/notice.tsx';
import { Panel } from '../../ui/panel.tsx';
import { Time } from '../../ui/time.tsx';
import { deviceName } from '../sessions/device-name.ts';
import { Where } from '../sessions/where.tsx';
import { useMemberChange } from './member-queries.ts';

type Props = { member: MemberRecord; org: string };

/** Where the person is signed in and works in this organization, and which browsers spare them the second step. */
export function MemberDevices({ member, org }: Props) {
  return (
    <>
      <Sessions member={member} org={org} />
      <TrustedBrowsers member={member} org={org} />
    </>
  );
}

function Sessions({ member, org }: Props) {
  const t = useText();
  const [open, setOpen] = useState(false);
  const end = useMemberChange(org, () => call(memberRoutes.endSessions, { params: { org, id: member.id } }));
  const button =
    member.may.assist && member.sessions.length > 0 ? (
      <Button look="danger" onClick={() => setOpen(true)}>
        {t('people.devices.end')}
      </Button>
    ) : null;
  return (
    <Panel title={t('people.tab.devices')} text={t('people.devices.text')} actions={button}>
      <div className="flex flex-col gap-3">
        <Confirm
          open={open}
          onOpenChange={setOpen}
          title={t('people.devices.end-title', { name: member.name })}
          text={t('people.devices.end-text', { count: member.sessions.length })}
          action={t('people.devices.end')}
          busy={end.isPending}
          onConfirm={() => end.mutate(undefined, { onSuccess: () => setOpen(false) })}
        >
          {end.isError ? <ProblemNotice error={end.error} /> : null}
        </Confirm>
        <div role="status" className="empty:hidden">
          {end.isSuccess ? (
            <Notice tone="success" title={t('people.devices.ended', { count: end.data.ended })} />
          ) : null}
        </div>
        {member.sessions.length === 0 ? <p className="text-muted">{t('people.devices.none')}</p> : null}
        <ul className="divide-y divide-border">
          {member.sessions.map((session) => (
            <SessionRow key={session.id} session={session} member={member} org={org} />
          ))}
        </ul>
      </div>
    </Panel>
  );
}

/** Says "signed out" only after the server has said so: the row goes with the record that it answers. */
function SessionRow({ session, member, org }: Props & { session: MemberRecord['sessions'][number] }) {
  const t = useText();
  const end = useMemberChange(org, () =>
    call(memberRoutes.endSession, { params: { org, id: member.id, session: session.id } }),
  );
  const name = deviceName(session.userAgent) ?? t('people.devices.unknown');
  return (
    <li className="flex flex-wrap items-start justify-between gap-x-4 gap-y-2 py-3">
      <span className="flex min-w-0 flex-col">
        <span className="font-semibold">{name}</span>
        <span className="text-meta text-muted tabular-nums">{session.ip}</span>
        <Where place={session.place} />
        <span className="text-meta text-muted">
          {`${t('people.devices.last-seen')} `}
          <Time at={session.lastSeenAt} stacked={false} />
        </span>
      </span>
      {member.may.assist ? (
        <Button
          busy={end.isPending}
          onClick={() => end.mutate(undefined)}
          aria-label={t('people.devices.end-one-of', { device: name })}
        >
          {t('people.devices.end-one')}
        </Button>
      ) : null}
      {end.isError ? <ProblemNotice error={end.error} /> : null}
    </li>
  );
}

function TrustedBrowsers({ member, org }: Props) {
  const t = useText();
  const distrust = useMemberChange(org, () => call(memberRoutes.distrust, { params: { org, id: member.id } }));
  const button =
    member.may.assist && member.trustedBrowsers.length > 0 ? (
      <Button look="danger" busy={distrust.isPending} onClick={() => distrust.mutate(undefined)}>
        {t('people.trusted.end')}
      </Button>
    ) : null;
  return (
    <Panel title={t('people.trusted.title')} text={t('people.trusted.text')} actions={button}>
      <div className="flex flex-col gap-3">
        {distrust.isError ? <ProblemNotice error={distrust.error} /> : null}
        <div role="status" className="empty:hidden">
          {distrust.isSuccess ? <Notice tone="success" title={t('people.trusted.ended')} /> : null}
        </div>
        {member.trustedBrowsers.length === 0 ? <p className="text-muted">{t('people.trusted.none')}</p> : null}
        <ul className="divide-y divide-border">
          {member.trustedBrowsers.map(({ userAgent, lastSeenAt, trustedUntil }) => (
            <li key={`${userAgent} ${lastSeenAt}`} className="flex flex-wrap justify-between gap-x-4 gap-y-1 py-3">
              <span className="font-semibold">{deviceName(userAgent) ?? t('people.devices.unknown')}</span>
              <span className="text-meta text-muted">
                {`${t('people.trusted.until')} `}
                <Time at={trustedUntil} stacked={false} />
              </span>
            </li>
          ))}
        </ul>
      </div>
    </Panel>
  );
}
