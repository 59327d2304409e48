// Holds the prose to the tree: links in Markdown lead somewhere, named files exist, ARCHITECTURE.md stays readable.
import { existsSync } from 'node:fs';
import { readdir, readFile } from 'node:fs/promises';
import path from 'node:path';

const ROOT = path.resolve(import.meta.dirname, '..');

/** Of other people, or made by a build. */
const SKIPPED = new Set(['node_modules', 'dist', 'coverage', 'data', '.git', '.tmp']);

/** Longest a page may be, in lines: a map that nobody can read at one sitting is none. */
const LINE_BUDGETS: Readonly<Record<string, number>> = { 'ARCHITECTURE.md': 200, 'README.md': 120 };

/** What begins like this in a code span is a path of the repository. */
const OWN_PATH = /^(?:\.ci|bench|contract|docs|e2e|locales|server|tools|web)\/[\w./@-]*$/;

/** Files at the root: capital Markdown, or a configuration that others would name by a path. */
const OWN_ROOT_FILE =
  /^(?:[A-Z]+\.md|package\.json|biome\.json|knip\.json|vitest\.config\.ts|\.dependency-cruiser\.cjs)$/;

/** A link or picture of Markdown, or of the HTML within it. */
const LINK = /\]\(\s*<?([^)\s>]+)>?[^)]*\)|\b(?:src|href)="([^"]+)"/g;

/** What is wrong with the Markdown files below `root`, one sentence each, with file and line; empty when nothing is. */
export async function findDocFaults(root: string): Promise<string[]> {
  const files = await listMarkdown(root, '');
  const missing = Object.keys(LINE_BUDGETS).filter((name) => !files.includes(name));
  const pages = new Map<string, string[]>();
  for (const file of files) pages.set(file, (await readFile(path.join(root, file), 'utf8')).trimEnd().split('\n'));
  return [
    ...missing.map((name) => `${name}: is missing`),
    ...[...pages].flatMap(([file, lines]) => [...lengthFaults(file, lines), ...pageFaults(root, file, lines, pages)]),
  ];
}

async function listMarkdown(root: string, folder: string): Promise<string[]> {
  const entries = await readdir(path.join(root, folder), { withFileTypes: true });
  const lists = entries.map(async (entry) => {
    const name = path.posix.join(folder, entry.name);
    if (entry.isDirectory()) return SKIPPED.has(entry.name) ? [] : listMarkdown(root, name);
    return entry.name.endsWith('.md') ? [name] : [];
  });
  return (await Promise.all(lists)).flat().sort();
}

function lengthFaults(file: string, lines: readonly string[]): string[] {
  const budget = LINE_BUDGETS[file];
  return budget !== undefined && lines.length > budget ? [`${file}: ${lines.length} lines; at most ${budget}`] : [];
}

type Pages = ReadonlyMap<string, readonly string[]>;

function pageFaults(root: string, file: string, lines: readonly string[], pages: Pages): string[] {
  return proseOf(lines).flatMap((line, index) =>
    [...linkFaults(root, file, line, pages), ...pathFaults(root, line)].map(
      (fault) => `${file}:${index + 1}: ${fault}`,
    ),
  );
}

/** The lines, with those of code blocks emptied so that the rest keeps its numbers. */
function proseOf(lines: readonly string[]): string[] {
  let fence: string | null = null;
  return lines.map((line) => {
    const mark = /^\s*(```|~~~)/.exec(line)?.[1] ?? null;
    if (fence !== null) {
      if (mark === fence) fence = null;
      return '';
    }
    fence = mark;
    return mark === null ? line : '';
  });
}

function linkFaults(root: string, file: string, line: string, pages: Pages): string[] {
  const text = line.replace(/`[^`]*`/g, '');
  const targets = [...text.matchAll(LINK)].map(([, inMarkdown, inHtml]) => inMarkdown ?? inHtml ?? '');
  return targets
    .filter((target) => !/^[a-z][a-z+.-]*:/i.test(target) && !leads(root, file, target, pages))
    .map((target) => `the link to ${target} leads nowhere`);
}

function leads(root: string, file: string, target: string, pages: Pages): boolean {
  const [place = '', anchor] = decodeURIComponent(target).split('#');
  const to = place === '' ? file : path.posix.join(path.posix.dirname(file), place);
  if (to.startsWith('..') || !existsSync(path.join(root, to))) return false;
  const lines = pages.get(to);
  return anchor === undefined || lines === undefined || headingsOf(lines).has(anchor);
}

/** The anchors that a reader of Markdown gives to the headings of a page. */
function headingsOf(lines: readonly string[]): Set<string> {
  const headings = proseOf(lines).flatMap((line) => /^#{1,6}\s+(.*)$/.exec(line)?.[1] ?? []);
  return new Set(
    headings.map((heading) =>
      heading
        .toLowerCase()
        .replace(/[^\p{L}\p{N}\s_-]/gu, '')
        .trim()
        .replace(/\s/g, '-'),
    ),
  );
}

function pathFaults(root: string, line: string): string[] {
  const spans = [...line.matchAll(/`([^`]+)`/g)].map(([, span = '']) => span);
  const paths = spans.filter((span) => OWN_PATH.test(span) || OWN_ROOT_FILE.test(span));
  return paths
    .filter((name) => !/(^|\/)dist(\/|$)/.test(name) && !existsSync(path.join(root, name)))
    .map((name) => `${name} does not exist`);
}

if (process.argv[1] === import.meta.filename) {
  const faults = await findDocFaults(ROOT);
  for (const fault of faults) console.log(fault);
  process.exitCode = faults.length > 0 ? 1 : 0;
}
