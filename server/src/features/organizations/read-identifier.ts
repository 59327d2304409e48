import type { Locale } from '@gatehouse/contract/locales';
import { isUserName, readUserName } from '@gatehouse/contract/user-names';
import { AppError, atPath } from '../../kernel/app-error.ts';
import { parseMobileNumber } from '../../kernel/phone-number.ts';
import type { Services } from '../../platform/services.ts';
import { type Address, parseEmailAddress, phoneAddress } from '../accounts/index.ts';
import { findHouse } from './installation-store.ts';
import { findOrganizationNamed } from './organization-store.ts';

/** Where a number is dialled from by people who read a language. */
const COUNTRY_OF: Readonly<Record<Locale, string | null>> = {
  en: null,
  'zh-TW': 'TW',
  'zh-CN': 'CN',
  pl: 'PL',
  ru: 'RU',
};

/**
 * Whatever a person typed to say who they are: an e-mail address or a phone number. A number without `+` is one of the
 * country of whoever runs this installation, else of the country of the language. Whether anybody has it is not looked at.
 * @throws AppError REQUEST-INVALID for `identifier` with EMAIL-INVALID, PHONE-... or IDENTIFIER-INVALID
 */
export async function readIdentifier(
  services: Pick<Services, 'database'>,
  locale: Locale,
  typed: string,
): Promise<Address> {
  const text = typed.trim();
  try {
    if (isUserName(text)) throw new AppError('IDENTIFIER-INVALID');
    if (text.includes('@')) return { kind: 'email', ...parseEmailAddress(text) };
    if (!/\d/.test(text.normalize('NFKC'))) throw new AppError('IDENTIFIER-INVALID');
    return phoneAddress(await parseNumber(services, locale, text));
  } catch (error) {
    throw atPath(error, 'identifier');
  }
}

async function parseNumber({ database }: Pick<Services, 'database'>, locale: Locale, text: string): Promise<string> {
  const home = text.startsWith('+') ? null : (await findHouse(database))?.country;
  return parseMobileNumber(text, [home, COUNTRY_OF[locale]]);
}

/** A mobile number in E.164, read as {@link readIdentifier} does. @throws AppError REQUEST-INVALID for `number` with PHONE-... */
export async function readNumber(services: Pick<Services, 'database'>, locale: Locale, typed: string): Promise<string> {
  try {
    return await parseNumber(services, locale, typed.trim());
  } catch (error) {
    throw atPath(error, 'number');
  }
}

/** Whoever signs in says an address, or a user name: `name@short` in lower case, to which nothing can be sent. */
export type SignInName = Pick<Address, 'canonical' | 'shown'> & { readonly kind: Address['kind'] | 'username' };

/**
 * As {@link readIdentifier}, or a user name: `name@short` anywhere, `name` alone at the door of its organization. Whether
 * anybody has it is not looked at.
 * @throws AppError REQUEST-INVALID for `identifier` as there, or with ORG-SHORT-NAME where it must be said whose name it is
 */
export async function readSignInName(
  services: Pick<Services, 'database'>,
  locale: Locale,
  typed: string,
  door: string | null,
): Promise<SignInName> {
  const said = readUserName(typed);
  if (!said) return readIdentifier(services, locale, typed);
  const at = said.organization ?? (door && ((await findOrganizationNamed(services.database, door))?.slug ?? door));
  if (!at || !isUserName(`${said.name}@${at}`)) throw atPath(new AppError('ORG-SHORT-NAME'), 'identifier');
  // A door that is nobody's answers as any other does.
  const shown = `${said.name}@${at}`;
  return { kind: 'username', canonical: shown.toLowerCase(), shown };
}
