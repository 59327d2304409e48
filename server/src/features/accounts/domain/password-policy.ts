import type { ErrorCode, ErrorParams } from '@gatehouse/contract/errors';
import {
  findContextWord,
  normalizePassword,
  passwordCore,
  passwordLength,
  passwordRules,
} from '@gatehouse/contract/password-rules';

export { normalizePassword };

/** Passwords that many people use or that were found in breaches. */
export type PasswordBlocklist = {
  /** May rarely be true of a word that is not on the list (a Bloom filter), never false of one that is. */
  has(lowerCased: string): boolean;
};

export type PasswordPolicy = {
  /** In code points. 15 where the password is the only factor, 8 beside a second one (NIST SP 800-63B-4 s. 3.1.1.2). */
  readonly minLength: number;
  /** A letter, a digit and another sign: only where an organization deviates from NIST SP 800-63B-4 s. 3.1.1.2. */
  readonly mixed?: boolean;
  /** Lower case, from {@link contextWordsOf}. */
  readonly contextWords: readonly string[];
};

export type PasswordProblem = {
  readonly code: Extract<ErrorCode, `PASSWORD-${string}`>;
  readonly params: ErrorParams;
};

const MAX_LENGTH = 256;
const SHORTEST_CONTEXT_WORD = 3;
const PRODUCT_NAME = 'gatehouse';
/** Labels of a domain that name nobody. */
const SHARED_LABELS: ReadonlySet<string> = new Set(['com', 'net', 'org', 'edu', 'gov', 'mail', 'www']);

function isCommon(password: string, blocklist: PasswordBlocklist): boolean {
  const core = passwordCore(password);
  return blocklist.has(password.toLowerCase()) || (core !== null && blocklist.has(core));
}

/**
 * What is wrong with a new password, first things first, or null. The same on every way to set one. Unless an organization
 * wants it so, no rule about which kinds of characters it needs, and none about its age (NIST SP 800-63B-4 s. 3.1.1.2, ASVS 6.2.4-6.2.12).
 */
export function checkPassword(
  password: string,
  policy: PasswordPolicy,
  blocklist: PasswordBlocklist,
): PasswordProblem | null {
  const { minLength, mixed = false, contextWords } = policy;
  // First, so that the other rules never work through a text of any length.
  if (passwordLength(password) > MAX_LENGTH) return { code: 'PASSWORD-TOO-LONG', params: { max: MAX_LENGTH } };
  const rules = passwordRules(password, minLength, contextWords);
  if (!rules.length) return { code: 'PASSWORD-TOO-SHORT', params: { min: minLength } };
  const word = findContextWord(password, contextWords);
  if (word) return { code: 'PASSWORD-CONTEXT', params: { word } };
  if (!rules.notRepeated) return { code: 'PASSWORD-REPEATED', params: {} };
  if (mixed && !rules.mixed) return { code: 'PASSWORD-MIXED', params: {} };
  return isCommon(normalizePassword(password), blocklist) ? { code: 'PASSWORD-COMMON', params: {} } : null;
}

function partsOf(text: string): string[] {
  return [text, ...text.split(/[^\p{L}\p{M}\p{N}]+/u)];
}

/** The number itself, and how it is dialled at home: shorter rows of digits may be anything. */
function wordsOfPhone(number: string): string[] {
  const digits = number.replace(/\D/g, '');
  return digits.length > 8 ? [digits, digits.slice(-8)] : [digits];
}

function wordsOfAddress(email: string): string[] {
  if (/^\+[\d ]+$/.test(email)) return wordsOfPhone(email);
  const [localPart = '', domain = ''] = email.split('@');
  const labels = domain.split('.').slice(0, -1);
  return [...partsOf(localPart), ...labels.filter((label) => !SHARED_LABELS.has(label))];
}

/**
 * What others know about the person and the place, and would try first (ASVS 6.2.11): lower case, NFC, three characters
 * or more, longest first, each once.
 */
export function contextWordsOf(about: {
  /** E-mail address, or a number. */
  readonly email?: string;
  readonly name?: string;
  readonly organizationName?: string;
  readonly productName?: string;
}): string[] {
  const { email = '', name = '', organizationName = '', productName = '' } = about;
  const lower = (text: string) => text.normalize('NFC').toLowerCase().trim();
  const names = [name, organizationName, productName, PRODUCT_NAME].flatMap((text) => partsOf(lower(text)));
  const words = new Set([...names, ...wordsOfAddress(lower(email))]);
  return [...words]
    .filter((word) => [...word].length >= SHORTEST_CONTEXT_WORD)
    .sort((one, other) => other.length - one.length);
}
