import { useText } from '../../lib/i18n.tsx';
import { RadioCards, SwitchField } from '../../ui/choice.tsx';
import { NumberPolicy, type PolicyProps } from './policy-parts.tsx';

const FIRST = ['asked', 'required'] as const;

/** What passwords must be. What NIST SP 800-63B-4 advises against is off, and says so. */
export function PasswordSetting(part: PolicyProps) {
  const { policies, change } = part;
  const t = useText();
  return (
    <div className="flex flex-col gap-4">
      <div className="grid gap-4 sm:grid-cols-2">
        <NumberPolicy {...part} name="passwordMinLength" text="console.settings.password-length" min={8} max={64} />
        <NumberPolicy {...part} name="passwordDays" text="console.settings.password-days" min={0} max={730} />
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
