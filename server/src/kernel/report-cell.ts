/** What a formula begins with; full-width signs are read as plain ones by some programs. */
const SIGN = '[=+\\-@＝＋－＠]';
const FIRST = new RegExp(String.raw`^[\s\0]*${SIGN}|^[\t\r\n\0]`, 'u');
/** Where a program that splits at something else than commas, as Excel does in half of Europe, begins another cell. */
const WITHIN = new RegExp(String.raw`([;|\t\r\n][\s\0"]*'*)(?=${SIGN})`, 'gu');

/**
 * A cell as a spreadsheet shows it and never computes it, whatever it takes for a separator: what begins like a formula
 * gets an apostrophe in front (ASVS 1.2.10).
 */
export function neutralCell(text: string): string {
  const cell = behindSpaces(text, WITHIN, "$1'");
  return FIRST.test(text) ? `'${cell.replaceAll('\0', '')}` : cell;
}

const NEUTRAL_FIRST = new RegExp(String.raw`^'[\s\0]*${SIGN}`, 'u');
const NEUTRAL_WITHIN = new RegExp(String.raw`([;|\t\r\n][\s\0"]*'*)'(?=${SIGN})`, 'gu');

/** The cell again, of a report that somebody corrected and imports. */
export function plainCell(text: string): string {
  return behindSpaces(NEUTRAL_FIRST.test(text) ? text.slice(1) : text, NEUTRAL_WITHIN, '$1');
}

/** What a cell begins with is judged by itself. */
function behindSpaces(text: string, pattern: RegExp, replacement: string): string {
  const start = text.length - text.replace(/^[\s\0]+/, '').length;
  return text.slice(0, start) + text.slice(start).replace(pattern, replacement);
}
