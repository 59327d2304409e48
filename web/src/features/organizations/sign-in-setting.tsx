import { useText } from '../../lib/i18n.tsx';
import { SwitchField } from '../../ui/choice.tsx';
import { SelectField } from '../../ui/field.tsx';
import { NumberPolicy, type PolicyProps, usePolicyEffects } from './policy-parts.tsx';

const TRIES = ['3', '4', '5'];

/** By which ways members sign in, what locks, and whom a change would concern now. */
export function SignInSetting(part: PolicyProps) {
  const { policies, change, field } = part;
  const t = useText();
  const effects = usePolicyEffects()?.signIn;
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
        <NumberPolicy {...part} name="codeMinutes" text="console.settings.code-minutes" min={3} max={10} />
      </div>
      <p className="text-meta empty:hidden">
        {effects && effects.locked > 0 ? t('console.settings.locked-now', { count: effects.locked }) : null}
      </p>
    </div>
  );
}
