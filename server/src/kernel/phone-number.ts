import {
  type CountryCode,
  getCountries,
  isSupportedCountry,
  type NumberType,
  type PhoneNumber,
  parsePhoneNumberFromString,
} from 'libphonenumber-js/max';
import { AppError } from './app-error.ts';

/** Text that is carried along when a number is copied from a phone book: direction marks, joiners. Nobody types it. */
const INVISIBLE = /\p{Cf}/gu;
const REFUSED: readonly NumberType[] = ['PREMIUM_RATE'];
const MOBILE: readonly NumberType[] = ['MOBILE', 'FIXED_LINE_OR_MOBILE'];
const LONGEST = 16; // "+" and 15 digits (E.164 s. 6); a few national plans go beyond
/** Universal international freephone; every other number without a country is a satellite or a premium service. */
const FREEPHONE = '800';

/** Without what people and programs write around a number: `tel:`, brackets about the country code. */
function plain(typed: string): string {
  const text = typed.normalize('NFKC').replace(INVISIBLE, '').trim();
  return text.replace(/^tel:/i, '').replace(/^\((\+\d+)\)/, '$1');
}

/** Where nothing says from where one would dial, `00` is what most of the world writes for `+` (ITU-T E.123 s. 4.2). */
function read(text: string, defaultCountry?: CountryCode): PhoneNumber | undefined {
  const number = defaultCountry ? text : text.replace(/^00(?=[1-9])/, '+');
  return parsePhoneNumberFromString(number, { defaultCountry, extract: false });
}

function isAccepted(number: PhoneNumber, mobileOnly: boolean): boolean {
  if (number.ext || !number.isPossible() || number.number.length > LONGEST) return false;
  if (number.isNonGeographic() && number.countryCallingCode !== FREEPHONE) return false;
  const type = number.getType();
  return mobileOnly ? MOBILE.includes(type) : !REFUSED.includes(type);
}

/**
 * The E.164 form of a number in any usual spelling: full-width or Arabic digits, `tel:`, spaces, a trunk zero. One number
 * has one form, so one counter and one account. Extensions are refused, for cutting one off would reach another person.
 *
 * @param defaultCountry ISO 3166-1 alpha-2, for a number typed without `+`; where absent or unknown, `+` is needed
 * @param options.mobileOnly where the number shall receive SMS; landlines are then refused
 * @returns `+` and at most 15 digits
 * @throws AppError PHONE-INVALID, without fields: the caller knows the path
 */
export function parsePhoneNumber(
  typed: string,
  defaultCountry?: string,
  { mobileOnly = false }: { readonly mobileOnly?: boolean } = {},
): string {
  const country = defaultCountry && isSupportedCountry(defaultCountry) ? (defaultCountry as CountryCode) : undefined;
  const number = read(plain(typed), country);
  // A trunk zero that is left behind a trunk zero: the number would be another one when it is read again.
  if (!number || !isAccepted(number, mobileOnly) || read(number.number)?.number !== number.number) {
    throw new AppError('PHONE-INVALID');
  }
  return number.number;
}

/**
 * Every number that this can be, in E.164: the one with a `+` or `00`, else one for each country where it is a number. For looking
 * somebody up whose number was taken down as it is said at home; never to write to. Empty for what is no number anywhere.
 */
export function readInEveryCountry(typed: string): readonly string[] {
  const text = plain(typed);
  const numbers = [undefined, ...getCountries()].map((country) => read(text, country));
  return [...new Set(numbers.flatMap((number) => (number?.isValid() ? [number.number] : [])))];
}

/** Why a number that is one cannot be used where text messages go. */
function refusalOf(
  number: PhoneNumber | undefined,
): 'PHONE-INVALID' | 'PHONE-EXTENSION' | 'PHONE-PREMIUM' | 'PHONE-LANDLINE' {
  if (!number) return 'PHONE-INVALID';
  if (number.ext) return 'PHONE-EXTENSION';
  const type = number.getType();
  if (type === undefined) return 'PHONE-INVALID';
  return type === 'PREMIUM_RATE' || type === 'SHARED_COST' ? 'PHONE-PREMIUM' : 'PHONE-LANDLINE';
}

/**
 * The E.164 form of a number that shall receive text messages, in any usual spelling. Without `+` it is read as one of
 * the given countries, the first of which it is a mobile number decides.
 *
 * @param countries ISO 3166-1 alpha-2; null and unknown ones are passed over
 * @throws AppError PHONE-EXTENSION, PHONE-PREMIUM, PHONE-LANDLINE, else PHONE-INVALID; without fields: the caller knows the path
 */
export function parseMobileNumber(typed: string, countries: readonly (string | null | undefined)[]): string {
  const text = plain(typed);
  const known = countries.filter((country) => country && isSupportedCountry(country)) as CountryCode[];
  const candidates = (known.length > 0 ? known : [undefined]).map((country) => read(text, country));
  const mobile = candidates.find(
    (number) => number && isAccepted(number, true) && read(number.number)?.number === number.number,
  );
  if (mobile) return mobile.number;
  const reasons = candidates.map(refusalOf);
  throw new AppError(reasons.find((reason) => reason !== 'PHONE-INVALID') ?? 'PHONE-INVALID');
}

/** Those that cost money of somebody else's choosing, or reach no telephone. */
const NO_SMS: readonly (NumberType | undefined)[] = ['PREMIUM_RATE', 'SHARED_COST', 'UAN', 'PAGER', 'VOICEMAIL'];

/**
 * The country whose networks a text message to this number would cost; null where none may be sent: premium and shared
 * cost, satellites and everything else without a country. @param number E.164
 */
export function smsCountry(number: string): string | null {
  const parsed = read(number);
  return parsed && !NO_SMS.includes(parsed.getType()) ? (parsed.country ?? null) : null;
}

/** For people to read: `+86 138 0013 8000`. @param number E.164 */
export function formatPhoneNumber(number: string): string {
  return read(number)?.formatInternational() ?? number;
}

const HIDDEN = '••••';

/** Enough for its owner to know it, with four digits or more hidden: `+86 138 •••• 2217`. @param number with `+` */
export function maskPhoneNumber(number: string): string {
  const parsed = read(number);
  if (!parsed) return HIDDEN;
  const { countryCallingCode, nationalNumber: digits } = parsed;
  const spare = Math.max(0, digits.length - HIDDEN.length);
  const last = Math.min(digits.length >= 11 ? 4 : 2, spare);
  const first = Math.min(3, spare - last);
  const parts = [`+${countryCallingCode}`, digits.slice(0, first), HIDDEN, digits.slice(digits.length - last)];
  return parts.filter((part) => part !== '').join(' ');
}
