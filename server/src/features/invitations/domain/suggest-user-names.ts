/** How long a user name is at most. */
const LONGEST = 20;

/**
 * Names like a wanted one, likely first: with another separator, with a letter of what comes after it, with a number.
 * Each is a user name by itself (1-20 ASCII letters, digits, `-`, `.`, `_`), none is the wanted one.
 */
export function suggestUserNames(wanted: string): string[] {
  const parts = wanted.split(/[-._]+/).filter((part) => part !== '');
  const [first = '', ...rest] = parts;
  const last = rest.at(-1);
  const shapes = last
    ? ['.', '-', '_', ''].flatMap((separator) => [parts.join(separator), `${first[0]}${separator}${last}`])
    : [];
  const numbered = [2, 3, 4, 5, 6, 7, 8, 9].map((number) => {
    const joint = /\d$/.test(wanted) ? '-' : '';
    return `${wanted.slice(0, LONGEST - `${joint}${number}`.length)}${joint}${number}`;
  });
  const all = [...shapes.slice(0, 2), ...numbered.slice(0, 2), ...shapes.slice(2), ...numbered.slice(2)];
  const fits = all.filter((name) => name.length <= LONGEST && /[A-Za-z]/.test(name));
  const isNew = (name: string, at: number) =>
    name.toLowerCase() !== wanted.toLowerCase() &&
    fits.findIndex((one) => one.toLowerCase() === name.toLowerCase()) === at;
  return fits.filter(isNew);
}
