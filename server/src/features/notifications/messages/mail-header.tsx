import { type BrandImage, isWordmark } from '@gatehouse/contract/brand-look';
import type { ReactNode } from 'react';

/** Content-Id of the logo that travels with the mail. */
export const LOGO_CID = 'logo@gatehouse';

const HEIGHT = 40;
const WIDTH = 240;

/** Logo and name above the card; a logo that is a word stands alone, its name for those whose program shows no picture. */
export function MailHeader({ productName, logo }: { productName: string; logo: BrandImage | null }): ReactNode {
  if (!logo) return productName;
  const scale = Math.min(HEIGHT / logo.height, WIDTH / logo.width);
  const alone = isWordmark(logo);
  return (
    <>
      <img
        className="logo"
        src={`cid:${LOGO_CID}`}
        alt={alone ? productName : ''}
        width={Math.round(logo.width * scale)}
        height={Math.round(logo.height * scale)}
        style={{ border: 0, borderRadius: 6, verticalAlign: 'middle' }}
      />
      {alone ? null : <span style={{ paddingLeft: 10, verticalAlign: 'middle' }}>{productName}</span>}
    </>
  );
}
