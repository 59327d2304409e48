import { spawn } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { chooseNode } from './node-version.mjs';

export const ROOT = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '../..');

/** One line per step; on standard error, so that a command's own output stays clean. */
export function say(text) {
  console.error(`gatehouse: ${text}`);
}

/** A failure that its text explains in full. */
export function fail(text) {
  say(text);
  process.exit(1);
}

/** The JavaScript file behind a command that an installed package brings. */
export function packageBin(packageName, command = packageName.split('/').pop()) {
  const folder = path.join(ROOT, 'node_modules', packageName);
  const { bin } = JSON.parse(readFileSync(path.join(folder, 'package.json'), 'utf8'));
  return path.join(folder, typeof bin === 'string' ? bin : bin[command]);
}

/**
 * Runs a script on the pinned Node to its end and answers its exit code and, if `capture`d, what it printed.
 */
export function runNode(nodeArguments, { cwd = ROOT, env = {}, capture = false } = {}) {
  return runProgram(chooseNode(ROOT), nodeArguments, { cwd, env, capture });
}

/** Runs a package script's line as npm would, on the pinned Node. */
export function runScript(line, cwd) {
  return runProgram(line, [], { cwd, shell: true });
}

function runProgram(program, programArguments, { cwd, env = {}, capture = false, shell = false }) {
  const child = spawn(program, programArguments, {
    cwd,
    shell,
    env: { ...process.env, ...env, PATH: searchPath(cwd) },
    stdio: capture ? ['ignore', 'pipe', 'pipe'] : 'inherit',
  });
  const output = [];
  child.stdout?.on('data', (data) => output.push(data));
  child.stderr?.on('data', (data) => output.push(data));

  const together = stopTogether(child);
  return new Promise((resolve, reject) => {
    child.on('error', reject);
    child.on('close', (code, signal) => {
      together.end();
      if (together.stopping()) process.exit(code ?? 1);
      resolve({ code: signal ? 1 : code, output: Buffer.concat(output).toString().trim() });
    });
  });
}

/** Passes signals on, and ends the child when the npm that called us is gone; in a terminal Ctrl-C reaches it by itself. */
function stopTogether(child) {
  let stopping = false;
  const passOn = (signal) => {
    stopping = true;
    if (signal !== 'SIGINT' || !process.stdin.isTTY) child.kill(signal);
  };
  const signals = ['SIGINT', 'SIGTERM', 'SIGHUP'];
  for (const signal of signals) process.on(signal, passOn);

  const caller = process.ppid;
  const watch = setInterval(() => {
    if (process.ppid === caller || stopping) return;
    passOn('SIGTERM');
  }, 500);
  if (!process.env.npm_lifecycle_event) clearInterval(watch);
  return {
    stopping: () => stopping,
    end() {
      clearInterval(watch);
      for (const signal of signals) process.off(signal, passOn);
    },
  };
}

function searchPath(cwd) {
  const folders = [
    path.dirname(chooseNode(ROOT)),
    path.join(cwd, 'node_modules/.bin'),
    path.join(ROOT, 'node_modules/.bin'),
  ];
  return [...folders.filter((folder) => existsSync(folder)), process.env.PATH].join(path.delimiter);
}
