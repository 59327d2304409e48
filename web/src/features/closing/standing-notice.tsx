import type { Standing } from '@gatehouse/contract/closing';
import type { ReactNode } from 'react';
import { useLocale, useText } from '../../lib/i18n.tsx';
import { exactTime } from '../../lib/time.ts';
import { Notice } from '../../ui/notice.tsx';

/** How a closed organization stands: since when, until when, by whom and why. */
export function StandingNotice({
  name,
  standing,
  children,
  actions,
}: {
  name: string;
  standing: Standing;
  children?: ReactNode;
  actions?: ReactNode;
}) {
  const t = useText();
  const locale = useLocale();
  const { state, since, dueAt, reason, by } = standing;
  const at = (time: string | null) => (time === null ? '' : exactTime(time, locale));
  const title =
    state === 'deleting'
      ? t('closing.state.deleting-on', { name, date: at(dueAt) })
      : t('closing.state.suspended-since', { name, date: at(since) });
  return (
    <Notice tone={state === 'deleting' ? 'danger' : 'warning'} title={title} actions={actions}>
      {reason ? (
        <p>{by ? t('closing.said', { name: by, reason }) : t('closing.said-installation', { reason })}</p>
      ) : null}
      {children}
    </Notice>
  );
}
