import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { forgetNode, problemToBegin, problemToRun } from './node-version.mjs';
import { fail, ROOT, say } from './processes.mjs';

/** Makes sure that `node_modules` is what package-lock.json says for this machine, and that a fit Node runs it. */
export function ensureInstalled() {
  const early = problemToBegin();
  if (early) fail(early);
  if (!isInstalled(ROOT)) install();
  const late = problemToRun(ROOT);
  if (late) fail(late);
}

function install() {
  say('installing packages (npm ci --ignore-scripts) ...');
  const npm = process.env.npm_execpath?.endsWith('.js') ? [process.execPath, process.env.npm_execpath] : ['npm'];
  const [program, ...before] = npm;
  const { status, error } = spawnSync(
    program,
    [
      ...before,
      'ci',
      '--ignore-scripts',
      '--include=dev',
      '--include=optional',
      '--no-audit',
      '--no-fund',
      '--loglevel=error',
    ],
    { cwd: ROOT, stdio: ['ignore', 2, 2], shell: program === 'npm' && process.platform === 'win32' },
  );
  if (status !== 0) fail(`npm ci failed${error ? ` (${error.message})` : ''}; what it said is above.`);
  forgetNode();
  if (!isInstalled(ROOT))
    fail('npm ci did not install what package-lock.json asks for. Remove node_modules, then try again.');
}

/**
 * Compares the lock file with what npm wrote down as its last act of installing: so an interrupted installation, a
 * changed lock file and a `node_modules` of another machine are all found, and one made by hand is accepted.
 * @param {string} root
 * @param {{ platform: string, arch: string }} machine
 */
export function isInstalled(root, { platform, arch } = process) {
  const wanted = readPackages(path.join(root, 'package-lock.json'));
  const present = readPackages(path.join(root, 'node_modules/.package-lock.json'));
  if (!wanted || !present) return false;
  return Object.entries(wanted).every(
    ([name, entry]) =>
      name === '' ||
      !name.startsWith('node_modules/') ||
      entry.link ||
      present[name]?.version === entry.version ||
      !isForMachine(entry, platform, arch),
  );
}

function isForMachine(entry, platform, arch) {
  if (!entry.optional && !entry.devOptional) return true;
  const listed = (list, value) => !list || list.includes(value);
  if (entry.libc || !entry.os) return false; // optional for another reason: npm decides
  return listed(entry.os, platform) && listed(entry.cpu, arch);
}

function readPackages(file) {
  try {
    return JSON.parse(readFileSync(file, 'utf8')).packages;
  } catch {
    return null;
  }
}
