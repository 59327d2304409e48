import { useText } from '../../lib/i18n.tsx';
import { Page } from '../../ui/page.tsx';
import { AuthenticatorPanel } from './authenticator-panel.tsx';
import { NoticesPanel } from './notices-panel.tsx';
import { PasskeysPanel } from './passkeys-panel.tsx';
import { SmsFactorPanel } from './sms-factor-panel.tsx';
import { TrustedBrowsersPanel } from './trusted-browsers-panel.tsx';

/** P-SEC: what protects my account beside the password. Each change asks for a fresh proof. */
export function SecurityPage() {
  const t = useText();
  return (
    <Page title={t('security.title')} text={t('security.text')}>
      <div className="flex max-w-2xl flex-col gap-4">
        <PasskeysPanel />
        <AuthenticatorPanel />
        <SmsFactorPanel />
        <TrustedBrowsersPanel />
        <NoticesPanel />
      </div>
    </Page>
  );
}
