import type { IconName } from '../../ui/icon.tsx';

/** A page of the console that its reader may enter; `label`: the key of its name. */
export type PaletteRoom = { readonly path: string; readonly label: string; readonly icon: IconName };

/**
 * In the order in which they stand: what is known at once before what the server finds, so that nothing moves away under the
 * key that chooses it. The question about somebody comes first where an address, a number or a link was typed.
 */
export const GROUPS = [
  'asked',
  'recent',
  'views',
  'pages',
  'actions',
  'people',
  'invitations',
  'companies',
  'otherwise',
] as const;
export type Group = (typeof GROUPS)[number];

/** One thing that can be chosen: it leads somewhere or does something. */
export type Entry = {
  readonly key: string;
  readonly group: Group;
  readonly icon: IconName;
  readonly label: string;
  readonly detail?: string;
  /** What it is found by besides its label. */
  readonly words?: string;
  readonly lang?: string;
} & ({ readonly href: string } | { readonly run: () => void });

const WITHOUT_MARK: Readonly<Record<string, string>> = { ł: 'l', đ: 'd', ø: 'o', ß: 'ss', æ: 'ae', ё: 'е' };

/** As it is compared: "lodz" finds Łódź, full-width letters find narrow ones. */
export function plain(text: string): string {
  return text
    .normalize('NFKC')
    .toLowerCase()
    .replace(/[łđøßæё]/g, (letter) => WITHOUT_MARK[letter] ?? letter)
    .normalize('NFD')
    .replace(/\p{Mark}/gu, '');
}

/** True for what belongs to one person or invitation rather than to a name: an address, a number, a reference. */
export function isIdentifier(text: string): boolean {
  return (
    text.includes('@') ||
    /^gh-/i.test(text) ||
    /_[0-9a-z]{26}$/.test(text) ||
    /^[+\d][\d\s().-]{5,}$/.test(text.normalize('NFKC'))
  );
}

/** Those that hold every word of what was typed; those that begin with it first. Nothing typed: all. */
export function matching(entries: readonly Entry[], typed: string): Entry[] {
  const sought = plain(typed.trim());
  if (sought === '') return [...entries];
  const words = sought.split(/\s+/);
  const found = entries.filter((entry) => {
    const text = plain(`${entry.label} ${entry.words ?? ''} ${entry.detail ?? ''}`);
    return words.every((word) => text.includes(word));
  });
  const begins = (entry: Entry) => Number(!plain(entry.label).startsWith(sought));
  return found.toSorted((one, other) => begins(one) - begins(other));
}

/** By group, in the order of groups; `most` of each. */
export function inGroups(entries: readonly Entry[], most: number): { group: Group; entries: Entry[] }[] {
  return GROUPS.map((group) => ({
    group,
    entries: entries.filter((entry) => entry.group === group).slice(0, most),
  })).filter((one) => one.entries.length > 0);
}
