import type { Import } from '@gatehouse/contract/imports';
import { useText } from '../../lib/i18n.tsx';
import { ButtonLink } from '../../ui/button.tsx';
import { Notice } from '../../ui/notice.tsx';
import { newRowsOf } from './import-queries.ts';

/** Before a run: how many seats are left, and how many rows find none. Nothing where there is no limit. */
export function SeatsNotice({ item, org }: { item: Import; org: string }) {
  const t = useText();
  if (item.seats === null || newRowsOf(item) === 0) return null;
  const { left, without } = item.seats;
  if (without === 0) return <Notice title={t('imports.seats', { left, without })} />;
  return (
    <Notice
      tone="warning"
      title={t('imports.seats', { left, without })}
      actions={
        <ButtonLink to="/console/$org/people" params={{ org }}>
          {t('console.seats.who')}
        </ButtonLink>
      }
    >
      <p>{t('imports.seats.hint')}</p>
    </Notice>
  );
}
