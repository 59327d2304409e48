/** Which rules a password meets; one line of the live list each. The block list of common passwords is the server's. */
export type PasswordRules = {
  readonly length: boolean;
  readonly notContext: boolean;
  readonly notRepeated: boolean;
  /** Only where an organization asks for it. */
  readonly mixed: boolean;
};

/** As the hash sees it and as all rules count it: NFC, nothing else changed (RFC 8265 s. 4.2.2). */
export function normalizePassword(password: string): string {
  return password.normalize('NFC');
}

/** Neighbours by alphabet, by number and by keyboard, forwards and backwards. */
const ROWS = [
  'abcdefghijklmnopqrstuvwxyz',
  '01234567890',
  'qwertyuiop[]',
  'asdfghjkl;',
  'zxcvbnm,./',
  '!@#$%^&*()_+',
  '1qaz2wsx3edc4rfv5tgb6yhn7ujm8ik,9ol.0p;/',
  '1q2w3e4r5t6y7u8i9o0p',
  'абвгдеёжзийклмнопрстуфхцчшщъыьэюя',
  'йцукенгшщзхъ',
  'фывапролджэ',
  'ячсмитьбю',
];
const FEWEST_DIFFERENT = 5;
/** Fewer characters than this beside a repeated part, or beside the context words, do not make a password. */
const ENOUGH_BESIDE_REPEATED = 4;
const ENOUGH_BESIDE_CONTEXT = 8;
const SHORTEST_CORE = 4;

function areNeighbours(one: string, other: string): boolean {
  return one === other || ROWS.some((row) => row.includes(one + other) || row.includes(other + one));
}

/** Runs of neighbours (`qwerty123456`) of three characters or more on average. */
function isSequence(characters: readonly string[]): boolean {
  const runs = characters.filter((character, index) => !areNeighbours(character, characters[index - 1] ?? '')).length;
  return runs * 3 <= characters.length;
}

/** A part, written at least twice in a row, with next to nothing before or after: `passwordpassword1`. */
function isRepetition(characters: readonly string[]): boolean {
  const { length } = characters;
  for (let part = 1; part * 2 <= length; part += 1) {
    let same = 0;
    for (let index = part; index < length; index += 1) {
      same = characters[index] === characters[index - part] ? same + 1 : 0;
      if (same >= part && length - same - part < ENOUGH_BESIDE_REPEATED) return true;
    }
  }
  return false;
}

/** True for too few different characters, a repeated part, or rows of the keyboard, the alphabet or the numbers. */
export function isRepeated(password: string): boolean {
  const characters = [...normalizePassword(password).toLowerCase()];
  return new Set(characters).size < FEWEST_DIFFERENT || isRepetition(characters) || isSequence(characters);
}

/**
 * The longest of `contextWords` (lower case) that makes up the password: with all of them taken out too little is left,
 * or only something {@link isRepeated}. Null if there is none.
 */
export function findContextWord(password: string, contextWords: readonly string[]): string | null {
  let rest = normalizePassword(password).toLowerCase();
  const found = [...contextWords].sort((one, other) => other.length - one.length).filter((word) => rest.includes(word));
  for (const word of found) rest = rest.replaceAll(word, '');
  const [longest = null] = found;
  return [...rest].length < ENOUGH_BESIDE_CONTEXT || isRepeated(rest) ? longest : null;
}

/**
 * The word inside a password's numbers and symbols, lower case: `Dragon2024!` is `dragon` to who guesses. Null where it
 * has fewer than four letters: `abc` and eleven digits is a password, `pass` and eleven is not.
 */
export function passwordCore(password: string): string | null {
  const core = password.toLowerCase().replace(/^\P{L}+|\P{L}+$/gu, '');
  return core.length < SHORTEST_CORE ? null : core;
}

/** Length in code points: an emoji is one, and so is an accented letter, however the keyboard wrote it. */
export function passwordLength(password: string): number {
  return [...normalizePassword(password)].length;
}

/** A letter, a digit, and a sign that is neither. */
function isMixed(password: string): boolean {
  return /\p{L}/u.test(password) && /\p{N}/u.test(password) && /[^\p{L}\p{M}\p{N}]/u.test(password);
}

/** The rules that page and server share, so that the page never promises what the server refuses. All unmet while empty. */
export function passwordRules(password: string, minLength: number, contextWords: readonly string[]): PasswordRules {
  return {
    length: passwordLength(password) >= minLength,
    notContext: password !== '' && findContextWord(password, contextWords) === null,
    notRepeated: !isRepeated(password),
    mixed: isMixed(password),
  };
}
