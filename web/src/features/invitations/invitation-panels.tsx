import type { CompanyDraft } from '@gatehouse/contract/company';
import { INVITATION_KINDS } from '@gatehouse/contract/invitations';
import { LOCALE_NAMES, LOCALES } from '@gatehouse/contract/locales';
import { useNavigate } from '@tanstack/react-router';
import { useText } from '../../lib/i18n.tsx';
import { RadioCards } from '../../ui/choice.tsx';
import { SelectField, TextField } from '../../ui/field.tsx';
import { Panel } from '../../ui/panel.tsx';
import { CompanyFields } from '../organizations/company-fields.tsx';
import { useConsoleOrganization } from '../sessions/console-organization.ts';
import { grantableRoles, type InvitationForm } from './invitation-form.ts';

type PanelProps = {
  form: InvitationForm;
  change: (changes: Partial<InvitationForm>) => void;
  field: (path: string) => { id: string; error: string | null };
};

const LANGUAGES = LOCALES.map((value) => ({ value, label: LOCALE_NAMES[value] }));
const NOTE_LENGTH = 500;

/** Names of the fields for the summary of mistakes. */
export function useLabels(): Record<string, string> {
  const t = useText();
  return {
    'to.email': t('common.word.email'),
    'to.phone': t('common.word.phone'),
    name: t('common.word.name'),
    roles: t('common.word.role'),
    'company.name': t('console.company.name'),
    'company.country': t('common.word.country'),
    'company.registrationNumber': t('console.company.number'),
    'company.address': t('console.company.address'),
    'company.phone': t('console.company.phone'),
    'company.timeZone': t('console.company.time-zone'),
    'company.locale': t('console.company.language'),
    locale: t('console.invitation.language'),
    note: t('console.invitation.note'),
    expiresInDays: t('console.invite.days'),
  };
}

export function KindPanel({ form, change }: PanelProps) {
  const t = useText();
  const navigate = useNavigate();
  const choose = (kind: InvitationForm['kind']) => {
    change({ kind });
    void navigate({ to: '.', search: { kind }, replace: true, resetScroll: false });
  };
  return (
    <Panel>
      <RadioCards
        legend={t('console.invitations.kind')}
        value={form.kind}
        onChange={choose}
        choices={INVITATION_KINDS.map((value) => ({
          value,
          label: t(`common.kind.${value}`),
          hint: t(`console.invite.kind.${value}`),
        }))}
      />
    </Panel>
  );
}

export function PersonPanel({ form, change, field }: PanelProps) {
  const t = useText();
  const { roles } = useConsoleOrganization();
  return (
    <Panel title={t('console.invite.person')}>
      <div className="grid gap-4 sm:grid-cols-2">
        <TextField
          {...field('to.email')}
          label={t('common.word.email')}
          hint={t('console.invite.email-hint')}
          type="email"
          inputMode="email"
          value={form.email}
          onChange={(email) => change({ email })}
        />
        <TextField
          {...field('to.phone')}
          label={t('common.word.phone')}
          hint={t('console.invite.phone-hint')}
          type="tel"
          inputMode="tel"
          value={form.phone}
          onChange={(phone) => change({ phone })}
        />
        <TextField
          {...field('name')}
          label={t('common.word.name')}
          hint={t('console.invite.name-hint')}
          optional
          value={form.name}
          onChange={(name) => change({ name })}
        />
        {form.kind === 'member' ? (
          <SelectField
            {...field('roles')}
            label={t('common.word.role')}
            hint={t(`console.role.${form.role}`)}
            value={form.role}
            onChange={(role) => change({ role: role as InvitationForm['role'] })}
            options={grantableRoles(roles).map((value) => ({ value, label: t(`common.role.${value}`) }))}
          />
        ) : null}
      </div>
    </Panel>
  );
}

export function CompanyPanel({ form, change, field }: PanelProps) {
  const t = useText();
  const changeCompany = (changes: Partial<Record<keyof CompanyDraft, string>>) =>
    change({ company: { ...form.company, ...changes } });
  return (
    <Panel title={t('console.invite.company')} text={t('console.invite.company-text')}>
      <CompanyFields company={form.company} change={changeCompany} field={(name) => field(`company.${name}`)} />
    </Panel>
  );
}

export function MessagePanel({ form, change, field }: PanelProps) {
  const t = useText();
  const left = NOTE_LENGTH - [...form.note.trim()].length;
  return (
    <Panel title={t('console.invite.message')}>
      <div className="grid gap-4 sm:grid-cols-2">
        <SelectField
          {...field('locale')}
          label={t('console.invitation.language')}
          none={t('console.invite.language-default')}
          value={form.locale}
          onChange={(locale) => change({ locale: locale as InvitationForm['locale'] })}
          options={LANGUAGES}
        />
        <TextField
          {...field('expiresInDays')}
          label={t('console.invite.days')}
          hint={t('console.invite.days-hint')}
          optional
          type="number"
          inputMode="numeric"
          min={1}
          max={30}
          value={form.days}
          onChange={(days) => change({ days })}
        />
        <TextField
          {...field('note')}
          className="sm:col-span-2"
          label={t('console.invitation.note')}
          hint={
            <>
              <span>{t('console.invite.note-hint')}</span>{' '}
              <span className={`tabular-nums ${left < 0 ? 'font-semibold text-danger' : ''}`}>
                {t('console.invite.note-left', { count: left })}
              </span>
            </>
          }
          optional
          rows={4}
          value={form.note}
          onChange={(note) => change({ note })}
        />
      </div>
    </Panel>
  );
}
