import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useText } from '../../lib/i18n.tsx';
import { Notice } from '../../ui/notice.tsx';
import { identifiersQuery } from './identifier-queries.ts';
import { ownPasswordQuery } from './security-queries.ts';

/** Where everything hangs on one number: add another way before it is lost. */
export function OneNumberNotice() {
  const t = useText();
  const { data } = useQuery(identifiersQuery);
  const own = useQuery(ownPasswordQuery);
  // One thing at a time: the offer of a password stands in its place.
  if (!data?.oneNumber || own.isPending || own.data?.offered) return null;
  return (
    <Notice tone="warning" title={t('security.one-number.title')}>
      <p>{t('security.one-number.text')}</p>
      <p>
        <Link to="/portal/profile" className="link">
          {t('security.one-number.action')}
        </Link>
      </p>
    </Notice>
  );
}
