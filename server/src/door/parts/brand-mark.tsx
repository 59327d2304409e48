import { type BrandImage, isWordmark } from '@gatehouse/contract/brand-look';
import type { ReactNode } from 'react';
import type { DoorContext } from '../door-context.ts';

/** Logo and name of whose door it is; a logo that is a word stands alone, and without one the first letter stands for it. */
export function BrandMark({ context: { brand } }: { context: DoorContext }): ReactNode {
  const name = brand.organizationName ?? brand.productName;
  const [initial = ''] = name;
  const logo = brand.look?.logo;
  if (!logo) {
    return (
      <p className="brand">
        <span className="tile" aria-hidden="true">
          {initial.toUpperCase()}
        </span>
        <span>{name}</span>
      </p>
    );
  }
  const alone = isWordmark(logo.light);
  return (
    <p className="brand">
      <picture>
        {logo.dark.src === logo.light.src ? null : (
          <source srcSet={logo.dark.src} media="(prefers-color-scheme: dark)" />
        )}
        <img src={logo.light.src} alt={alone ? name : ''} {...fitted(logo.light)} />
      </picture>
      {alone ? null : <span>{name}</span>}
    </p>
  );
}

const HEIGHT = 40;
/** What a narrow page has room for beside the languages. */
const WIDTH = 176;

/** In whole pixels, so that the page needs no rule for it. */
function fitted({ width, height }: BrandImage): { width: number; height: number } {
  const scale = Math.min(HEIGHT / height, WIDTH / width);
  return { width: Math.round(width * scale), height: Math.round(height * scale) };
}
