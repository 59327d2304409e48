import { colourDistance, contrast, fromLch, toLch } from './oklab.ts';

export const THEMES = ['light', 'dark'] as const;
export type BrandTheme = (typeof THEMES)[number];

/** What the surfaces do with one accent, each `#rrggbb`. */
export type AccentTokens = {
  /** The one next step of a page. */
  readonly fill: string;
  /** Text on `fill` and on `hover`. */
  readonly onFill: string;
  readonly hover: string;
  /** Text on paper and on `soft`. */
  readonly text: string;
  /** The ground of what is chosen. */
  readonly soft: string;
  /** Lines that must be seen, and the border of `fill`. */
  readonly edge: string;
};

/** Least contrast of text and of edges (WCAG 2.2, 1.4.3 and 1.4.11). */
export const TEXT_CONTRAST = 4.5;
export const EDGE_CONTRAST = 3;

/** What lies below: surface, canvas, sunken of `web/src/ui/tokens.css`. */
export const PAPERS: Readonly<Record<BrandTheme, readonly [string, string, string]>> = {
  light: ['#ffffff', '#faf9f7', '#f3f1ee'],
  dark: ['#1b1816', '#12100e', '#0d0b0a'],
};

const INK = '#1c1917';
const WHITE = '#ffffff';
const BLACK = '#000000';

/** Ink or white, whichever is read better; pure black only where neither can be read well. */
function textOn(fill: string): string {
  const better = contrast(INK, fill) >= contrast(WHITE, fill) ? INK : WHITE;
  return contrast(better, fill) >= TEXT_CONTRAST ? better : BLACK;
}

/** The same hue, lighter (1) or darker (-1) until it stands out from every ground. */
function shifted(colour: string, direction: 1 | -1, grounds: readonly string[], least: number): string {
  const from = toLch(colour);
  for (let lightness = from.lightness; lightness >= 0 && lightness <= 1; lightness += direction * 0.01) {
    const candidate = fromLch({ ...from, lightness });
    if (grounds.every((ground) => contrast(candidate, ground) >= least)) return candidate;
  }
  return direction < 0 ? BLACK : WHITE;
}

function hoverOf(fill: string, onFill: string, theme: BrandTheme): string {
  const from = toLch(fill);
  const step = theme === 'dark' ? 0.05 : -0.04;
  const candidates = [step, -step].map((by) => fromLch({ ...from, lightness: from.lightness + by }));
  return candidates.find((candidate) => contrast(onFill, candidate) >= TEXT_CONTRAST) ?? fill;
}

/**
 * The tokens of an accent (`#rrggbb`): whatever colour is chosen, text on it and in it has at least 4.5:1 and its edges 3:1 on
 * every paper.
 */
export function accentTokens(accent: string, theme: BrandTheme): AccentTokens {
  const papers = PAPERS[theme];
  const away = theme === 'dark' ? 1 : -1;
  const { chroma, hue } = toLch(accent);
  const soft = fromLch(
    theme === 'dark'
      ? { lightness: 0.27, chroma: Math.min(chroma, 0.06), hue }
      : { lightness: 0.955, chroma: Math.min(chroma, 0.035), hue },
  );
  const fill = theme === 'dark' ? shifted(accent, 1, papers, EDGE_CONTRAST) : accent.toLowerCase();
  const onFill = textOn(fill);
  return {
    fill,
    onFill,
    hover: hoverOf(fill, onFill, theme),
    text: shifted(accent, away, [...papers, soft], TEXT_CONTRAST),
    soft,
    edge: shifted(fill, away, papers, EDGE_CONTRAST),
  };
}

/** `danger`: easily taken for an error. `waiting`: easily taken for a button that cannot be pressed yet. */
export type AccentWarning = 'danger' | 'waiting';

const ALARMS: Readonly<Record<BrandTheme, string>> = { light: '#b42318', dark: '#ff9a8f' };
const WAITING: Readonly<Record<BrandTheme, string>> = { light: '#d9d5d0', dark: '#3a3531' };
const NEAR = 0.11;
/** Below this chroma a colour is a grey. */
const GREY = 0.03;

function looksWaiting(fill: string, theme: BrandTheme): boolean {
  const { lightness, chroma } = toLch(fill);
  return colourDistance(fill, WAITING[theme]) < NEAR || (chroma < GREY && lightness > 0.4 && lightness < 0.97);
}

/** What an accent could be mistaken for. */
export function accentWarnings(accent: string): readonly AccentWarning[] {
  const fills = THEMES.map((theme) => ({ theme, fill: accentTokens(accent, theme).fill }));
  const alarming = fills.some(({ theme, fill }) => colourDistance(fill, ALARMS[theme]) < NEAR);
  const waiting = fills.some(({ theme, fill }) => looksWaiting(fill, theme));
  return [...(alarming ? (['danger'] as const) : []), ...(waiting ? (['waiting'] as const) : [])];
}
