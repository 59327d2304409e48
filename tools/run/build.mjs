import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { fail, packageBin, ROOT, runNode, runScript, say } from './processes.mjs';

const IGNORED = new Set(['node_modules', 'dist', '.git']);

/**
 * Node's options for what is built: without the first it would read the contract's TypeScript, and keep what reads that. With little
 * room for young objects each collection of them is short, and what is rarely used is given back sooner.
 */
export const BUILT = ['--conditions=gatehouse-built', '--max-semi-space-size=2'];

/** What is built, from what, into what, and how. */
const PARTS = {
  contract: {
    sources: ['contract/src', 'contract/tsconfig.build.json', 'tsconfig.base.json', 'package-lock.json'],
    output: 'contract/dist',
    build: () => runNode([packageBin('typescript', 'tsc'), '-p', 'contract/tsconfig.build.json']),
  },
  server: {
    sources: ['server/src', 'contract/src', 'server/tsconfig.build.json', 'tsconfig.base.json', 'package-lock.json'],
    output: 'server/dist',
    build: () => runNode([packageBin('typescript', 'tsc'), '-p', 'server/tsconfig.build.json']),
  },
  web: {
    sources: ['web', 'contract/src', 'locales', 'package-lock.json'],
    output: 'web/dist',
    build: buildWeb,
  },
};

/** Builds the named parts (all by default) whose sources changed since they were built. */
export async function ensureBuilt(names = Object.keys(PARTS)) {
  for (const name of names) {
    const { sources, output, build } = PARTS[name];
    const stamp = path.join(ROOT, output, '.stamp');
    const hash = hashFiles(sources);
    if (existsSync(stamp) && readFileSync(stamp, 'utf8') === hash) continue;
    say(`building ${name} ...`);
    rmSync(path.join(ROOT, output), { recursive: true, force: true });
    const { code } = await build();
    if (code !== 0) fail(`building ${name} failed; what is wrong is above.`);
    writeFileSync(stamp, hash);
  }
}

function buildWeb() {
  const folder = path.join(ROOT, 'web');
  const { scripts } = JSON.parse(readFileSync(path.join(folder, 'package.json'), 'utf8'));
  return runScript(scripts?.build ?? 'vite build', folder);
}

function hashFiles(sources) {
  const hash = createHash('sha256');
  for (const file of sources.flatMap((source) => listFiles(source))) {
    hash
      .update(`${file}\0`)
      .update(readFileSync(path.join(ROOT, file)))
      .update('\0');
  }
  return hash.digest('hex');
}

function listFiles(source) {
  if (path.extname(source) !== '' && !existsSync(path.join(ROOT, source))) return [];
  const entries = readEntries(source);
  if (!entries) return [source];
  return entries
    .filter((entry) => !IGNORED.has(entry.name) && !/\.test\.tsx?$/.test(entry.name))
    .sort((one, other) => (one.name < other.name ? -1 : 1))
    .flatMap((entry) => listFiles(path.posix.join(source, entry.name)));
}

function readEntries(source) {
  try {
    return readdirSync(path.join(ROOT, source), { withFileTypes: true });
  } catch (error) {
    if (error.code === 'ENOTDIR') return null;
    throw error;
  }
}
