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
 * Signals to this process are passed on; in a terminal, Ctrl-C reaches the child by itself.
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

  const passOn = (signal) => (signal === 'SIGINT' && process.stdin.isTTY) || child.kill(signal);
  const signals = ['SIGINT', 'SIGTERM', 'SIGHUP'];
  for (const signal of signals) process.on(signal, passOn);
  return new Promise((resolve, reject) => {
    child.on('error', reject);
    child.on('close', (code, signal) => {
      for (const name of signals) process.off(name, passOn);
      resolve({ code: signal ? 1 : code, output: Buffer.concat(output).toString().trim() });
    });
  });
}

function searchPath(cwd) {
  const folders = [
    path.dirname(chooseNode(ROOT)),
    path.join(cwd, 'node_modules/.bin'),
    path.join(ROOT, 'node_modules/.bin'),
  ];
  return [...folders.filter((folder) => existsSync(folder)), process.env.PATH].join(path.delimiter);
}
