import type { CompanyField } from '@gatehouse/contract/company';
import type { FlowStep } from '@gatehouse/contract/flows';
import type { ReactNode } from 'react';
import { type FieldProps, SelectField, TextField } from '../parts/form.tsx';
import { countryOptions, LOCALE_OPTIONS, timeZoneOptions } from '../parts/options.ts';
import type { ReadForm } from '../parts/read-form.ts';
import { when } from '../parts/texts.ts';
import { companyLabels, numberHint } from './company-texts.ts';

type Prepared = Extract<FlowStep, { name: 'company' }>;
type Props = { form: ReadForm; values: Record<CompanyField, string>; prepared: Prepared };

/** The fields of the company, prefilled, each with where its value came from. */
export function CompanyFields({ form, values, prepared }: Props): ReactNode {
  const { context } = form;
  const { t } = context;
  const labels = companyLabels(context, values.country);
  const field = (name: CompanyField): FieldProps & { value: string } => ({
    form,
    name,
    label: labels[name],
    value: values[name],
    live: true,
    note: <Source form={form} field={name} values={values} prepared={prepared} />,
  });
  const optional = (name: CompanyField) => ({ ...field(name), optional: true });
  return (
    <>
      <TextField {...field('name')} autoComplete="organization" maxLength={120} />
      <SelectField
        {...field('country')}
        autoComplete="country"
        empty={t('door.company.country-empty')}
        options={countryOptions(context)}
      />
      <TextField
        {...field('registrationNumber')}
        hint={numberHint(context, values.country)}
        autoComplete="off"
        maxLength={40}
      />
      <p className="hint" role="status" id="checking" hidden={true} />
      <p className="notice" role="status" id="similar" hidden={true} />
      <TextField {...optional('address')} autoComplete="street-address" maxLength={300} />
      <TextField
        {...optional('phone')}
        hint={t('door.company.phone-hint')}
        type="tel"
        autoComplete="tel"
        maxLength={40}
      />
      <SelectField
        {...optional('timeZone')}
        empty={t('door.company.time-zone-empty')}
        options={timeZoneOptions(values.country, values.timeZone)}
      />
      <SelectField {...optional('locale')} autoComplete="language" options={LOCALE_OPTIONS} />
    </>
  );
}

/** "from GFMS, 14 November", while the value is still the one that was prepared. */
function Source({ form, field, values, prepared }: Props & { field: CompanyField }): ReactNode {
  const source = prepared.sources[field];
  if (!source || !values[field] || values[field] !== prepared.company[field]) return null;
  const { context } = form;
  return (
    <p className="source" data-source={values[field]}>
      {context.t('door.company.source', { source: source.from, date: when(context, source.at, 'date') })}
    </p>
  );
}
