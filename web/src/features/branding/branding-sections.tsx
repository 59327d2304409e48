import type { BrandValues } from '@gatehouse/contract/branding';
import { LOCALE_NAMES, LOCALES, type Locale } from '@gatehouse/contract/locales';
import { Link } from '@tanstack/react-router';
import { useText } from '../../lib/i18n.tsx';
import { CheckGroup } from '../../ui/check-group.tsx';
import { SelectField, TextField } from '../../ui/field.tsx';
import { Panel } from '../../ui/panel.tsx';

export type SectionProps = {
  values: BrandValues;
  change: (changes: Partial<BrandValues>) => void;
  field: (path: string) => { id: string; error: string | null };
};

/** Names of the fields for the summary of mistakes. */
export function useBrandingLabels(): Record<string, string> {
  const t = useText();
  return {
    productName: t('branding.product-name'),
    senderName: t('branding.sender'),
    supportContact: t('branding.support'),
    accent: t('branding.accent'),
    logoLight: t('branding.logo-light'),
    logoDark: t('branding.logo-dark'),
    icon: t('branding.icon'),
    languages: t('branding.offered'),
    locale: t('branding.locale'),
  };
}

export function NamesSection({ values, change, field }: SectionProps) {
  const t = useText();
  return (
    <Panel title={t('branding.names')}>
      <div className="grid gap-4 sm:grid-cols-2">
        <TextField
          {...field('productName')}
          label={t('branding.product-name')}
          hint={t('branding.product-name-hint')}
          value={values.productName}
          onChange={(productName) => change({ productName })}
        />
        <TextField
          {...field('senderName')}
          label={t('branding.sender')}
          hint={t('branding.sender-hint', { product: values.productName })}
          optional
          value={values.senderName}
          onChange={(senderName) => change({ senderName })}
        />
        <TextField
          {...field('supportContact')}
          label={t('branding.support')}
          hint={t('branding.support-hint')}
          optional
          value={values.supportContact}
          onChange={(supportContact) => change({ supportContact })}
        />
      </div>
      <p className="mt-3 text-meta">
        <Link from="/console/$org/branding" to="/console/$org/settings" className="link">
          {t('branding.legal')}
        </Link>
      </p>
    </Panel>
  );
}

/** The default language is always offered. */
export function LanguagesSection({ values, change, field }: SectionProps) {
  const t = useText();
  const offer = (languages: Locale[]) => change({ languages: LOCALES.filter((locale) => languages.includes(locale)) });
  return (
    <Panel title={t('branding.languages')}>
      <div className="flex flex-col gap-4">
        <CheckGroup
          {...field('languages')}
          legend={t('branding.offered')}
          hint={t('branding.offered-hint')}
          value={values.languages}
          onChange={offer}
          options={LOCALES.map((value) => ({
            value,
            label: LOCALE_NAMES[value],
            lang: value,
            fixed: value === values.locale,
          }))}
        />
        <SelectField
          {...field('locale')}
          className="sm:max-w-sm"
          label={t('branding.locale')}
          hint={t('branding.locale-hint')}
          value={values.locale}
          onChange={(locale) => change({ locale: locale as Locale })}
          options={values.languages.map((value) => ({ value, label: LOCALE_NAMES[value] }))}
        />
      </div>
    </Panel>
  );
}
