import { organizationRoutes } from '@gatehouse/contract/organizations';
import { useQuery } from '@tanstack/react-query';
import { call } from '../../lib/api.ts';
import { useText } from '../../lib/i18n.tsx';
import { SwitchField } from '../../ui/choice.tsx';
import { SelectField, TextField } from '../../ui/field.tsx';
import { useConsoleOrganization } from '../sessions/console-organization.ts';
import type { SettingsForm } from './settings-form.ts';

const TRIES = ['3', '4', '5'];

/** By which ways members sign in, what locks, and whom a change would concern now. */
export function SignInSetting({
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
  const effects = data?.signIn;
  return (
    <div className="flex flex-col gap-4">
      <div className="flex flex-col gap-1.5">
        <SwitchField
          label={t('console.settings.password-sign-in')}
          hint={t('console.settings.password-sign-in-hint')}
          checked={policies.passwordSignIn}
          onChange={(passwordSignIn) => change({ passwordSignIn })}
        />
        {effects && !policies.passwordSignIn ? (
          <p className="ml-14 text-meta">
            {t('console.settings.password-sign-in-affected', { count: effects.withPassword })}
          </p>
        ) : null}
      </div>
      <div className="flex flex-col gap-1.5">
        <SwitchField
          label={t('console.settings.sms-sign-in')}
          hint={t('console.settings.sms-sign-in-hint')}
          checked={policies.smsSignIn}
          onChange={(smsSignIn) => change({ smsSignIn })}
        />
        {effects && !policies.smsSignIn ? (
          <p className="ml-14 text-meta">{t('console.settings.sms-sign-in-affected', { count: effects.onlyPhone })}</p>
        ) : null}
      </div>
      <div className="grid gap-4 sm:grid-cols-2">
        <SelectField
          {...field('policies.lockTries')}
          label={t('console.settings.lock-tries')}
          hint={t('console.settings.lock-tries-hint')}
          value={policies.lockTries}
          onChange={(lockTries) => change({ lockTries })}
          options={TRIES.map((value) => ({ value, label: value }))}
        />
        <SwitchField
          label={t('console.settings.sign-in-tabs')}
          hint={t('console.settings.sign-in-tabs-hint')}
          checked={policies.signInTabs}
          onChange={(signInTabs) => change({ signInTabs })}
        />
        <TextField
          {...field('policies.codeMinutes')}
          label={t('console.settings.code-minutes')}
          hint={t('console.settings.code-minutes-hint')}
          type="number"
          inputMode="numeric"
          min={3}
          max={10}
          value={policies.codeMinutes}
          onChange={(codeMinutes) => change({ codeMinutes })}
        />
      </div>
      <p className="text-meta empty:hidden">
        {effects && effects.locked > 0 ? t('console.settings.locked-now', { count: effects.locked }) : null}
      </p>
    </div>
  );
}
