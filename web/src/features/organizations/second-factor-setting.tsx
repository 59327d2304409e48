import { useText } from '../../lib/i18n.tsx';
import { RadioCards, SwitchField } from '../../ui/choice.tsx';
import { NumberPolicy, type PolicyProps, usePolicyEffects } from './policy-parts.tsx';

const LEVELS = ['off', 'asked', 'required-for-administrators', 'required'] as const;

/** Whether signing in takes a second step, and whom that would concern now. */
export function SecondFactorSetting(part: PolicyProps) {
  const { policies, change } = part;
  const t = useText();
  const data = usePolicyEffects();
  const level = policies.secondFactor;
  const without = data && {
    required: data.secondFactor.without,
    'required-for-administrators': data.secondFactor.administratorsWithout,
  };
  const affected = without && (level === 'required' || level === 'required-for-administrators') ? without[level] : null;
  return (
    <div className="flex flex-col gap-4">
      <RadioCards
        legend={t('console.settings.second-factor')}
        value={level}
        onChange={(secondFactor) => change({ secondFactor })}
        choices={LEVELS.map((value) => ({
          value,
          label: t(`console.settings.second-factor.${value}`),
          hint: t(`console.settings.second-factor.${value}-hint`),
        }))}
      />
      <p role="status" className="text-meta empty:hidden">
        {affected === null ? null : <span>{t('console.settings.second-factor.affected', { count: affected })}</span>}
      </p>
      <SwitchField
        label={t('console.settings.sms-factor')}
        hint={t('console.settings.sms-factor-hint')}
        checked={policies.smsFactor}
        onChange={(smsFactor) => change({ smsFactor })}
      />
      <NumberPolicy
        {...part}
        name="recoveryHours"
        text="console.settings.recovery-hours"
        min={1}
        max={168}
        className="sm:max-w-xs"
      />
      {level === 'off' ? null : (
        <>
          <NumberPolicy
            {...part}
            name="trustedDeviceDays"
            text="console.settings.trusted-days"
            min={0}
            max={90}
            className="sm:max-w-xs"
          />
          <SwitchField
            label={t('console.settings.verify-passkeys')}
            hint={t('console.settings.verify-passkeys-hint')}
            checked={policies.verifyPasskeys}
            onChange={(verifyPasskeys) => change({ verifyPasskeys })}
          />
        </>
      )}
    </div>
  );
}
