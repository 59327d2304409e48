import { DELIMITERS, type Delimiter } from '@gatehouse/contract/imports';

/** The delimiter that stands equally often, and most often, in the first lines outside quotes; a comma where none does. */
export function guessDelimiter(text: string): Delimiter {
  const lines = text
    .slice(0, 20_000)
    .replace(/"(?:[^"]|"")*"/g, '')
    .split(/\r\n|\r|\n/)
    .filter((line) => line.trim() !== '')
    .slice(0, 20);
  const scores = DELIMITERS.map((delimiter) => {
    const counts = lines.map((line) => line.split(delimiter).length - 1);
    const most = Math.max(0, ...counts);
    const same = counts.filter((count) => count === counts[0] && count > 0).length;
    return { delimiter, score: same * 100 + Math.min(most, 99) };
  });
  const best = scores.reduce((one, other) => (other.score > one.score ? other : one));
  return best.score > 0 ? best.delimiter : ',';
}
