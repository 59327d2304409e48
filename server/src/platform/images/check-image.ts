import type { CheckedImage, ImageProblem } from './image.ts';
import { isPng, readPng } from './read-png.ts';
import { sanitizeSvg } from './sanitize-svg.ts';

/** Looks an image through by what is in it, whatever its name or type says: PNG, or SVG made harmless. */
export async function checkImage(bytes: Buffer): Promise<CheckedImage | ImageProblem> {
  return isPng(bytes) ? readPng(bytes) : sanitizeSvg(bytes);
}
