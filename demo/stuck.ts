import type { Locale } from '@gatehouse/contract/locales';

/** Somebody who does not get in; `address` is an e-mail address or a number. */
export type StuckPerson = {
  readonly address: string;
  readonly name: string | null;
  readonly locale: Locale;
  /** Whose company they are to join, which alone knows of them; else the host's. */
  readonly owner?: string;
};

/** Where somebody of the demo is stuck: at everything that one can be stuck at. `scenes.ts` gets them there. */
export const STUCK = {
  'never opened': { address: 'wei.huang@taichung.example', name: '黃偉', locale: 'zh-TW' },
  'link ended': { address: 'piotr.zielinski@hutnik.example', name: 'Piotr Zieliński', locale: 'pl' },
  withdrawn: { address: 'ivan.petrov@stanki.example', name: 'Иван Петров', locale: 'ru' },
  declined: { address: 'karl.hammer@hammer.example', name: 'Karl Hammer', locale: 'en' },
  'mail bounced': { address: 'xiaoyan@nowhere.example', name: '刘晓燕', locale: 'zh-CN' },
  'sent later': { address: 'aleksandra.wilk@przyszly.example', name: 'Aleksandra Wilk', locale: 'pl' },
  'mail waiting': { address: 'ola.maj@slowmail.example', name: 'Ola Maj', locale: 'pl' },
  'opened, went no further': { address: 'aigerim@kbk.example', name: 'Айгерим Садыкова', locale: 'ru' },
  'opened an old link': { address: 'bogdan.wrona@krakow.example', name: 'Bogdan Wrona', locale: 'pl' },
  'signed in as somebody else': { address: 'lena.orlova@almaty.example', name: 'Лена Орлова', locale: 'ru' },
  'browser without cookies': { address: 'paul.bauer@stuttgart.example', name: 'Paul Bauer', locale: 'en' },
  'code not typed': { address: 'yating@hsinchu.example', name: '吳雅婷', locale: 'zh-TW' },
  'code of a text message not typed': { address: '+8613800138027', name: '周杰', locale: 'zh-CN' },
  'added, not signed in': { address: '+8613800138051', name: '孙丽', locale: 'zh-CN' },
  'wrong codes': { address: 'wang.lei@dongfang.example', name: '王磊', locale: 'zh-CN' },
  'no password yet': { address: 'ewa.dabrowska@tarnow.example', name: 'Ewa Dąbrowska', locale: 'pl' },
  'second step not set up': { address: 'jonas@schwarz.example', name: 'Jonas Weber', locale: 'en' },
  'terms not accepted': { address: 'timur@aktau.example', name: 'Тимур Ахметов', locale: 'ru' },
  'no name given': { address: 'office@nameless.example', name: null, locale: 'en' },
  'company not created': { address: 'hui.chen@kaohsiung.example', name: '陳慧', locale: 'zh-TW' },
  'handed over, not opened': { address: 'halina@poznan.example', name: 'Halina Sowa', locale: 'pl' },
  'company waits for approval': { address: 'jiang.tao@suzhou.example', name: '江涛', locale: 'zh-CN' },
  'company turned down': { address: 'marek.gorski@gdynia.example', name: 'Marek Górski', locale: 'pl' },
  'waits to join': { address: 'tomasz.lis@fabryka.example', name: 'Tomasz Lis', locale: 'pl' },
  'added, not signed in yet': { address: 'kamil.duda@katowice-service.example', name: 'Kamil Duda', locale: 'pl' },
  'lost the second step': { address: 'sofia.berg@hamburg-service.example', name: 'Sofia Berg', locale: 'en' },
  'locked after wrong passwords': { address: 'greta.maier@berlin-service.example', name: 'Greta Maier', locale: 'en' },
  'wrong passwords': { address: 'yan.liu@beijing-service.example', name: '刘岩', locale: 'zh-CN' },
  'new password asked for': { address: 'fang.lin@taipei-service.example', name: '林芳', locale: 'zh-TW' },
  'code on paper not used': { address: 'wioletta.sikora@opole-service.example', name: 'Wioletta Sikora', locale: 'pl' },
  'code on paper ran out': { address: 'tao.he@wuhan-service.example', name: '何涛', locale: 'zh-CN' },
  'no free seat': {
    address: 'sunhao@huabei.example',
    name: '孙浩',
    locale: 'zh-CN',
    owner: 'liming@huabei.example',
  },
  suspended: { address: 'marcin.kot@lodz-service.example', name: 'Marcin Kot', locale: 'pl' },
  removed: { address: 'ning.zhao@shenzhen-service.example', name: '赵宁', locale: 'zh-CN' },
  'account switched off': { address: 'igor.belov@astana-service.example', name: 'Игорь Белов', locale: 'ru' },
  'wants no more invitations': { address: 'dana.quiet@silence.example', name: 'Dana Quiet', locale: 'en' },
  'called the mail unwanted': { address: 'anton.zhuk@tishina.example', name: 'Антон Жук', locale: 'ru' },
} as const satisfies Record<string, StuckPerson>;
export type StuckAt = keyof typeof STUCK;
