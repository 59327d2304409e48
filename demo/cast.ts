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

/** Where somebody of the demo is stuck; what `story.ts` does to get them there stands beside its name. */
export const STUCK = {
  'never opened': { email: 'wei.huang@taichung.example', name: '黃偉', locale: 'zh-TW' },
  'link ended': { email: 'piotr.zielinski@hutnik.example', name: 'Piotr Zieliński', locale: 'pl' },
  withdrawn: { email: 'ivan.petrov@stanki.example', name: 'Иван Петров', locale: 'ru' },
  declined: { email: 'karl@hammer.example', name: 'Karl Hammer', locale: 'en' },
  'mail bounced': { email: 'xiaoyan@nowhere.example', name: '刘晓燕', locale: 'zh-CN' },
  'mail waiting': { email: 'ola@slowmail.example', name: 'Ola Maj', locale: 'pl' },
  'opened, went no further': { email: 'aigerim@kbk.example', name: 'Айгерим Садыкова', locale: 'ru' },
  'code not typed': { email: 'yating@hsinchu.example', name: '吳雅婷', locale: 'zh-TW' },
  'wrong codes': { email: 'wang.lei@dongfang.example', name: '王磊', locale: 'zh-CN' },
  'no password yet': { email: 'ewa@tarnow.example', name: 'Ewa Dąbrowska', locale: 'pl' },
  'terms not accepted': { email: 'timur@aktau.example', name: 'Тимур Ахметов', locale: 'ru' },
  'no name given': { email: 'office@nameless.example', name: null, locale: 'en' },
  'company not created': { email: 'hui@kaohsiung.example', name: '陳慧', locale: 'zh-TW' },
  'waits to join': { email: 'tomasz@fabryka.example', name: 'Tomasz Lis', locale: 'pl' },
  'wants no more invitations': { email: 'quiet@silence.example', name: 'Dana Quiet', locale: 'en' },
} as const satisfies Record<string, { email: string; name: string | null; locale: Locale }>;
export type StuckAt = keyof typeof STUCK;
