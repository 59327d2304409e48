import { accentTokens } from '@gatehouse/contract/accent';
import type { BrandImage, BrandLook } from '@gatehouse/contract/brand-look';
import type { BrandValues } from '@gatehouse/contract/branding';

/** What a look is made of. */
export type LookValues = Pick<
  BrandValues,
  'accent' | 'corner' | 'poweredBy' | 'logoLight' | 'logoDark' | 'logoMail' | 'icon'
>;

/** Heavier than this, in bytes, a logo does not travel with every mail. */
export const MAIL_LOGO_LIMIT = 64 * 1024;

/** The corner that the house's style sheet has. */
export const HOUSE_CORNER = 10;

/**
 * What the values look like; null where nothing of them differs from the house. `stylesheet`: address of their tokens.
 * `images`: those that the values name.
 */
export function lookOf(
  values: LookValues,
  images: readonly (BrandImage & { readonly bytes: number })[],
  stylesheet: string | null,
): BrandLook | null {
  const found = (name: string | null) => images.find((image) => image.name === name) ?? null;
  const [light, dark, mail, icon] = [values.logoLight, values.logoDark, values.logoMail, values.icon].map(found);
  const logo = light ?? dark;
  const { accent, corner, poweredBy } = values;
  if (accent === null && corner === HOUSE_CORNER && !poweredBy && !logo && !icon && !mail) return null;
  const small = light?.name.endsWith('.png') && light.bytes <= MAIL_LOGO_LIMIT ? light : null;
  const travelling = mail ?? small;
  return {
    stylesheet,
    logo: logo ? { light: shown(light ?? logo), dark: shown(dark ?? logo) } : null,
    icon: icon ? shown(icon) : null,
    mail: {
      tokens: accent === null ? null : { light: accentTokens(accent, 'light'), dark: accentTokens(accent, 'dark') },
      corner,
      logo: travelling ? shown(travelling) : null,
    },
    poweredBy,
  };
}

function shown({ name, src, width, height }: BrandImage): BrandImage {
  return { name, src, width, height };
}
