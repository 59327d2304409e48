// Holds the sizes that no linter knows: lines per file. Functions and complexity are biome's.
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { listSources } from './source-files.ts';

const ROOT = path.resolve(import.meta.dirname, '..');
const FOLDERS = ['contract', 'server', 'web', 'tools', 'e2e', 'bench', 'demo'];
const MEDIAN_GOAL = 60;

/** First match counts. */
const BUDGETS: readonly (readonly [RegExp, number])[] = [
  [/(^|\/)index\.ts$/, 80],
  [/^server\/src\/app\.ts$/, 150],
  [/./, 300],
];

export type Size = { readonly file: string; readonly lines: number };

/** One sentence for each file over its budget. */
export function findOversized(sizes: readonly Size[]): string[] {
  return sizes.flatMap(({ file, lines }) => {
    const budget = BUDGETS.find(([pattern]) => pattern.test(file))?.[1] ?? 0;
    return lines > budget ? [`${file} has ${lines} lines; its budget is ${budget}`] : [];
  });
}

/** The middle one of `sizes`, tests left out; 0 for none. */
export function medianLines(sizes: readonly Size[]): number {
  const lines = sizes.filter(({ file }) => !/\.test\.tsx?$/.test(file)).map((size) => size.lines);
  return lines.sort((one, other) => one - other)[Math.floor(lines.length / 2)] ?? 0;
}

async function measure(): Promise<Size[]> {
  const files = await listSources(ROOT, FOLDERS, true);
  return Promise.all(
    files.map(async (file) => ({
      file,
      lines: (await readFile(path.join(ROOT, file), 'utf8')).split('\n').length - 1,
    })),
  );
}

if (process.argv[1] === import.meta.filename) {
  const sizes = await measure();
  const oversized = findOversized(sizes);
  for (const sentence of oversized) console.log(sentence);
  console.log(`${sizes.length} files, median ${medianLines(sizes)} lines (goal: ${MEDIAN_GOAL} or fewer)`);
  process.exitCode = oversized.length > 0 || sizes.length === 0 ? 1 : 0;
}
