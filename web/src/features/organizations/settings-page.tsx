import { useText } from '../../lib/i18n.tsx';
import { ClosePanel } from '../closing/close-panel.tsx';
import { SettingsEditorPage } from './settings-editor.tsx';
import { GeneralSection, LegalSection, useSettingLabels } from './settings-sections.tsx';
import { WelcomeLinksSection } from './welcome-links-section.tsx';

/** What an organization is called and shows. What holds in it is in the room of policies. */
export function SettingsPage() {
  const t = useText();
  return (
    <SettingsEditorPage
      name="settings"
      title={t('console.settings.title')}
      text={t('console.settings.text')}
      labels={useSettingLabels()}
      end={<ClosePanel />}
      sections={(section) => (
        <>
          <GeneralSection {...section} />
          <WelcomeLinksSection {...section} />
          <LegalSection {...section} />
        </>
      )}
    />
  );
}
