import { type MemberRecord, memberRoutes } from '@gatehouse/contract/members';
import { useQuery } from '@tanstack/react-query';
import { lazy, Suspense, useState } from 'react';
import { call } from '../../lib/api.ts';
import { useText } from '../../lib/i18n.tsx';
import { Button } from '../../ui/button.tsx';
import { Notice } from '../../ui/notice.tsx';
import { Panel } from '../../ui/panel.tsx';
import { Time } from '../../ui/time.tsx';
import type { Reset } from './member-queries.ts';

const ResetDialog = lazy(() => import('./member-reset.tsx').then((parts) => ({ default: parts.ResetDialog })));
const PrintedDialog = lazy(() => import('./member-sheet.tsx').then((parts) => ({ default: parts.PrintedDialog })));
const RequireDialog = lazy(() => import('./member-reset.tsx').then((parts) => ({ default: parts.RequireDialog })));

/** Resetting the password of a member, and asking for a new one; nothing for those who may not. */
export function MemberPassword({ member, org }: { member: MemberRecord; org: string }) {
  const t = useText();
  const { may, id } = member;
  const allowed = may.manage && !may.isSelf;
  const [open, setOpen] = useState<'reset' | 'require' | null>(null);
  const [done, setDone] = useState<Reset | null>(null);
  const { data: plan } = useQuery({
    queryKey: ['members', org, 'reset', id],
    queryFn: ({ signal }) => call(memberRoutes.resetPlan, { params: { org, id }, signal }),
    enabled: allowed,
  });
  if (!allowed || !plan) return null;
  const close = () => setOpen(null);
  return (
    <Panel
      title={t('common.method.password')}
      text={t(plan.ways.some(({ way }) => way === 'printed') ? 'people.password.text-paper' : 'people.password.text')}
    >
      <div className="flex flex-col items-start gap-3">
        {done ? <Notice tone="success" title={t(`people.password.sent.${done.way}`, { to: done.to })} /> : null}
        {plan.dueSince ? (
          <p className="text-meta">
            {`${t('people.password.due')} `}
            <Time at={plan.dueSince} stacked={false} />
          </p>
        ) : null}
        {plan.ways.length === 0 && !plan.dueSince ? <p className="text-muted">{t('people.password.no-way')}</p> : null}
        <div className="flex flex-wrap gap-2">
          {plan.ways.length > 0 ? (
            <Button look="danger" onClick={() => setOpen('reset')}>
              {t('people.password.reset')}
            </Button>
          ) : null}
          {plan.hasPassword && !plan.dueSince ? (
            <Button onClick={() => setOpen('require')}>{t('people.password.require')}</Button>
          ) : null}
        </div>
      </div>
      <Suspense fallback={null}>
        {open === 'reset' ? (
          <ResetDialog member={member} org={org} plan={plan} onDone={setDone} onClose={close} />
        ) : null}
        {done?.sheet ? (
          <PrintedDialog sheet={done.sheet} onClose={() => setDone({ way: done.way, to: done.to })} />
        ) : null}
        {open === 'require' ? <RequireDialog member={member} org={org} onClose={close} /> : null}
      </Suspense>
    </Panel>
  );
}
