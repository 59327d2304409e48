const LONGEST = 40;
const SHORTEST = 2;
/** For names that have nothing Latin to be called by. */
const FALLBACK = 'company';

/** Latin letters that Unicode does not take apart. */
const SPELLED: Readonly<Record<string, string>> = {
  æ: 'ae',
  ð: 'd',
  đ: 'd',
  ħ: 'h',
  ı: 'i',
  ł: 'l',
  ø: 'o',
  œ: 'oe',
  ß: 'ss',
  þ: 'th',
};

function latin(text: string): string {
  return text
    .normalize('NFKD')
    .toLowerCase()
    .replace(/\p{M}/gu, '')
    .replace(/[æðđħıłøœßþ]/g, (letter) => SPELLED[letter] ?? '')
    .replace(/['’]/g, '')
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-|-$/g, '');
}

/**
 * The name of an organization in an address: `a-z`, `0-9` and single inner dashes, 2-40 characters. It never looks like
 * an id, which has an underscore.
 *
 * @param suffix tells apart the organizations whose names have no Latin letters: `company-<suffix>`
 */
export function slugOf(name: string, suffix = ''): string {
  const base = latin(name);
  const slug = base.length >= SHORTEST && /[a-z]/.test(base) ? base : latin(`${FALLBACK} ${suffix}`);
  return slug.slice(0, LONGEST).replace(/-$/, '');
}
