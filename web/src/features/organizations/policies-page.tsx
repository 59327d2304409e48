import { useText } from '../../lib/i18n.tsx';
import { Panel } from '../../ui/panel.tsx';
import { POLICY_SECTIONS, usePolicyLabels } from './policy-sections.tsx';
import { SettingsEditorPage } from './settings-editor.tsx';
import type { SettingsForm } from './settings-form.ts';

/** What holds in the organization, whom each rule concerns now, and why it was changed. */
export function PoliciesPage() {
  const t = useText();
  return (
    <SettingsEditorPage
      name="policies"
      reasoned
      title={t('console.policies.title')}
      text={t('console.policies.text')}
      labels={usePolicyLabels()}
      sections={({ form, change, field }) => {
        const changePolicy = (changes: Partial<SettingsForm['policies']>) =>
          change({ policies: { ...form.policies, ...changes } });
        return POLICY_SECTIONS.map(({ key, Section }) => (
          <Panel key={key} title={t(`console.policies.${key}`)}>
            <Section policies={form.policies} change={changePolicy} field={field} />
          </Panel>
        ));
      }}
    />
  );
}
