import { diagnosisRoutes } from '@gatehouse/contract/diagnosis';
import type { MemberRecord } from '@gatehouse/contract/members';
import { call } from '../../lib/api.ts';
import { useText } from '../../lib/i18n.tsx';
import { Button } from '../../ui/button.tsx';
import { Notice, ProblemNotice } from '../../ui/notice.tsx';
import { Panel } from '../../ui/panel.tsx';
import { State } from '../../ui/state.tsx';
import { Time } from '../../ui/time.tsx';
import { useMemberChange } from './member-queries.ts';

/** Wrong tries keep strangers out of the account for a while: until when, and the press that ends it. */
export function MemberLock({ member, org }: { member: MemberRecord; org: string }) {
  const t = useText();
  const identifier = member.identifiers.find(({ verifiedAt }) => verifiedAt !== null)?.value ?? '';
  const unlock = useMemberChange(org, () => call(diagnosisRoutes.unlock, { params: { org }, body: { identifier } }));
  if (!member.lockedUntil && !unlock.isSuccess) return null;
  return (
    <Panel title={t('people.lock.title')} text={t('people.lock.text')}>
      <div className="flex flex-col items-start gap-3">
        {member.lockedUntil ? (
          <p className="flex flex-wrap items-center gap-x-3 gap-y-1">
            <State tone="warning" icon="alert">
              {t('people.lock.locked')}
            </State>
            <span>
              {`${t('people.lock.until')} `}
              <Time at={member.lockedUntil} stacked={false} />
            </span>
          </p>
        ) : null}
        {member.lockedUntil && member.may.assist && identifier ? (
          <Button look="primary" busy={unlock.isPending} onClick={() => unlock.mutate(undefined)}>
            {t('people.lock.unlock')}
          </Button>
        ) : null}
        {unlock.isError ? <ProblemNotice error={unlock.error} /> : null}
        <div role="status" className="w-full empty:hidden">
          {unlock.isSuccess ? <Notice tone="success" title={t('people.lock.unlocked')} /> : null}
        </div>
      </div>
    </Panel>
  );
}
