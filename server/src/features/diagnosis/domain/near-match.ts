import type { NEARNESSES } from '@gatehouse/contract/diagnosis';

/** How two addresses are nearly the same, the surest first. */
export type Nearness = (typeof NEARNESSES)[number];

/** Somebody whom the organization knows, who may be the one that was meant. */
export type NearMatch = { readonly identifier: string; readonly name: string | null; readonly nearness: Nearness };

/**
 * Edits that make one text the other: a character more, less or another, or two neighbours swapped (optimal string
 * alignment, the restricted distance of Damerau and Levenshtein). Never more than `most + 1` is answered.
 */
export function editDistance(one: string, other: string, most: number): number {
  if (Math.abs(one.length - other.length) > most) return most + 1;
  let before: number[] = [];
  let above = Array.from({ length: other.length + 1 }, (_, column) => column);
  for (let row = 1; row <= one.length; row++) {
    const line = [row];
    for (let column = 1; column <= other.length; column++) {
      line.push(cheapest(one, other, row, column, { line, above, before }));
    }
    if (Math.min(...line) > most) return most + 1;
    before = above;
    above = line;
  }
  return Math.min(above[other.length] ?? 0, most + 1);
}

type Rows = { readonly line: number[]; readonly above: number[]; readonly before: number[] };

function cheapest(one: string, other: string, row: number, column: number, { line, above, before }: Rows): number {
  const at = (numbers: number[], index: number) => numbers[index] ?? Number.POSITIVE_INFINITY;
  const same = one[row - 1] === other[column - 1];
  const edits = Math.min(at(line, column - 1) + 1, at(above, column) + 1, at(above, column - 1) + (same ? 0 : 1));
  const swapped = row > 1 && column > 1 && one[row - 1] === other[column - 2] && one[row - 2] === other[column - 1];
  return swapped ? Math.min(edits, at(before, column - 2) + 1) : edits;
}

/** Endings of two parts, under which one registers a name of one's own: `urs.com.tw` is `urs`. */
const SECOND_LEVEL = /\.(?:com?|org|net|edu|ac|gov|gob|idv)\.[a-z]{2}$/;

function partsOf(address: string) {
  const at = address.lastIndexOf('@');
  const [local = ''] = address.slice(0, at).split('+');
  const domain = address.slice(at + 1);
  const ending = SECOND_LEVEL.exec(domain)?.index ?? domain.lastIndexOf('.');
  return { local: local.replaceAll('.', ''), domain, name: domain.slice(0, ending) };
}

/** A slip of a hand, or how many mail services read two spellings; null for two different addresses, or one and the same. */
export function nearnessOf(typed: string, known: string): Nearness | null {
  if (typed === known) return null;
  if (typed.startsWith('+') && known.startsWith('+')) return nearnessOfNumbers(typed, known);
  const one = partsOf(typed);
  const other = partsOf(known);
  if (one.domain === other.domain) return nearnessOfLocalParts(one.local, other.local);
  if (one.local !== other.local) return null;
  if (one.name === other.name) return 'top-level-domain';
  return editDistance(one.domain, other.domain, 2) <= 2 ? 'domain' : null;
}

function nearnessOfLocalParts(one: string, other: string): Nearness | null {
  if (one === other) return 'same-mailbox';
  if (editDistance(one, other, 1) > 1) return null;
  return isSwap(one, other) ? 'swapped' : 'one-letter';
}

function nearnessOfNumbers(one: string, other: string): Nearness | null {
  if (editDistance(one, other, 1) > 1) return null;
  return isSwap(one, other) ? 'digits-swapped' : 'one-digit';
}

/** Of two texts that one edit makes alike. */
function isSwap(one: string, other: string): boolean {
  return one.length === other.length && [...one].sort().join('') === [...other].sort().join('');
}
