import { Link } from '@tanstack/react-router';
import { useMemo } from 'react';
import { countryOptions } from '../../lib/countries.ts';
import { useLocale, useText } from '../../lib/i18n.tsx';
import { SelectField, TextField } from '../../ui/field.tsx';
import { Panel } from '../../ui/panel.tsx';
import type { SettingsForm } from './settings-form.ts';

export type SectionProps = {
  form: SettingsForm;
  change: (changes: Partial<SettingsForm>) => void;
  field: (path: string) => { id: string; error: string | null };
};

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
    country: t('common.word.country'),
    'legal.termsUrl': t('console.settings.terms-url'),
    'legal.privacyUrl': t('console.settings.privacy-url'),
    'legal.version': t('console.settings.legal-version'),
    ...Object.fromEntries(links),
  };
}

export function GeneralSection({ form, change, field }: SectionProps) {
  const t = useText();
  const locale = useLocale();
  const countries = useMemo(() => countryOptions(locale), [locale]);
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
        {form.countryFixed ? null : (
          <SelectField
            {...field('country')}
            label={t('common.word.country')}
            hint={t('console.settings.country-hint')}
            optional
            none={t('console.company.country-none')}
            options={countries}
            value={form.country}
            onChange={(country) => change({ country })}
          />
        )}
      </div>
      <p className="mt-3 text-meta">
        <Link from="/console/$org/settings" to="/console/$org/branding" className="link">
          {t('console.settings.branding')}
        </Link>
      </p>
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
