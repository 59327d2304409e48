// Holds the house's rules: imports by .dependency-cruiser.cjs, and what imports alone do not show.
import { execFile } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { promisify } from 'node:util';
import { listSources } from './source-files.ts';

const ROOT = path.resolve(import.meta.dirname, '..');
const FOLDERS = ['contract/src', 'server/src', 'web/src'];

/** Fewer files than this are not Gatehouse: the check would look at nothing and be content. */
const MINIMUM_FILES = 100;

/** The closed list of file roles in a slice. A new one needs a decision record. */
const ROLES: readonly RegExp[] = [
  /^domain\/[a-z0-9-]+\.ts$/,
  /^steps\/[a-z0-9-]+\.ts$/, // docs/decisions/0006-steps-of-a-flow.md
  /^messages\/[a-z0-9-]+\.tsx?$/,
  /^methods\/([a-z0-9-]+\/)?[a-z0-9-]+\.tsx?$/,
  /^[a-z0-9]+(-[a-z0-9]+)+\.tsx?$/, // <verb>-<noun>, *-store, *-read-model, *-messages, *-routes, *-policy
  /^index\.ts$/,
];

/** Drawers: where a file goes when nobody thought where it belongs. */
const DRAWERS = /(^|[/-])(utils?|helpers?|common|misc|lib|manager|service)(\/|\.tsx?$)/;

const SQL_FILES = /(-store|-read-model)\.ts$|^server\/src\/platform\/database\//;
const IMPORT = /import (type )?\{([^}]*)\} from '[^']*database\/database\.ts'/g;

type Cruise = {
  readonly modules: readonly { readonly source: string; readonly dependencies: readonly unknown[] }[];
  readonly summary: {
    readonly violations: readonly {
      readonly from: string;
      readonly to: string;
      readonly rule: { readonly name: string };
      readonly cycle?: readonly { readonly name: string }[];
    }[];
  };
};

/** Every breach in the tree under `root`, one sentence each: `<rule>: <file> ...`. */
export async function checkArchitecture(root: string, minimumFiles: number = MINIMUM_FILES): Promise<string[]> {
  const files = await listSources(root, FOLDERS);
  const cruise = await cruiseImports(root);
  const sources = await Promise.all(
    files.map(async (file) => ({ file, text: await readFile(path.join(root, file), 'utf8') })),
  );
  return [
    ...checkCoverage(files, cruise, minimumFiles),
    ...cruise.summary.violations.map(describeViolation),
    ...files.flatMap(checkRole),
    ...sources.flatMap(({ file, text }) => checkSql(file, text)),
  ];
}

async function cruiseImports(root: string): Promise<Cruise> {
  const program = path.join(ROOT, 'node_modules/dependency-cruiser/bin/dependency-cruiser.mjs');
  const configuration = path.join(ROOT, '.dependency-cruiser.cjs');
  const { stdout } = await promisify(execFile)(
    process.execPath,
    [program, '--config', configuration, '--output-type', 'json', ...FOLDERS],
    { cwd: root, maxBuffer: 256 * 1024 * 1024 },
  );
  return JSON.parse(stdout);
}

/** A check that looked at nothing is no check: every source must have been read, and imports found in them. */
function checkCoverage(files: readonly string[], cruise: Cruise, minimumFiles: number): string[] {
  const cruised = new Set(cruise.modules.map(({ source }) => source));
  const missed = files.filter((file) => !cruised.has(file)).map((file) => `coverage: ${file} was not looked at`);
  const imports = cruise.modules.reduce((sum, { dependencies }) => sum + dependencies.length, 0);
  if (files.length < minimumFiles) missed.push(`coverage: only ${files.length} sources, fewer than ${minimumFiles}`);
  if (imports < files.length) missed.push(`coverage: only ${imports} imports in ${files.length} sources`);
  return missed;
}

function describeViolation({ rule, from, to, cycle }: Cruise['summary']['violations'][number]): string {
  const way = cycle ? cycle.map(({ name }) => name).join(' -> ') : to;
  return `${rule.name}: ${from} -> ${way}`;
}

function checkRole(file: string): string[] {
  const breaches: string[] = [];
  if (DRAWERS.test(file.replace('web/src/lib/', ''))) breaches.push(`no-drawers: ${file}`);
  const inSlice = /^server\/src\/features\/[^/]+\/(.+)$/.exec(file)?.[1];
  if (inSlice !== undefined && !ROLES.some((role) => role.test(inSlice))) {
    breaches.push(`file-roles: ${file} has none of the roles of ARCHITECTURE.md`);
  }
  return breaches;
}

function checkSql(file: string, text: string): string[] {
  if (!file.startsWith('server/src/') || SQL_FILES.test(file)) return [];
  const makesStatements = [...text.matchAll(IMPORT)].some(
    ([, type, names]) => type === undefined && /(^|,)\s*(statement|plannedAnew)\s*(,|$)/.test(names ?? ''),
  );
  return makesStatements
    ? [`sql-in-stores-only: ${file} makes a statement; that belongs in a store or read model`]
    : [];
}

if (process.argv[1] === import.meta.filename) {
  const breaches = await checkArchitecture(ROOT);
  for (const breach of breaches) console.log(breach);
  process.exitCode = breaches.length > 0 ? 1 : 0;
}
