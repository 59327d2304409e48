import type { Locale } from '@gatehouse/contract/locales';

/** The characters of the rows and cells of a two-byte character set. */
function characterSet(encoding: string, rows: readonly [number, number], cells: readonly [number, number]) {
  const decoder = new TextDecoder(encoding);
  const characters = new Set<string>();
  for (let row = rows[0]; row <= rows[1]; row += 1) {
    for (let cell = cells[0]; cell <= cells[1]; cell += 1) characters.add(decoder.decode(Uint8Array.of(row, cell)));
  }
  return characters;
}

/** GB 2312 has the characters of the mainland only, Big5 those of Taiwan only: what is in neither's list is foreign. */
const CHARACTERS: Partial<Record<Locale, ReadonlySet<string>>> = {
  'zh-CN': characterSet('gb18030', [0xb0, 0xf7], [0xa1, 0xfe]),
  'zh-TW': characterSet('big5', [0xa4, 0xf9], [0x40, 0xfe]),
};

/** Numbers of a register that are shown under their own name, in whatever language. */
const OWN_NAMES = /统一社会信用代码|統一編號/g;

/** Words of one side of the strait, with the word that the other side's reader expects (glossary). */
const FOREIGN_WORDS: Partial<Record<Locale, Readonly<Record<string, string>>>> = {
  'zh-TW': {
    登錄: '登入',
    登陸: '登入',
    注銷: '登出',
    郵箱: '電子郵件',
    賬號: '帳戶',
    賬戶: '帳戶',
    短信: '簡訊',
    設置: '設定',
    創建: '建立',
    默認: '預設',
    激活: '啟用',
    綁定: '連結',
    鏈接: '連結',
    信息: '資訊',
    用戶: '使用者',
    服務器: '伺服器',
    網絡: '網路',
    軟件: '軟體',
    應用程序: '應用程式',
    屏幕: '螢幕',
    界面: '介面',
    菜單: '選單',
    加載: '載入',
    刷新: '重新整理',
    搜索: '搜尋',
    數據: '資料',
    字符: '字元',
    重置: '重設',
    反饋: '意見回饋',
  },
  'zh-CN': {
    登入: '登录',
    帐户: '账号',
    帐号: '账号',
    简讯: '短信',
    使用者: '用户',
    装置: '设备',
    网路: '网络',
    软体: '软件',
    伺服器: '服务器',
    预设: '默认',
    连结: '链接',
    资讯: '信息',
    萤幕: '屏幕',
    储存: '保存',
    搜寻: '搜索',
  },
};

/** What no text may do to its reader: guess a gender (pl), or shout politeness in the middle of a sentence (ru). */
const FOREIGN_FORMS: Partial<Record<Locale, readonly (readonly [RegExp, string])[]>> = {
  pl: [[/\p{L}+ł[ae]ś(?!\p{L})/u, 'past tense about the reader']],
  ru: [[/(?<=[\p{Ll},]\s)В(?:ы|ас|ам|ами|аш\p{L}*)(?!\p{L})/u, 'вы is written in lower case']],
};

/** Characters, words and forms of another language in a text, one sentence each. */
export function findForeignWriting(locale: Locale, shown: string): string[] {
  const text = shown.replace(OWN_NAMES, '');
  const characters = CHARACTERS[locale];
  const strange = characters
    ? [...new Set(text.match(/\p{Script=Han}/gu))].filter((character) => !characters.has(character))
    : [];
  return [
    ...strange.map((character) => `${character} is not written in ${locale}`),
    ...Object.entries(FOREIGN_WORDS[locale] ?? {})
      .filter(([word]) => text.includes(word))
      .map(([word, better]) => `${word} is not said in ${locale}: ${better}`),
    ...(FOREIGN_FORMS[locale] ?? []).filter(([form]) => form.test(text)).map(([, fault]) => fault),
  ];
}
