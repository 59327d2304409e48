import type { BrandLook } from '@gatehouse/contract/brand-look';
import type { Locale } from '@gatehouse/contract/locales';

/** Whose door it is: what its pages are dressed with. As the view `door_brands` has it. */
export type DoorBrand = {
  readonly organizationId: string | null;
  /** Null where no organization is known: the product's name stands in. */
  readonly organizationName: string | null;
  readonly productName: string;
  /** Who mails come from, before "via {productName}". */
  readonly senderName: string;
  /** An address or an https link. */
  readonly supportContact: string | null;
  readonly termsUrl: string | null;
  readonly privacyUrl: string | null;
  /** Of the organization: for a reader whose own is not known. */
  readonly timeZone: string | null;
  /** What is offered; null: all that there are. */
  readonly languages: readonly Locale[] | null;
  readonly defaultLocale: Locale | null;
  readonly look: BrandLook | null;
};

/** What the place is called before there is any organization. */
export const HOUSE_NAME = 'Gatehouse';

/** The door before there is any organization. */
export const UNKNOWN_DOOR: DoorBrand = {
  organizationId: null,
  organizationName: null,
  productName: HOUSE_NAME,
  senderName: HOUSE_NAME,
  supportContact: null,
  termsUrl: null,
  privacyUrl: null,
  timeZone: null,
  languages: null,
  defaultLocale: null,
  look: null,
};

/** The language that is wanted where it is offered, else the organization's own. */
export function offeredLocale({ languages, defaultLocale }: DoorBrand, wanted: Locale): Locale {
  if (!languages || languages.includes(wanted)) return wanted;
  return defaultLocale && languages.includes(defaultLocale) ? defaultLocale : (languages[0] ?? wanted);
}
