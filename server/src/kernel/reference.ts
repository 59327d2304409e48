import { randomInt } from 'node:crypto';

const ALPHABET = '23456789ABCDEFGHJKMNPQRSTUVWXYZ'; // no 0 O 1 I L: it is read out on the telephone
const LENGTH = 8;
const PREFIX = 'GH';

/** What support finds a stop by: eight characters (39 bits), without the dashes that {@link showReference} adds. */
export function newReference(): string {
  return Array.from({ length: LENGTH }, () => ALPHABET[randomInt(ALPHABET.length)]).join('');
}

/** `GH-7K2M-4QXT`. */
export function showReference(code: string): string {
  return `${PREFIX}-${code.slice(0, 4)}-${code.slice(4)}`;
}

/** What is said for a letter on the telephone: the alphabet of the ICAO, whose words begin with their letter. */
const SPELLED = new Set(
  'ALFA ALPHA BRAVO CHARLIE DELTA ECHO FOXTROT GOLF HOTEL JULIETT JULIET KILO MIKE NOVEMBER PAPA QUEBEC ROMEO SIERRA TANGO UNIFORM VICTOR WHISKEY WHISKY XRAY YANKEE ZULU'.split(
    ' ',
  ),
);
const DIGITS = ['TWO', 'THREE', 'FOUR', 'FIVE', 'SIX', 'SEVEN', 'EIGHT', 'NINE'];

/** Letters of a Russian keyboard that look like one of ours. */
const LOOKALIKES: Readonly<Record<string, string>> = {
  А: 'A',
  В: 'B',
  С: 'C',
  Е: 'E',
  Н: 'H',
  К: 'K',
  М: 'M',
  Р: 'P',
  Т: 'T',
  Х: 'X',
  У: 'Y',
};

/**
 * A reference however it was typed: any case, dashes or none, full-width or Cyrillic letters, spelled out in words, with
 * or without its `GH`. Null for what is none. Without `GH` it needs both a letter and a digit: else it may be a name or
 * a number.
 */
export function readReference(typed: string): string | null {
  const words = typed
    .normalize('NFKC')
    .toUpperCase()
    .replaceAll(/[АВСЕНКМРТХУ]/g, (letter) => LOOKALIKES[letter] ?? letter)
    .replaceAll(/X[\s-]?RAY/g, 'XRAY')
    .split(/[^\p{L}\p{N}]+/u);
  const text = words.map(spoken).join('');
  const named = text.startsWith(PREFIX) && text.length === PREFIX.length + LENGTH;
  const code = named ? text.slice(PREFIX.length) : text;
  if (code.length !== LENGTH || [...code].some((character) => !ALPHABET.includes(character))) return null;
  return named || (/\d/.test(code) && /[A-Z]/.test(code)) ? code : null;
}

function spoken(word: string): string {
  const digit = DIGITS.indexOf(word);
  if (digit >= 0) return String(digit + 2);
  return SPELLED.has(word) ? word.slice(0, 1) : word;
}
