import type { BrandTheme } from '@gatehouse/contract/accent';
import type { BrandLook } from '@gatehouse/contract/brand-look';
import type { ErrorCode, ErrorParams, FieldProblem } from '@gatehouse/contract/errors';
import type { Locale } from '@gatehouse/contract/locales';
import type { Translate } from '../platform/i18n/translate.ts';

/** Everything a page of the door needs beside its own view. Built once per request by the door's routes. */
export type DoorContext = {
  locale: Locale;
  t: Translate;
  brand: {
    /** Null where no organization is known yet: the product's name stands in. */
    organizationName: string | null;
    productName: string;
    /** An address or an https link; null where none was set. */
    supportContact: string | null;
    termsUrl: string;
    privacyUrl: string;
    /** Null: the house's. */
    look: BrandLook | null;
    /** What the pages are offered in. */
    languages: readonly Locale[];
  };
  /** URLs of the built files; `font` is the one to preload, `themes` only for a page in a theme that was picked. */
  assets: { stylesheet: string; themes?: string; script: string; font: string | null };
  /** Of a preview; absent: the reader's own. */
  theme?: BrandTheme;
  /** `outbox`: no message really leaves this machine. */
  banner: 'outbox' | null;
  /** Where the language switch of a page without a form leads. */
  path: string;
  now: Date;
  timeZone: string | null;
  /** Where a sign-in is begun again: at the same door, and for where it leads. Absent: at nobody's door. */
  begin?: { organization?: string; returnTo?: string };
  /** Of the landing page before any flow exists: where accepting posts to; other steps post to `<this>/<step>`. */
  acceptAction?: string;
  /** Shown in the address bar by the script in place of a path that holds a token. */
  cleanPath?: string;
};

/** What was typed and what was wrong with it, after a submit that failed. Never holds a password. */
export type FormState = {
  values: Record<string, string>;
  fields: readonly FieldProblem[];
  problem: { code: ErrorCode; params: ErrorParams } | null;
};

export const emptyForm: FormState = { values: {}, fields: [], problem: null };
