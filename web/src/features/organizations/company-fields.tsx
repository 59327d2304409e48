import type { CompanyDraft } from '@gatehouse/contract/company';
import { timeZonesOf } from '@gatehouse/contract/countries';
import { LOCALE_NAMES, LOCALES } from '@gatehouse/contract/locales';
import { registrationRule } from '@gatehouse/contract/registration-number';
import { useMemo } from 'react';
import { countryOptions } from '../../lib/countries.ts';
import { useLocale, useText } from '../../lib/i18n.tsx';
import { SelectField, TextField } from '../../ui/field.tsx';

export type CompanyForm = Record<keyof CompanyDraft, string>;

const LANGUAGES = LOCALES.map((value) => ({ value, label: LOCALE_NAMES[value] }));

/** The zones of the country first, then every other. */
function zoneOptions(country: string): { value: string; label: string }[] {
  const zones = new Set([...timeZonesOf(country), ...Intl.supportedValuesOf('timeZone')]);
  return [...zones].map((zone) => ({ value: zone, label: zone.replaceAll('_', ' ') }));
}

/** What is known of a company; every field may stay empty. */
export function CompanyFields({
  company,
  change,
  field,
}: {
  company: CompanyForm;
  change: (changes: Partial<CompanyForm>) => void;
  field: (name: keyof CompanyDraft) => { id: string; error: string | null };
}) {
  const t = useText();
  const locale = useLocale();
  const countries = useMemo(() => countryOptions(locale), [locale]);
  const zones = useMemo(() => zoneOptions(company.country), [company.country]);
  const rule = registrationRule(company.country);
  const text = (name: keyof CompanyDraft) => ({
    ...field(name),
    optional: true,
    value: company[name],
    onChange: (value: string) => change({ [name]: value }),
  });
  return (
    <div className="grid gap-4 sm:grid-cols-2">
      <TextField {...text('name')} label={t('console.company.name')} />
      <SelectField
        {...text('country')}
        label={t('common.word.country')}
        none={t('console.company.country-none')}
        options={countries}
      />
      <TextField
        {...text('registrationNumber')}
        label={t('console.company.number')}
        hint={t(`console.company.number.${rule.kind}`, { example: rule.example })}
      />
      <TextField {...text('phone')} label={t('console.company.phone')} type="tel" inputMode="tel" />
      <TextField {...text('address')} label={t('console.company.address')} className="sm:col-span-2" />
      <SelectField
        {...text('timeZone')}
        label={t('console.company.time-zone')}
        none={t('console.company.time-zone-none')}
        options={zones}
      />
      <SelectField
        {...text('locale')}
        label={t('console.company.language')}
        none={t('console.company.language-none')}
        options={LANGUAGES}
      />
    </div>
  );
}
