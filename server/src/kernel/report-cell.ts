/**
 * A cell as a spreadsheet shows it and never computes it: what begins like a formula gets an apostrophe in front (ASVS
 * 1.2.10), full-width signs included, which some programs read as plain ones.
 */
export function neutralCell(text: string): string {
  return /^[\s\0]*[=+\-@＝＋－＠]/u.test(text) || /^[\t\r\n\0]/.test(text) ? `'${text.replaceAll('\0', '')}` : text;
}

/** The cell again, of a report that somebody corrected and imports. */
export function plainCell(text: string): string {
  return /^'[\s\0]*[=+\-@＝＋－＠]/u.test(text) ? text.slice(1) : text;
}
