import { useText } from '../../lib/i18n.tsx';
import { Page } from '../../ui/page.tsx';
import { ConsentsPanel } from './consents-panel.tsx';
import { DeletionPanel } from './deletion-panel.tsx';
import { OwnSignInsPanel } from './own-sign-ins-panel.tsx';
import { TakeDataPanel } from './take-data-panel.tsx';

/** What is known of me, what I agreed to, and the end of it. */
export function OwnDataPage() {
  const t = useText();
  return (
    <Page title={t('portal.data.title')} text={t('own.data.text')}>
      <div className="flex max-w-3xl flex-col gap-4">
        <OwnSignInsPanel />
        <ConsentsPanel />
        <TakeDataPanel />
        <DeletionPanel />
      </div>
    </Page>
  );
}
