import { Link } from '@tanstack/react-router';
import { useText } from '../../lib/i18n.tsx';
import { RadioCards, SwitchField } from '../../ui/choice.tsx';
import { TextField } from '../../ui/field.tsx';
import { Panel } from '../../ui/panel.tsx';
import { ApprovalSetting } from './approval-setting.tsx';
import { PasswordSetting } from './password-setting.tsx';
import { SecondFactorSetting } from './second-factor-setting.tsx';
import { SessionSetting } from './session-setting.tsx';
import type { SettingsForm } from './settings-form.ts';
import { SignInSetting } from './sign-in-setting.tsx';

export type SectionProps = {
  form: SettingsForm;
  change: (changes: Partial<SettingsForm>) => void;
  field: (path: string) => { id: string; error: string | null };
};

const PROOFS = ['code', 'link'] as const;
const ALERT_READERS = ['administrators', 'owners', 'nobody'] as const;

/** Names of the fields for the summary of mistakes. */
export function useSettingLabels(): Record<string, string> {
  const t = useText();
  const links = Array.from({ length: 6 }, (_, index) => index).flatMap((index) =>
    (['title', 'description', 'url'] as const).map((part) => [
      `welcomeLinks.${index}.${part}`,
      t('console.settings.link.field', { number: index + 1, field: t(`console.settings.link.${part}`) }),
    ]),
  );
  return {
    name: t('console.settings.name'),
    'policies.invitationDays': t('console.settings.invitation-days'),
    'policies.passwordMinLength': t('console.settings.password-length'),
    'policies.passwordDays': t('console.settings.password-days'),
    'policies.trustedDeviceDays': t('console.settings.trusted-days'),
    'policies.codeMinutes': t('console.settings.code-minutes'),
    'policies.recoveryHours': t('console.settings.recovery-hours'),
    'legal.termsUrl': t('console.settings.terms-url'),
    'legal.privacyUrl': t('console.settings.privacy-url'),
    'legal.version': t('console.settings.legal-version'),
    ...Object.fromEntries(links),
  };
}

export function GeneralSection({ form, change, field }: SectionProps) {
  const t = useText();
  return (
    <Panel title={t('console.settings.general')}>
      <div className="grid gap-4 sm:grid-cols-2">
        <TextField
          {...field('name')}
          label={t('console.settings.name')}
          hint={t('console.settings.name-hint')}
          value={form.name}
          onChange={(name) => change({ name })}
        />
      </div>
      <p className="mt-3 text-meta">
        <Link from="/console/$org/settings" to="/console/$org/branding" className="link">
          {t('console.settings.branding')}
        </Link>
      </p>
    </Panel>
  );
}

export function PoliciesSection({ form, change, field }: SectionProps) {
  const t = useText();
  const changePolicy = (changes: Partial<SettingsForm['policies']>) =>
    change({ policies: { ...form.policies, ...changes } });
  return (
    <Panel title={t('console.settings.policies')}>
      <div className="flex flex-col gap-5">
        <RadioCards
          legend={t('console.settings.mailbox-proof')}
          value={form.policies.mailboxProof}
          onChange={(mailboxProof) => changePolicy({ mailboxProof })}
          choices={PROOFS.map((value) => ({
            value,
            label: t(`console.settings.mailbox-proof.${value}`),
            hint: t(`console.settings.mailbox-proof.${value}-hint`),
          }))}
        />
        <div className="grid gap-4 sm:grid-cols-2">
          <TextField
            {...field('policies.invitationDays')}
            label={t('console.settings.invitation-days')}
            hint={t('console.settings.invitation-days-hint')}
            type="number"
            inputMode="numeric"
            min={1}
            max={30}
            value={form.policies.invitationDays}
            onChange={(invitationDays) => changePolicy({ invitationDays })}
          />
        </div>
        <PasswordSetting policies={form.policies} change={changePolicy} field={field} />
        <SignInSetting policies={form.policies} change={changePolicy} field={field} />
        <SecondFactorSetting policies={form.policies} change={changePolicy} field={field} />
        <RadioCards
          legend={t('console.settings.alert-mails')}
          value={form.policies.alertMails}
          onChange={(alertMails) => changePolicy({ alertMails })}
          choices={ALERT_READERS.map((value) => ({
            value,
            label: t(`console.settings.alert-mails.${value}`),
            hint: t(`console.settings.alert-mails.${value}-hint`),
          }))}
        />
        <SessionSetting policies={form.policies} change={changePolicy} field={field} />
        <SwitchField
          label={t('console.settings.renewal')}
          hint={t('console.settings.renewal-hint')}
          checked={form.policies.selfServiceRenewal}
          onChange={(selfServiceRenewal) => changePolicy({ selfServiceRenewal })}
        />
        <SwitchField
          label={t('console.settings.add-address')}
          hint={t('console.settings.add-address-hint')}
          checked={form.policies.addAddress}
          onChange={(addAddress) => changePolicy({ addAddress })}
        />
        <SwitchField
          label={t('console.settings.reminders')}
          hint={t('console.settings.reminders-hint')}
          checked={form.policies.reminders}
          onChange={(reminders) => changePolicy({ reminders })}
        />
        <ApprovalSetting
          checked={form.policies.companyApproval}
          onChange={(companyApproval) => changePolicy({ companyApproval })}
        />
      </div>
    </Panel>
  );
}

export function LegalSection({ form, change, field }: SectionProps) {
  const t = useText();
  const changeLegal = (changes: Partial<SettingsForm['legal']>) => change({ legal: { ...form.legal, ...changes } });
  return (
    <Panel title={t('console.settings.legal')} text={t('console.settings.legal-text')}>
      <div className="grid gap-4 sm:grid-cols-2">
        <TextField
          {...field('legal.termsUrl')}
          label={t('console.settings.terms-url')}
          optional
          type="url"
          inputMode="url"
          value={form.legal.termsUrl}
          onChange={(termsUrl) => changeLegal({ termsUrl })}
        />
        <TextField
          {...field('legal.privacyUrl')}
          label={t('console.settings.privacy-url')}
          optional
          type="url"
          inputMode="url"
          value={form.legal.privacyUrl}
          onChange={(privacyUrl) => changeLegal({ privacyUrl })}
        />
        <TextField
          {...field('legal.version')}
          label={t('console.settings.legal-version')}
          hint={t('console.settings.legal-version-hint')}
          value={form.legal.version}
          onChange={(version) => changeLegal({ version })}
        />
      </div>
    </Panel>
  );
}
