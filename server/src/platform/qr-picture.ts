import { encode } from 'uqr';

/** A QR code as SVG lines of width 1 over a square of `size` modules, its quiet zone included. */
export type QrPicture = { readonly size: number; readonly path: string };

/** The picture of a text of up to some 2,900 bytes, at the least size that any camera reads from a screen. */
export function qrPicture(text: string): QrPicture {
  const { size, data } = encode(text, { ecc: 'L', border: 2 });
  const rows = data.map((row, y) => {
    const line = row.map((dark) => (dark ? '1' : '0')).join('');
    return [...line.matchAll(/1+/g)].map(({ index, 0: run }) => `M${index} ${y}h${run.length}`).join('');
  });
  return { size, path: rows.join('') };
}
