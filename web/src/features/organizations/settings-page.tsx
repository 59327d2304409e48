import { useText } from '../../lib/i18n.tsx';
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
