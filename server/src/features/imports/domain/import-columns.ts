import { IMPORT_FIELDS, type ImportField } from '@gatehouse/contract/imports';
import { LOCALES, type Locale, matchLocale } from '@gatehouse/contract/locales';
import { ROLES, type Role } from '@gatehouse/contract/roles';

/** What people call a column, in five languages; compared without case, spaces and punctuation. */
const NAMES: Record<ImportField, string> = {
  email:
    'email e-mail mail emailaddress 邮箱 邮箱地址 电子邮箱 电子邮件 邮件 信箱 電子郵件 電子郵件信箱 電子信箱 電郵 郵箱 adresemail adresmailowy poczta почта электроннаяпочта эл.почта имейл адрес',
  phone:
    'phone phonenumber mobile mobilephone tel telephone cell 手机 手机号 手机号码 电话 电话号码 手機 手機號碼 電話 telefon numertelefonu komórka тел телефон номертелефона мобильный мобильныйтелефон',
  name: 'name fullname person contact 姓名 名字 联系人 聯絡人 imięinazwisko imię nazwa nazwisko имя фио имяифамилия контакт',
  username:
    'username user userid login loginname 登录账号 登录名 用户名 账号 使用者名稱 使用者帳號 登入帳號 帳號 nazwaużytkownika użytkownik логин имяпользователя',
  locale: 'language locale lang 语言 語言 język язык',
  role: 'role 角色 rola роль',
  companyName:
    'company companyname organization organisation 公司 公司名称 企业 企业名称 公司名稱 企業 企業名稱 firma nazwafirmy spółka компания организация названиекомпании',
  country: 'country countrycode 国家 国家地区 國家 國家地區 kraj страна',
  registrationNumber:
    'registrationnumber companynumber taxid vat nip inn регномер инн 注册号 统一社会信用代码 税号 統一編號 統編 註冊號 numerrejestracyjny номеррегистрации регистрационныйномер',
  note: 'note message comment 备注 留言 備註 附註 notatka uwagi wiadomość примечание комментарий сообщение',
};

const plain = (text: string) =>
  text
    .normalize('NFKC')
    .toLowerCase()
    .replace(/[\s_\-./()（）:：*]/g, '');

const FIELD_OF = new Map(
  IMPORT_FIELDS.flatMap((field) => NAMES[field].split(' ').map((name) => [plain(name), field] as const)),
);

/** What a heading says, or null. */
export function fieldOfHeading(heading: string): ImportField | null {
  return FIELD_OF.get(plain(heading)) ?? null;
}

const ADDRESS = /^[^\s@]+@[^\s@]+\.[^\s@]+$/;
const TELEPHONE = /^\+?\d(?:[\s().-]*\d){8,14}$/;

/** True where the first row names columns instead of somebody. */
export function looksLikeHeader(first: readonly string[]): boolean {
  return first.some((cell) => fieldOfHeading(cell) !== null) && !first.some((cell) => ADDRESS.test(cell.trim()));
}

/** What each column holds: by its heading; addresses and telephone numbers also by how they look. Each field once. */
export function guessMapping(
  headings: readonly string[],
  rows: readonly (readonly string[])[],
): (ImportField | null)[] {
  const taken = new Set<ImportField>();
  const mapping = headings.map((heading) => {
    const field = fieldOfHeading(heading);
    if (field === null || taken.has(field)) return null;
    taken.add(field);
    return field;
  });
  const unknown = (look: RegExp) => mapping.findIndex((field, at) => field === null && mostLook(rows, at, look));
  if (!taken.has('email')) {
    const at = unknown(ADDRESS);
    if (at >= 0) mapping[at] = 'email';
  }
  // Numbers may be of many kinds: those of telephones where nothing else says how anybody is reached.
  if (!mapping.includes('email') && !taken.has('phone')) {
    const at = unknown(TELEPHONE);
    if (at >= 0) mapping[at] = 'phone';
  }
  return mapping;
}

function mostLook(rows: readonly (readonly string[])[], column: number, look: RegExp): boolean {
  const filled = rows.map((row) => row[column]?.trim() ?? '').filter((cell) => cell !== '');
  return filled.filter((cell) => look.test(cell)).length * 2 > filled.length;
}

const ROLE_WORDS: Record<Role, string> = {
  owner: 'owner 所有者 擁有者 właściciel владелец',
  administrator: 'administrator admin 管理员 管理員 администратор',
  inviter: 'inviter 邀请人 邀請人 邀请者 邀請者 zapraszający приглашающий',
  support: 'support 支持 支援 客服 wsparcie поддержка',
  member: 'member 成员 成員 członek участник',
};

const ROLE_OF = byWord(ROLES, ROLE_WORDS);

/** The role that a word of one of five languages means, or null. */
export function readRole(text: string): Role | null {
  return ROLE_OF.get(plain(text)) ?? null;
}

function byWord<T extends string>(values: readonly T[], words: Record<T, string>): ReadonlyMap<string, T> {
  return new Map(values.flatMap((value) => words[value].split(' ').map((word) => [word, value] as const)));
}

const LANGUAGE_WORDS: Record<Locale, string> = {
  en: 'en english 英语 英文 英語 angielski английский',
  'zh-TW': 'zhtw 繁體中文 繁体中文 繁體 繁中 traditionalchinese',
  'zh-CN': 'zhcn zh chinese 简体中文 簡體中文 简体 中文 simplifiedchinese chiński китайский',
  pl: 'pl polish polski 波兰语 波蘭語 польский',
  ru: 'ru russian русский 俄语 俄文 俄語 rosyjski',
};

const LANGUAGE_OF = byWord(LOCALES, LANGUAGE_WORDS);

/** The language that a tag or a word means, or null. */
export function readLanguage(text: string): Locale | null {
  return LANGUAGE_OF.get(plain(text)) ?? matchLocale(text);
}

let countries: Map<string, string> | null = null;

/** The ISO code that a code or a name in one of five languages means; what is unknown comes back as it is. */
export function readCountry(text: string, codes: readonly string[]): string {
  countries ??= new Map(
    LOCALES.flatMap((locale) => {
      const names = new Intl.DisplayNames(locale, { type: 'region' });
      return codes.map((code) => [plain(names.of(code) ?? code), code] as const);
    }),
  );
  return countries.get(plain(text)) ?? text;
}
