// Everybody in the demo. Made up; all addresses are in domains that are reserved for examples.
import type { CompanyDraft } from '@gatehouse/contract/company';
import type { Locale } from '@gatehouse/contract/locales';

/** Everybody's password. */
export const PASSWORD = 'a warm welcome to everyone';

export const HOST = {
  organization: 'Meridian Machine Tools',
  owner: { name: 'Marta Lindqvist', email: 'marta@meridian.example' },
  colleagues: [
    { name: 'Anna Kowalska', email: 'anna@meridian.example', role: 'administrator', locale: 'pl' },
    { name: '王建國', email: 'jianguo@meridian.example', role: 'inviter', locale: 'zh-TW' },
    { name: '陈晓', email: 'chenxiao@meridian.example', role: 'administrator', locale: 'zh-CN' },
    { name: 'Ольга Ким', email: 'olga@meridian.example', role: 'inviter', locale: 'ru' },
    { name: 'Beata Nowicka', email: 'beata@meridian.example', role: 'support', locale: 'pl' },
    { name: '周婷', email: 'zhouting@meridian.example', role: 'support', locale: 'zh-CN' },
  ],
} as const;

export type Customer = {
  readonly email: string;
  readonly name: string;
  readonly locale: Locale;
  readonly company: Required<Pick<CompanyDraft, 'name' | 'country' | 'registrationNumber' | 'timeZone'>>;
  /** Colleagues that the customer brings in. */
  readonly colleagues: readonly { readonly name: string; readonly email: string }[];
};

export const CUSTOMERS: readonly Customer[] = [
  {
    email: 'meiling@urs.example',
    name: '林美玲',
    locale: 'zh-TW',
    company: { name: '優瑞精密股份有限公司', country: 'TW', registrationNumber: '22099131', timeZone: 'Asia/Taipei' },
    colleagues: [{ name: '張志豪', email: 'zhihao@urs.example' }],
  },
  {
    email: 'liming@huabei.example',
    name: '李明',
    locale: 'zh-CN',
    company: {
      name: '华北机械有限公司',
      country: 'CN',
      registrationNumber: '91350100M000100Y43',
      timeZone: 'Asia/Shanghai',
    },
    colleagues: [{ name: '赵敏', email: 'zhaomin@huabei.example' }],
  },
  {
    email: 'jan.nowak@fabryka.example',
    name: 'Jan Nowak',
    locale: 'pl',
    company: {
      name: 'Fabryka Części Łódź',
      country: 'PL',
      registrationNumber: '1234563218',
      timeZone: 'Europe/Warsaw',
    },
    colleagues: [{ name: 'Zofia Wiśniewska', email: 'zofia@fabryka.example' }],
  },
  {
    email: 'kotov@technopark.example',
    name: 'Степан Котов',
    locale: 'ru',
    company: { name: 'Технопарк Алматы', country: 'KZ', registrationNumber: '123456789012', timeZone: 'Asia/Almaty' },
    colleagues: [],
  },
  {
    email: 'petra@schwarz.example',
    name: 'Petra Schwarz',
    locale: 'en',
    company: {
      name: 'Schwarz Präzision GmbH',
      country: 'DE',
      registrationNumber: 'DE123456789',
      timeZone: 'Europe/Berlin',
    },
    colleagues: [{ name: 'Jonas Weber', email: 'jonas@schwarz.example' }],
  },
];
