import { COMPANY_FIELDS, type CompanyField } from '@gatehouse/contract/company';
import type { RegistrationKind } from '@gatehouse/contract/registration-number';
import { registrationRule } from '@gatehouse/contract/registration-number';
import type { DoorContext } from '../door-context.ts';

const KINDS: readonly RegistrationKind[] = ['tw-ubn', 'cn-uscc', 'pl-nip', 'ru-inn', 'eu-vat', 'free'];
const LABELS: Record<Exclude<CompanyField, 'registrationNumber'>, string> = {
  name: 'door.company.name',
  country: 'door.company.country',
  address: 'door.company.address',
  phone: 'door.company.phone',
  timeZone: 'door.company.time-zone',
  locale: 'door.company.locale',
};

/** What a field is called; the number by its country. */
function companyLabel({ t }: DoorContext, field: CompanyField, country: string): string {
  if (field !== 'registrationNumber') return t(LABELS[field]);
  return t(`door.company.number.${registrationRule(country).kind}.label`);
}

export function companyLabels(context: DoorContext, country: string): Record<CompanyField, string> {
  const labels = COMPANY_FIELDS.map((field) => [field, companyLabel(context, field, country)]);
  return Object.fromEntries(labels) as Record<CompanyField, string>;
}

export function numberHint({ t }: DoorContext, country: string): string {
  return t(`door.company.number.${registrationRule(country).kind}.hint`);
}

/**
 * Every sentence that the script may have to show, ready but for the marks `%name%`, `%expected%` and so on: the
 * script knows no language. Counts are spelled out, one sentence each.
 */
export function companyScriptTexts(context: DoorContext): string {
  const { t, brand } = context;
  const name = '%name%';
  return JSON.stringify({
    left: Array.from({ length: COMPANY_FIELDS.length + 1 }, (_, index) => t('door.company.left', { count: index + 1 })),
    ready: t('door.company.ready'),
    fillIn: t('door.fill-in', { field: name }),
    correct: t('door.company.correct', { field: name }),
    solveDuplicate: t('door.company.solve-duplicate', { name }),
    duplicate: t('door.company.duplicate.title', { name, product: brand.productName }),
    similar: t('door.company.similar', { names: '%names%' }),
    wrongField: t('door.wrong-field', { field: name, problem: '%problem%' }),
    busy: t('door.company.busy'),
    checking: t('door.company.checking'),
    errorTitle: t('common.title.error', { title: name }),
    errors: {
      'FIELD-REQUIRED': t('FIELD-REQUIRED'),
      'REGISTRATION-NUMBER-LENGTH': t('REGISTRATION-NUMBER-LENGTH', { expected: '%expected%', actual: '%actual%' }),
      'REGISTRATION-NUMBER-CHECK': t('REGISTRATION-NUMBER-CHECK'),
      'REGISTRATION-NUMBER-FORMAT': t('REGISTRATION-NUMBER-FORMAT', { example: '%example%' }),
    },
    numbers: Object.fromEntries(
      KINDS.map((kind) => [kind, [t(`door.company.number.${kind}.label`), t(`door.company.number.${kind}.hint`)]]),
    ),
  });
}
