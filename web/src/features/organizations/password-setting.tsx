import { useText } from '../../lib/i18n.tsx';
import { RadioCards, SwitchField } from '../../ui/choice.tsx';
import { TextField } from '../../ui/field.tsx';
import type { SettingsForm } from './settings-form.ts';

const FIRST = ['asked', 'required'] as const;

/** What passwords must be. What NIST SP 800-63B-4 advises against is off, and says so. */
export function PasswordSetting({
  policies,
  change,
  field,
}: {
  policies: SettingsForm['policies'];
  change: (changes: Partial<SettingsForm['policies']>) => void;
  field: (path: string) => { id: string; error: string | null };
}) {
  const t = useText();
  return (
    <div className="flex flex-col gap-4">
      <div className="grid gap-4 sm:grid-cols-2">
        <TextField
          {...field('policies.passwordMinLength')}
          label={t('console.settings.password-length')}
          hint={t('console.settings.password-length-hint')}
          type="number"
          inputMode="numeric"
          min={8}
          max={64}
          value={policies.passwordMinLength}
          onChange={(passwordMinLength) => change({ passwordMinLength })}
        />
        <TextField
          {...field('policies.passwordDays')}
          label={t('console.settings.password-days')}
          hint={t('console.settings.password-days-hint')}
          type="number"
          inputMode="numeric"
          min={0}
          max={730}
          value={policies.passwordDays}
          onChange={(passwordDays) => change({ passwordDays })}
        />
      </div>
      <SwitchField
        label={t('console.settings.password-mixed')}
        hint={t('console.settings.password-mixed-hint')}
        checked={policies.passwordMixed}
        onChange={(passwordMixed) => change({ passwordMixed })}
      />
      <RadioCards
        legend={t('console.settings.first-password')}
        value={policies.firstPassword}
        onChange={(firstPassword) => change({ firstPassword })}
        choices={FIRST.map((value) => ({
          value,
          label: t(`console.settings.first-password.${value}`),
          hint: t(`console.settings.first-password.${value}-hint`),
        }))}
      />
      <SwitchField
        label={t('console.settings.temporary-password')}
        hint={t('console.settings.temporary-password-hint')}
        checked={policies.temporaryPassword}
        onChange={(temporaryPassword) => change({ temporaryPassword })}
      />
    </div>
  );
}
