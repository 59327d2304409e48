/** What a drawing may be made of: shapes, text, and paint. Nothing that runs, loads, embeds or moves. */
export const ELEMENTS = new Set(
  (
    'svg g path rect circle ellipse line polyline polygon text tspan defs linearGradient radialGradient stop ' +
    'clipPath mask pattern symbol use marker title desc style filter feBlend feColorMatrix feComponentTransfer ' +
    'feComposite feFlood feFuncA feFuncB feFuncG feFuncR feGaussianBlur feMerge feMergeNode feOffset feDropShadow'
  ).split(' '),
);

/** Without these, the drawing looks as it did: they are taken out without a word. */
export const UNSEEN_ELEMENTS = new Set(['metadata', 'title', 'desc']);

export const ATTRIBUTES = new Set(
  (
    'id class style transform d x y x1 y1 x2 y2 dx dy cx cy r rx ry fx fy width height points viewBox ' +
    'preserveAspectRatio offset rotate textLength lengthAdjust pathLength ' +
    'fill fill-opacity fill-rule stroke stroke-width stroke-opacity stroke-linecap stroke-linejoin stroke-miterlimit ' +
    'stroke-dasharray stroke-dashoffset opacity color display visibility paint-order vector-effect ' +
    'stop-color stop-opacity flood-color flood-opacity clip-path clip-rule mask filter ' +
    'font-family font-size font-weight font-style font-variant font-stretch letter-spacing word-spacing text-anchor ' +
    'dominant-baseline alignment-baseline baseline-shift text-decoration writing-mode ' +
    'gradientUnits gradientTransform spreadMethod clipPathUnits maskUnits maskContentUnits ' +
    'patternUnits patternContentUnits patternTransform primitiveUnits filterUnits color-interpolation ' +
    'color-interpolation-filters mix-blend-mode isolation shape-rendering text-rendering image-rendering ' +
    'markerUnits markerWidth markerHeight orient refX refY marker-start marker-mid marker-end ' +
    'in in2 result mode operator k1 k2 k3 k4 stdDeviation type values tableValues slope intercept amplitude exponent'
  ).split(' '),
);

const LOCAL_URL = /url\(\s*(['"]?)#[\w.-]+\1\s*\)/g;
/** Ways of CSS to load something, or to be read by one browser otherwise than by another. */
const LOADS = /url\s*\(|image(-set)?\s*\(|src\s*\(|expression|behavior|-moz-binding|@(?!media\b)|\\|</i;

/** True where a style or a presentation attribute refers to nothing but parts of the drawing itself. */
export function isLocalPaint(text: string): boolean {
  return !LOADS.test(text.replaceAll(LOCAL_URL, ''));
}
