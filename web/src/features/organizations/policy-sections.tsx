import type { ComponentType } from 'react';
import { useText } from '../../lib/i18n.tsx';
import { RadioCards, SwitchField } from '../../ui/choice.tsx';
import { ApprovalSetting } from './approval-setting.tsx';
import { PasswordSetting } from './password-setting.tsx';
import { NumberPolicy, type PolicyProps, usePolicyEffects } from './policy-parts.tsx';
import { SecondFactorSetting } from './second-factor-setting.tsx';
import { SessionSetting } from './session-setting.tsx';
import { SignInSetting } from './sign-in-setting.tsx';

/**
 * The parts of the page, in their order. To add one: its component, which says whom it concerns now, and a line here; its
 * title is `console.policies.<key>`.
 */
export const POLICY_SECTIONS: readonly { key: string; Section: ComponentType<PolicyProps> }[] = [
  { key: 'invitations', Section: InvitationPolicies },
  { key: 'companies', Section: CompanyPolicies },
  { key: 'password', Section: PasswordPolicies },
  { key: 'sign-in', Section: SignInSetting },
  { key: 'second-factor', Section: SecondFactorSetting },
  { key: 'sessions', Section: SessionSetting },
  { key: 'alerts', Section: AlertPolicies },
];

/** Names of the fields for the summary of mistakes. */
export function usePolicyLabels(): Record<string, string> {
  const t = useText();
  return {
    'policies.invitationDays': t('console.settings.invitation-days'),
    'policies.passwordMinLength': t('console.settings.password-length'),
    'policies.passwordDays': t('console.settings.password-days'),
    'policies.trustedDeviceDays': t('console.settings.trusted-days'),
    'policies.codeMinutes': t('console.settings.code-minutes'),
    'policies.recoveryHours': t('console.settings.recovery-hours'),
    reason: t('console.policies.reason'),
  };
}

function Concerned({ text }: { text: string | undefined }) {
  return text === undefined ? null : <p className="text-meta text-muted">{text}</p>;
}

const PROOFS = ['code', 'link'] as const;

function InvitationPolicies(part: PolicyProps) {
  const { policies, change } = part;
  const t = useText();
  const effects = usePolicyEffects();
  return (
    <div className="flex flex-col gap-5">
      <Concerned text={effects && t('console.policies.open-invitations', { count: effects.invitations.open })} />
      <RadioCards
        legend={t('console.settings.mailbox-proof')}
        value={policies.mailboxProof}
        onChange={(mailboxProof) => change({ mailboxProof })}
        choices={PROOFS.map((value) => ({
          value,
          label: t(`console.settings.mailbox-proof.${value}`),
          hint: t(`console.settings.mailbox-proof.${value}-hint`),
        }))}
      />
      <NumberPolicy
        {...part}
        name="invitationDays"
        text="console.settings.invitation-days"
        min={1}
        max={30}
        className="sm:max-w-xs"
      />
      <SwitchField
        label={t('console.settings.renewal')}
        hint={t('console.settings.renewal-hint')}
        checked={policies.selfServiceRenewal}
        onChange={(selfServiceRenewal) => change({ selfServiceRenewal })}
      />
      <SwitchField
        label={t('console.settings.add-address')}
        hint={t('console.settings.add-address-hint')}
        checked={policies.addAddress}
        onChange={(addAddress) => change({ addAddress })}
      />
      <SwitchField
        label={t('console.settings.reminders')}
        hint={t('console.settings.reminders-hint')}
        checked={policies.reminders}
        onChange={(reminders) => change({ reminders })}
      />
    </div>
  );
}

function CompanyPolicies({ policies, change }: PolicyProps) {
  return (
    <ApprovalSetting checked={policies.companyApproval} onChange={(companyApproval) => change({ companyApproval })} />
  );
}

function PasswordPolicies(props: PolicyProps) {
  const t = useText();
  const effects = usePolicyEffects();
  return (
    <div className="flex flex-col gap-4">
      <Concerned text={effects && t('console.policies.with-password', { count: effects.signIn.withPassword })} />
      <PasswordSetting {...props} />
    </div>
  );
}

const ALERT_READERS = ['administrators', 'owners', 'nobody'] as const;

function AlertPolicies({ policies, change }: PolicyProps) {
  const t = useText();
  const readers = usePolicyEffects()?.alertMails;
  const { alertMails: chosen } = policies;
  const count = readers && (chosen === 'nobody' ? 0 : readers[chosen]);
  return (
    <div className="flex flex-col gap-4">
      <Concerned text={count === undefined ? undefined : t('console.policies.alert-readers', { count })} />
      <RadioCards
        legend={t('console.settings.alert-mails')}
        value={chosen}
        onChange={(alertMails) => change({ alertMails })}
        choices={ALERT_READERS.map((value) => ({
          value,
          label: t(`console.settings.alert-mails.${value}`),
          hint: t(`console.settings.alert-mails.${value}-hint`),
        }))}
      />
    </div>
  );
}
