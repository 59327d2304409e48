import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
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
  writeFileSync(stampFile(ROOT), stampOf(ROOT, process));
  forgetNode();
}

const stampFile = (root) => path.join(root, 'node_modules/.gatehouse-stamp');

/**
 * True for what this script installed from this lock file on such a machine, and for what somebody installed by hand
 * if it is all that the lock file asks for: npm writes down what it installed as its last act.
 * @param {string} root
 * @param {{ platform: string, arch: string }} machine
 */
export function isInstalled(root, machine = process) {
  const wanted = readPackages(path.join(root, 'package-lock.json'));
  const present = readPackages(path.join(root, 'node_modules/.package-lock.json'));
  if (!wanted || !present) return false;
  const stamp = stampFile(root);
  if (existsSync(stamp) && readFileSync(stamp, 'utf8') === stampOf(root, machine)) return true;
  return Object.entries(wanted).every(
    ([name, entry]) =>
      !name.startsWith('node_modules/') ||
      entry.link ||
      present[name]?.version === entry.version ||
      !isForMachine(entry, machine),
  );
}

function stampOf(root, { platform, arch }) {
  const lock = readFileSync(path.join(root, 'package-lock.json'));
  return createHash('sha256').update(lock).update(`${platform} ${arch}`).digest('hex');
}

function isForMachine({ optional, devOptional, os, cpu, libc }, { platform, arch }) {
  if (!optional && !devOptional) return true;
  if (libc || !os || !cpu) return false; // optional for another reason: npm decides
  return os.includes(platform) && cpu.includes(arch);
}

function readPackages(file) {
  try {
    return JSON.parse(readFileSync(file, 'utf8')).packages;
  } catch {
    return null;
  }
}
