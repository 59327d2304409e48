/** An image that was looked through to its end, as it may be stored and shown. */
export type CheckedImage = {
  readonly type: 'png' | 'svg';
  readonly bytes: Buffer;
  /** In pixels, or in the drawing's own units. */
  readonly width: number;
  readonly height: number;
  /** Names of what was taken out because it could run, load or say something. */
  readonly removed: readonly string[];
};

/** `type`: neither PNG nor SVG. `broken`: ends too early or is not well-formed. `unsafe`: cannot be made safe. */
export type ImageProblem =
  | { readonly problem: 'type' | 'broken' | 'unsafe' }
  | { readonly problem: 'dimensions'; readonly width: number; readonly height: number };

/** Longest side of a picture, in pixels. */
export const MAX_SIDE = 4096;
/** Longest side as a multiple of the shorter one. */
const MAX_RATIO = 12;

/** True for measures that a page can be built around. */
export function hasSaneSides(width: number, height: number, longest: number): boolean {
  const [short = 0, long = 0] = [width, height].sort((a, b) => a - b);
  return short > 0 && long <= longest && long / short <= MAX_RATIO;
}
