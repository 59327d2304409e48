/** How a text travels: seven bits of the GSM alphabet (3GPP TS 23.038), else sixteen bits a character. */
export type SmsEncoding = 'GSM-7' | 'UCS-2';

/** What a text costs. `length` is in septets or sixteen-bit units, as the network counts. */
export type SmsSize = { readonly encoding: SmsEncoding; readonly length: number; readonly parts: number };

/** The default alphabet by code; 0x1b is the escape to the extension table. */
const BASIC =
  '@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞ\u001bÆæßÉ !"#¤%&\'()*+,-./0123456789:;<=>?¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà';

/** Behind an escape: two septets each. */
const EXTENSION: Readonly<Record<string, number>> = {
  '\f': 0x0a,
  '^': 0x14,
  '{': 0x28,
  '}': 0x29,
  '\\': 0x2f,
  '[': 0x3c,
  '~': 0x3d,
  ']': 0x3e,
  '|': 0x40,
  '€': 0x65,
};

const ESCAPE = 0x1b;
const CODES = new Map([...BASIC].map((character, code) => [character, code]));
CODES.delete('\u001b');

/** Units of one part alone, and of each where the parts are tied together by a header of six octets. */
const ROOM = { 'GSM-7': { alone: 160, tied: 153 }, 'UCS-2': { alone: 70, tied: 67 } } as const;

/** The units of each character; null where the GSM alphabet has not all of them. */
function septets(text: string): number[][] | null {
  const units: number[][] = [];
  for (const character of text) {
    const code = CODES.get(character);
    const extended = EXTENSION[character];
    if (code !== undefined) units.push([code]);
    else if (extended !== undefined) units.push([ESCAPE, extended]);
    else return null;
  }
  return units;
}

function sixteenBits(text: string): number[][] {
  // A character of a pair is two units.
  return [...text].map((character) => character.split('').map((unit) => unit.charCodeAt(0)));
}

/** One part of a text as the network carries it: septets unpacked, one a byte, or UTF-16 big-endian. */
export type SmsPart = { readonly encoding: SmsEncoding; readonly octets: Buffer };

/** A text in parts. No character (an escape with what it escapes, a surrogate pair) is cut in two. */
export function splitSms(text: string): SmsPart[] {
  const seven = septets(text);
  const encoding: SmsEncoding = seven ? 'GSM-7' : 'UCS-2';
  const characters = seven ?? sixteenBits(text);
  const { alone, tied } = ROOM[encoding];
  const length = characters.reduce((sum, units) => sum + units.length, 0);
  const room = length <= alone ? alone : tied;
  const parts: number[][] = [[]];
  for (const units of characters) {
    if ((parts.at(-1)?.length ?? 0) + units.length > room) parts.push([]);
    parts.at(-1)?.push(...units);
  }
  return parts.map((units) => ({ encoding, octets: octetsOf(encoding, units) }));
}

function octetsOf(encoding: SmsEncoding, units: readonly number[]): Buffer {
  if (encoding === 'GSM-7') return Buffer.from(units);
  const octets = Buffer.alloc(units.length * 2);
  units.forEach((unit, index) => {
    octets.writeUInt16BE(unit, index * 2);
  });
  return octets;
}

/** What a text costs on the way: 160 and 153 septets a part, or 70 and 67 sixteen-bit units (3GPP TS 23.040). */
export function measureSms(text: string): SmsSize {
  const parts = splitSms(text);
  const encoding = parts[0]?.encoding ?? 'GSM-7';
  const octets = parts.reduce((sum, part) => sum + part.octets.byteLength, 0);
  return { encoding, length: encoding === 'GSM-7' ? octets : octets / 2, parts: parts.length };
}

/** Letters that Unicode does not take apart, and the signs of good typography. */
const PLAIN: Readonly<Record<string, string>> = {
  ł: 'l',
  Ł: 'L',
  đ: 'd',
  Đ: 'D',
  ı: 'i',
  œ: 'oe',
  Œ: 'OE',
  '‘': "'",
  '’': "'",
  '“': '"',
  '”': '"',
  '„': '"',
  '«': '"',
  '»': '"',
  '–': '-',
  '—': '-',
  '‑': '-',
  '…': '...',
  '\u00a0': ' ',
  '\u202f': ' ',
  '\u2009': ' ',
};

/** A text without the marks that the GSM alphabet lacks, where that makes it fit that alphabet; else as it was. */
export function foldToGsm(text: string): string {
  const folded = [...text].map(foldCharacter).join('');
  return septets(folded) ? folded : text;
}

function foldCharacter(character: string): string {
  if (septets(character)) return character;
  return PLAIN[character] ?? character.normalize('NFD').replace(/\p{Mn}/gu, '');
}
