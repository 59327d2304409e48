import type { CreateInvitation } from '@gatehouse/contract/invitations';
import { AppError, atPath } from '../../kernel/app-error.ts';
import { formatPhoneNumber, parseMobileNumber } from '../../kernel/phone-number.ts';
import { parseEmailAddress } from '../accounts/index.ts';
import type { Notifications } from '../notifications/index.ts';

/** To whom an invitation goes: an e-mail address, a number, or both. */
export type Invited = {
  /** What it is kept under: the e-mail address where there is one, else the number. */
  readonly canonical: string;
  readonly shown: string;
  readonly addressKind: 'email' | 'phone';
  /** E.164; alone, or beside an e-mail address. */
  readonly phone: string | null;
};

/** Its addresses in their canonical forms: one or two. */
export function addressesOf({ canonical, addressKind, phone }: Omit<Invited, 'shown'>): string[] {
  return addressKind === 'email' && phone !== null ? [canonical, phone] : [canonical];
}

/** Its addresses as people read them. */
export function shownAddressesOf({ shown, addressKind, phone }: Omit<Invited, 'canonical'>): string[] {
  return addressKind === 'email' && phone !== null ? [shown, formatPhoneNumber(phone)] : [shown];
}

/**
 * Reads addresses as somebody typed them. A number without `+` is one of `country`.
 * @throws AppError REQUEST-INVALID with ADDRESS-REQUIRED or EMAIL-INVALID for `to.email`, PHONE-... for `to.phone`
 */
export function readInvited(
  notifications: Pick<Notifications, 'mayText'>,
  { email, phone: typed }: CreateInvitation['to'],
  country: string | null,
): Invited {
  const address = email === undefined ? null : at('to.email', () => parseEmailAddress(email));
  const phone = typed === undefined ? null : at('to.phone', () => readNumber(notifications, typed, country));
  if (address) return { canonical: address.canonical, shown: address.shown, addressKind: 'email', phone };
  if (phone !== null) return { canonical: phone, shown: formatPhoneNumber(phone), addressKind: 'phone', phone };
  throw new AppError('REQUEST-INVALID', {}, [{ path: 'to.email', code: 'ADDRESS-REQUIRED', params: {} }]);
}

/** A number that text messages may go to. @throws AppError PHONE-... */
export function readNumber(
  notifications: Pick<Notifications, 'mayText'>,
  typed: string,
  country: string | null,
): string {
  const number = parseMobileNumber(typed, [country]);
  if (!notifications.mayText(number)) throw new AppError('PHONE-COUNTRY');
  return number;
}

function at<T>(path: string, read: () => T): T {
  try {
    return read();
  } catch (error) {
    throw atPath(error, path);
  }
}
