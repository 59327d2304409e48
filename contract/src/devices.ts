/**
 * How browsers and systems are told in a User-Agent header, the first that fits: name and pattern. The patterns mean the
 * same in JavaScript and in PostgreSQL, which both look through them.
 */
export const BROWSERS = [
  ['Edge', 'Edg(A|iOS)?/'],
  ['Opera', 'OPR/'],
  ['Yandex Browser', 'YaBrowser/'],
  ['Samsung Internet', 'SamsungBrowser/'],
  ['Firefox', '(Firefox|FxiOS)/'],
  ['Chrome', '(Chrome|CriOS|Chromium)/'],
  ['Safari', 'Version/[0-9.]+.*Safari/'],
] as const;

export const SYSTEMS = [
  ['iPhone', 'iPhone|iPod'],
  ['iPad', 'iPad'],
  ['Android', 'Android'],
  ['Windows', 'Windows'],
  ['macOS', 'Mac OS X'],
  ['ChromeOS', 'CrOS'],
  ['Linux', 'Linux'],
] as const;

export type DeviceName = (typeof BROWSERS | typeof SYSTEMS)[number][0];

/** By what a log is narrowed to a browser or a system. */
export const DEVICE_NAMES: readonly DeviceName[] = [...BROWSERS, ...SYSTEMS].map(([name]) => name);
