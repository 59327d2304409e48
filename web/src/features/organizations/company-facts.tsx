import type { CompanyDraft } from '@gatehouse/contract/company';
import { LOCALE_NAMES } from '@gatehouse/contract/locales';
import { countryName } from '../../lib/countries.ts';
import { useLocale, useText } from '../../lib/i18n.tsx';
import type { Fact } from '../../ui/fact-list.tsx';

/** What is known of a company, in the words of its form. */
export function useCompanyFacts(company: CompanyDraft): Fact[] {
  const t = useText();
  const locale = useLocale();
  return [
    { label: t('console.company.name'), value: company.name },
    { label: t('common.word.country'), value: company.country ? countryName(company.country, locale) : null },
    { label: t('console.company.number'), value: company.registrationNumber },
    { label: t('console.company.address'), value: company.address },
    { label: t('console.company.phone'), value: company.phone },
    { label: t('console.company.time-zone'), value: company.timeZone },
    { label: t('console.company.language'), value: company.locale ? LOCALE_NAMES[company.locale] : null },
  ];
}
