import { domainToASCII, domainToUnicode } from 'node:url';
import { AppError } from './app-error.ts';

/** One mailbox. Two spellings of it have the same `canonical`: that, and nothing else, is stored to compare and is unique. */
export type EmailAddress = {
  /** `localPart@domain`: what is looked up, and what the mail server is given as the recipient. */
  readonly canonical: string;
  /** As its owner wrote it (NFC, no dot at the end): for people to read, never to compare. */
  readonly shown: string;
  /** Lower case, NFC. A plus tag is part of it: `a+b@` and `a@` are two mailboxes. */
  readonly localPart: string;
  /** Lower case, ASCII (an internationalized domain in its `xn--` form), no dot at the end. */
  readonly domain: string;
};

const MAX_LOCAL_OCTETS = 64; // RFC 5321 s. 4.5.3.1.1
const MAX_ADDRESS_OCTETS = 254; // RFC 5321 s. 4.5.3.1.3, less the angle brackets (RFC 3696 erratum 1690)

/** Outside ASCII (RFC 6531 s. 3.3): letters, marks, digits, but none that is drawn as nothing, as Hangul fillers are. */
const BEYOND_ASCII = String.raw`[[\p{L}\p{M}\p{Nd}]--[\p{ASCII}\p{Default_Ignorable_Code_Point}]]`;
const ATOM = String.raw`(?!\p{M})[${BEYOND_ASCII}a-z0-9!#$%\&'*+\/=?\^_\x60\{\|\}~\-]+`;
/** Dot-atom of RFC 5322 s. 3.2.3. */
const LOCAL_PART = new RegExp(String.raw`^${ATOM}(?:\.${ATOM})*$`, 'v');
const DOMAIN = new RegExp(String.raw`^[${BEYOND_ASCII}a-z0-9.\-]+$`, 'v');
const LABEL = /^[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?$/;
/** What some mail program decodes into something else: an encoded word (RFC 2047), a percent-encoded control character. */
const DECODED_BY_SOME = /=\?|%(?:[01][0-9a-f]|7f)/;

/**
 * Lower case by code point, so that neither the language of the machine nor a neighbour (Greek final sigma) matters.
 * Null where folding is ambiguous: one character becomes two (U+0130), or one outside ASCII becomes one inside it
 * (U+212A, the Kelvin sign), which a lower layer would fold into somebody else's address.
 */
function lowerCase(text: string): string | null {
  let lower = '';
  for (const character of text) {
    const folded = character.toLowerCase();
    if ([...folded].length !== 1) return null;
    if (character > '\x7f' && (folded <= '\x7f' || character.normalize('NFC') <= '\x7f')) return null;
    lower += folded;
  }
  return lower.normalize('NFC');
}

function octets(text: string): number {
  return new TextEncoder().encode(text).length;
}

/** The ASCII form of a domain with at least two labels, or null. No address literals, no bare numbers at the end. */
function canonicalDomain(lower: string): string | null {
  const typed = lower.endsWith('.') ? lower.slice(0, -1) : lower;
  if (!DOMAIN.test(typed)) return null;
  const ascii = domainToASCII(typed);
  const labels = ascii.split('.');
  if (labels.length < 2 || !labels.every((label) => LABEL.test(label))) return null;
  if (!/^[a-z]/.test(labels.at(-1) ?? '')) return null;
  const unicode = domainToUnicode(ascii); // leaves a label as it is where its xn-- form says nothing
  return /(?:^|\.)xn--/.test(unicode) || domainToASCII(unicode) !== ascii ? null : ascii;
}

function findEmailAddress(typed: string): EmailAddress | null {
  // A compatibility character (full-width @, a ligature) is read as another one by whoever normalizes further.
  if (!typed.isWellFormed() || typed.normalize('NFKC') !== typed.normalize('NFC')) return null;
  const lower = lowerCase(typed);
  const [localPart, typedDomain, ...rest] = lower?.split('@') ?? [];
  if (!localPart || !typedDomain || rest.length > 0) return null;
  if (!LOCAL_PART.test(localPart) || DECODED_BY_SOME.test(localPart)) return null;
  const domain = canonicalDomain(typedDomain);
  if (!domain) return null;
  const canonical = `${localPart}@${domain}`;
  if (octets(localPart) > MAX_LOCAL_OCTETS || octets(canonical) > MAX_ADDRESS_OCTETS) return null;
  return { canonical, shown: typed.normalize('NFC').replace(/\.$/, ''), localPart, domain };
}

/**
 * Reads an address by one strict grammar: whatever two mail programs could read differently (lists, groups, display
 * names, comments, quoting, line breaks, look-alike characters) is refused, not repaired.
 *
 * @throws AppError EMAIL-INVALID, without fields: the caller knows the path
 */
export function parseEmailAddress(typed: string): EmailAddress {
  const address = findEmailAddress(typed);
  if (!address) throw new AppError('EMAIL-INVALID');
  return address;
}

/** Enough for its owner to know it, too little for anybody else: `w••••@urs.example`. */
export function maskEmailAddress(shown: string): string {
  const at = shown.lastIndexOf('@');
  const [first = ''] = shown.slice(0, Math.max(at, 0));
  return `${first}••••${at < 0 ? '' : shown.slice(at)}`;
}
