import { useText } from '../lib/i18n.tsx';
import { Empty } from './empty.tsx';

/** Somebody may not see this room: says so, and who can change it. */
export function NoPermission() {
  const t = useText();
  return <Empty icon="shield" title={t('portal.no-permission.title')} text={t('portal.no-permission.text')} />;
}
