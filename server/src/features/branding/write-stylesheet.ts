import { createHash } from 'node:crypto';
import { accentTokens, type BrandTheme } from '@gatehouse/contract/accent';
import { CORNERS, type Corner } from '@gatehouse/contract/brand-look';
import { HOUSE_CORNER } from './domain/brand-look.ts';

/** Corners of controls, fields, panels and cards, in pixels, by the corner that was chosen. */
const RADII: Readonly<Record<Corner, readonly [number, number, number, number]>> = {
  0: [0, 0, 0, 0],
  10: [8, 10, 12, 16],
  16: [12, 16, 18, 24],
};

function cornersOf(corner: Corner): string {
  if (corner === HOUSE_CORNER) return '';
  const [control, field, panel, card] = RADII[corner];
  return `--radius-control:${control}px;--radius-field:${field}px;--radius-panel:${panel}px;--radius-card:${card}px`;
}

function coloursOf(accent: string, theme: BrandTheme): string {
  const { fill, onFill, hover, text, soft, edge } = accentTokens(accent, theme);
  const tokens = { brand: fill, 'brand-hover': hover, 'on-brand': onFill, 'brand-text': text, 'brand-soft': soft };
  return Object.entries({ ...tokens, 'brand-edge': edge })
    .map(([name, value]) => `--${name}:${value}`)
    .join(';');
}

/** The door's button in a pale colour would be paper on paper; the house's own needs no edge, and no stranger waits for this. */
const EDGES = '.primary:not([aria-disabled]),blockquote{border-color:var(--brand-edge)}';

/**
 * The tokens of `web/src/ui/tokens.css` that an organization may choose, as a stylesheet after it: accent and corners, in
 * the system's theme and in the one that was picked. Colours of states, the ring of the focus and the layout are not among
 * them.
 */
export function writeStylesheet(accent: string | null, corner: Corner): string {
  const corners = cornersOf(corner);
  if (accent === null) return `:root{${corners}}`;
  const [light, dark] = [coloursOf(accent, 'light'), coloursOf(accent, 'dark')];
  return [
    `:root{${[light, corners].filter(Boolean).join(';')}}`,
    `@media (prefers-color-scheme:dark){:root:not([data-theme="light"]){${dark}}}`,
    `:root[data-theme="dark"]{${dark}}`,
    EDGES,
  ].join('');
}

/** Its file name, with a hash of what is in it; null where it would say nothing. */
export function stylesheetName(accent: string | null, corner: Corner): string | null {
  if (accent === null && corner === HOUSE_CORNER) return null;
  const hash = createHash('sha256').update(writeStylesheet(accent, corner)).digest('hex').slice(0, 16);
  return `${accent?.slice(1) ?? 'house'}-${corner}-${hash}.css`;
}

/**
 * The stylesheet of a name, made from the name alone; null for a name of none. `current`: false where an earlier release gave
 * the name and would have written it otherwise.
 */
export function readStylesheet(name: string): { readonly css: string; readonly current: boolean } | null {
  const [, colour, digits] = /^([0-9a-f]{6}|house)-(\d{1,2})-[0-9a-f]{16}\.css$/.exec(name) ?? [];
  const corner = CORNERS.find((known) => String(known) === digits);
  if (colour === undefined || corner === undefined) return null;
  const accent = colour === 'house' ? null : `#${colour}`;
  return { css: writeStylesheet(accent, corner), current: stylesheetName(accent, corner) === name };
}
