import type { DoorContext, FormState } from '../door-context.ts';
import { MainForm, PasswordField, PrimaryButton, SelectField, TextField } from '../parts/form.tsx';
import { countryOptions, LOCALE_OPTIONS } from '../parts/options.ts';
import type { PageModel } from '../parts/page.tsx';
import { readForm } from '../parts/read-form.ts';

/** The controls, with what they are called. */
const LABELS = {
  token: 'door.setup.token',
  organizationName: 'door.setup.organization',
  country: 'common.word.country',
  locale: 'door.setup.locale',
  ownerName: 'door.profile.name',
  email: 'door.setup.email',
  password: 'common.word.password',
};
/** The names of the contract, where they differ. */
const ALIASES = {
  'organization.name': 'organizationName',
  'organization.country': 'country',
  'organization.locale': 'locale',
  'owner.name': 'ownerName',
  'owner.email': 'email',
  'owner.password': 'password',
};
const PROBLEM_FIELDS: Record<string, string> = { 'SETUP-TOKEN-WRONG': 'token' };

/** `country`: what is chosen at first; empty where nothing tells. */
export type SetupView = { readonly tokenGiven: boolean; readonly token: string; readonly country: string };

/** The first run of an installation: its organization and its owner. */
export function setupPage(context: DoorContext, state: FormState, view: SetupView): PageModel {
  const { t } = context;
  const problemField = PROBLEM_FIELDS[state.problem?.code ?? ''];
  const askToken = !view.tokenGiven || problemField === 'token';
  const form = readForm(context, state, {
    fields: Object.keys(LABELS).filter((field) => askToken || field !== 'token'),
    labels: Object.fromEntries(Object.entries(LABELS).map(([field, key]) => [field, t(key)])),
    aliases: ALIASES,
    ...(problemField ? { problemField } : {}),
  });
  return {
    heading: t('door.setup.heading'),
    form,
    body: (
      <>
        <p>{t('door.setup.lead')}</p>
        <MainForm action="/setup">
          {askToken ? (
            <TextField
              form={form}
              name="token"
              label={t('door.setup.token')}
              hint={t('door.setup.token-hint')}
              autoComplete="off"
            />
          ) : (
            <input type="hidden" name="token" value={view.token} />
          )}
          <TextField
            form={form}
            name="organizationName"
            label={t('door.setup.organization')}
            hint={t('door.setup.organization-hint')}
            autoComplete="organization"
          />
          <SelectField
            form={form}
            name="country"
            label={t('common.word.country')}
            hint={t('door.setup.country-hint')}
            autoComplete="country"
            value={view.country}
            empty={t('door.company.country-empty')}
            options={countryOptions(context)}
          />
          <SelectField
            form={form}
            name="locale"
            label={t('door.setup.locale')}
            value={context.locale}
            options={LOCALE_OPTIONS}
          />
          <TextField form={form} name="ownerName" label={t('door.profile.name')} autoComplete="name" />
          <TextField
            form={form}
            name="email"
            label={t('door.setup.email')}
            type="email"
            autoComplete="username"
            inputMode="email"
          />
          <PasswordField
            form={form}
            name="password"
            label={t('common.word.password')}
            hint={t('door.setup.password-hint')}
            autoComplete="new-password"
          />
          <PrimaryButton>{t('door.setup.submit')}</PrimaryButton>
        </MainForm>
      </>
    ),
  };
}
