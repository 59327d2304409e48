import { type MemberRecord, memberRoutes } from '@gatehouse/contract/members';
import { call } from '../../lib/api.ts';
import { useText } from '../../lib/i18n.tsx';
import { Button } from '../../ui/button.tsx';
import { Notice, ProblemNotice } from '../../ui/notice.tsx';
import { Panel } from '../../ui/panel.tsx';
import { Time } from '../../ui/time.tsx';
import { deviceName } from '../sessions/device-name.ts';
import { useMemberChange } from './member-queries.ts';

/** Where the person is signed in and works in this organization. */
export function MemberDevices({ member, org }: { member: MemberRecord; org: string }) {
  const t = useText();
  const end = useMemberChange(org, () => call(memberRoutes.endSessions, { params: { org, id: member.id } }));
  const button =
    member.may.manage && member.sessions.length > 0 ? (
      <Button look="danger" busy={end.isPending} onClick={() => end.mutate(undefined)}>
        {t('people.devices.end')}
      </Button>
    ) : null;
  return (
    <Panel title={t('people.tab.devices')} text={t('people.devices.text')} actions={button}>
      <div className="flex flex-col gap-3">
        {end.isError ? <ProblemNotice error={end.error} /> : null}
        {end.isSuccess ? <Notice tone="success" title={t('people.devices.ended', { count: end.data.ended })} /> : null}
        {member.sessions.length === 0 ? <p className="text-muted">{t('people.devices.none')}</p> : null}
        <ul className="divide-y divide-border">
          {member.sessions.map((session) => (
            <li key={session.id} className="flex flex-wrap justify-between gap-x-4 gap-y-1 py-3">
              <span className="flex flex-col">
                <span className="font-semibold">{deviceName(session.userAgent) ?? t('people.devices.unknown')}</span>
                <span className="text-meta text-muted tabular-nums">{session.ip}</span>
              </span>
              <Time at={session.lastSeenAt} />
            </li>
          ))}
        </ul>
      </div>
    </Panel>
  );
}
