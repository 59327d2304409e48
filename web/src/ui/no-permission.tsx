import { useText } from '../lib/i18n.tsx';
import { ButtonLink } from './button.tsx';
import { Empty } from './empty.tsx';

/** Somebody may not see this room: says so, who can change it, and where to go on. */
export function NoPermission() {
  const t = useText();
  return (
    <Empty
      icon="shield"
      title={t('portal.no-permission.title')}
      text={t('portal.no-permission.text')}
      action={<ButtonLink to="/console">{t('portal.not-found.home')}</ButtonLink>}
    />
  );
}
