import type { Encoding } from '@gatehouse/contract/imports';

const LEGACY = ['gb18030', 'big5', 'windows-1250', 'windows-1251'] as const satisfies readonly Encoding[];

/** Bytes that are looked at: enough to tell, quick for a large file. */
const LOOKED_AT = 64 * 1024;

/**
 * The most plausible encoding of a text file: its byte order mark, else UTF-16 by its zero bytes, else UTF-8 where it is
 * valid, else whichever old encoding makes the most ordinary letters of its language. A guess: a person may correct it.
 */
export function guessEncoding(bytes: Uint8Array): Encoding {
  const [a, b, c] = bytes;
  if (a === 0xef && b === 0xbb && c === 0xbf) return 'utf-8';
  if (a === 0xff && b === 0xfe) return 'utf-16le';
  if (a === 0xfe && b === 0xff) return 'utf-16be';
  const wide = guessWide(bytes.subarray(0, LOOKED_AT));
  if (wide) return wide;
  if (isUtf8(bytes)) return 'utf-8';
  // The first name that is not Latin may stand on the last page.
  const first = firstBeyondAscii(bytes);
  const telling = bytes.subarray(first, first + LOOKED_AT);
  const scores = LEGACY.map((encoding) => ({ encoding, score: scoreOf(telling, encoding) }));
  return scores.reduce((best, next) => (next.score > best.score ? next : best)).encoding;
}

/** Latin text in UTF-16 without a mark has a zero in every second byte. */
function guessWide(bytes: Uint8Array): Encoding | null {
  let even = 0;
  let odd = 0;
  for (let at = 0; at < bytes.length; at++) if (bytes[at] === 0) at % 2 === 0 ? even++ : odd++;
  if (even + odd < bytes.length / 5) return null;
  return odd > even ? 'utf-16le' : 'utf-16be';
}

function isUtf8(bytes: Uint8Array): boolean {
  try {
    new TextDecoder('utf-8', { fatal: true }).decode(bytes);
    return true;
  } catch {
    return false;
  }
}

function firstBeyondAscii(bytes: Uint8Array): number {
  let at = 0;
  while (at < bytes.length && (bytes[at] ?? 0) < 0x80) at++;
  return at;
}

/** Characters of everyday Chinese: what a wrong decoder makes are mostly rare ones. */
const SIMPLIFIED = new Set(
  '的有限公司技术李王张刘陈杨赵黄周吴国中上海北京市区路号电子机械设备制造业伟芳娜强敏静丽军勇艳杰涛明小大新华东南西海天建平文志林红玉春光联系人姓名邮箱手机公语言备注角色',
);
const TRADITIONAL = new Set(
  '的有限公司技術李王張劉陳楊趙黃周吳國中上海台臺北市區路號電子機械設備製造業偉芳娜強敏靜麗軍勇艷傑濤明小大新華東南西海天建平文志林紅玉春光聯絡人姓名信箱郵件手機語言備註角色股份',
);
const POLISH = /[ąćęłńóśźżĄĆĘŁŃÓŚŹŻ]/u;
const LOWER_CYRILLIC = /[а-яё]/u;

function scoreOf(bytes: Uint8Array, encoding: Encoding): number {
  const text = new TextDecoder(encoding).decode(bytes);
  let score = 0;
  let counted = 0;
  let previous = ' ';
  for (const character of text) {
    if (character > '\x7f') {
      counted++;
      score += worth(character, previous, encoding);
    }
    previous = character;
  }
  return counted === 0 ? 0 : score / counted;
}

function worth(character: string, previous: string, encoding: Encoding): number {
  if (character === '\ufffd' || (character >= '\x80' && character <= '\x9f')) return -5;
  if (encoding === 'windows-1251') return cyrillicWorth(character, previous);
  if (encoding === 'windows-1250') return polishWorth(character, previous);
  if (character >= '\ue000' && character <= '\uf8ff') return -5;
  const everyday = encoding === 'gb18030' ? SIMPLIFIED : TRADITIONAL;
  if (everyday.has(character)) return 3;
  return character >= '\u4e00' && character <= '\u9fff' ? 0.6 : -0.5;
}

function cyrillicWorth(character: string, previous: string): number {
  if (LOWER_CYRILLIC.test(character)) return 1;
  if (!/[А-ЯЁ]/u.test(character)) return -1;
  return LOWER_CYRILLIC.test(previous) ? -1 : 0.8; // a capital in the middle of a word
}

function polishWorth(character: string, previous: string): number {
  if (!POLISH.test(character)) return -1;
  return /[a-z\s,;]/i.test(previous) ? 1.2 : 0.2; // letters with marks stand among plain ones
}
