import { type BrandImage, isWordmark } from '@gatehouse/contract/brand-look';
import { useBrand } from '../lib/brand.ts';

/** Logo and name of the place, as the organization shows itself that is worked in. */
export function BrandMark() {
  const { productName, look } = useBrand();
  const alone = look?.logo && isWordmark(look.logo.light);
  return (
    <span className="flex min-w-0 items-center gap-2.5 font-bold">
      {look?.logo ? (
        <Logo light={look.logo.light} dark={look.logo.dark} name={alone ? productName : ''} />
      ) : (
        <span
          aria-hidden="true"
          className="flex size-8 shrink-0 items-center justify-center rounded-lg bg-brand text-on-brand"
        >
          <span>{[...productName][0]?.toUpperCase()}</span>
        </span>
      )}
      {alone ? null : <span className="truncate">{productName}</span>}
    </span>
  );
}

/** The one of the theme; one for both where they are the same. */
function Logo({ light, dark, name }: { light: BrandImage; dark: BrandImage; name: string }) {
  const size = 'h-8 w-auto max-w-44 object-contain';
  if (light.src === dark.src) {
    return <img src={light.src} alt={name} width={light.width} height={light.height} className={size} />;
  }
  return (
    <>
      <img src={light.src} alt={name} width={light.width} height={light.height} className={`${size} in-dark:hidden`} />
      <img
        src={dark.src}
        alt={name}
        width={dark.width}
        height={dark.height}
        className={`${size} hidden in-dark:block`}
      />
    </>
  );
}
