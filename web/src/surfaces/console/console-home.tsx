import { useText } from '../../lib/i18n.tsx';
import { NoPermission } from '../../ui/no-permission.tsx';
import { Page } from '../../ui/page.tsx';

/** Where somebody lands for whom no room of the console is open. */
export function ConsoleHome() {
  const t = useText();
  return (
    <Page title={t('portal.console')}>
      <NoPermission />
    </Page>
  );
}
