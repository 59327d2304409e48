import type { AddressKind } from '@gatehouse/contract/fields';
import { maskEmailAddress } from '../../../kernel/email-address.ts';
import { formatPhoneNumber, maskPhoneNumber } from '../../../kernel/phone-number.ts';

/** What a person can be reached and found by. */
export type Address = {
  readonly kind: AddressKind;
  /** To look up and to compare: the e-mail address in its one spelling, the number in E.164. */
  readonly canonical: string;
  /** For people to read. */
  readonly shown: string;
};

/** Which kind an address is of, canonical or shown: only an e-mail address has an `@`, and so the kinds never meet. */
export function kindOfAddress(text: string): AddressKind {
  return text.includes('@') ? 'email' : 'phone';
}

/** The address of a number in E.164. */
export function phoneAddress(number: string): Address {
  return { kind: 'phone', canonical: number, shown: formatPhoneNumber(number) };
}

/** Enough for its owner to know it, too little for anybody else. */
export function maskAddress(shown: string): string {
  return kindOfAddress(shown) === 'email' ? maskEmailAddress(shown) : maskPhoneNumber(shown);
}
