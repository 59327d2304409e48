import { organizationRoutes } from '@gatehouse/contract/organizations';
import { useQuery } from '@tanstack/react-query';
import { call } from '../../lib/api.ts';
import { useText } from '../../lib/i18n.tsx';
import { RadioCards, SwitchField } from '../../ui/choice.tsx';
import { TextField } from '../../ui/field.tsx';
import { useConsoleOrganization } from '../sessions/console-organization.ts';
import type { SettingsForm } from './settings-form.ts';

const LEVELS = ['off', 'asked', 'required-for-administrators', 'required'] as const;

/** Whether signing in takes a second step, and whom that would concern now. */
export function SecondFactorSetting({
  policies,
  change,
  field,
}: {
  policies: SettingsForm['policies'];
  change: (changes: Partial<SettingsForm['policies']>) => void;
  field: (path: string) => { id: string; error: string | null };
}) {
  const t = useText();
  const { slug } = useConsoleOrganization();
  const { data } = useQuery({
    queryKey: ['policy-effects', slug],
    queryFn: ({ signal }) => call(organizationRoutes.policyEffects, { params: { org: slug }, signal }),
  });
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
      <TextField
        {...field('policies.recoveryHours')}
        className="sm:max-w-xs"
        label={t('console.settings.recovery-hours')}
        hint={t('console.settings.recovery-hours-hint')}
        type="number"
        inputMode="numeric"
        min={1}
        max={168}
        value={policies.recoveryHours}
        onChange={(recoveryHours) => change({ recoveryHours })}
      />
      {level === 'off' ? null : (
        <>
          <TextField
            {...field('policies.trustedDeviceDays')}
            className="sm:max-w-xs"
            label={t('console.settings.trusted-days')}
            hint={t('console.settings.trusted-days-hint')}
            type="number"
            inputMode="numeric"
            min={0}
            max={90}
            value={policies.trustedDeviceDays}
            onChange={(trustedDeviceDays) => change({ trustedDeviceDays })}
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
