// The one start script behind npm's verbs. Plain JavaScript: the oldest Node that may begin must be able to read it.
import { existsSync } from 'node:fs';
import path from 'node:path';
import { BUILT, ensureBuilt } from './run/build.mjs';
import { runChecks } from './run/check.mjs';
import { ensureInstalled } from './run/install.mjs';
import { fail, packageBin, ROOT, runNode, say } from './run/processes.mjs';

const verbs = { start, test, dev, demo, check, build, bench };

const [verb, ...rest] = process.argv.slice(2);
const run = Object.hasOwn(verbs, verb ?? '') ? verbs[verb] : null;
if (!run) fail(`say one of: ${Object.keys(verbs).join(', ')}`);
ensureInstalled();
process.exitCode = await run(rest);

async function start(programArguments) {
  await ensureBuilt();
  const env = { NODE_ENV: process.env.NODE_ENV ?? 'production' };
  const { code } = await runNode([...BUILT, 'server/dist/server/src/main.js', ...programArguments], { env });
  return code;
}

/** All that CI runs. With arguments (files, `-t name` ...) only those tests, without the checks. */
async function test(vitestArguments) {
  const everything = vitestArguments.length === 0;
  const failed = everything ? await runChecks() : [];
  if (everything || vitestArguments.some((argument) => argument.includes('e2e'))) await ensureBuilt();
  say('running the tests ...');
  const { code } = await runNode([packageBin('vitest'), 'run', ...vitestArguments]);
  if (failed.length > 0) say(`the tests are above; these checks failed before them: ${failed.join(', ')}`);
  return failed.length > 0 ? 1 : code;
}

async function check() {
  return (await runChecks()).length > 0 ? 1 : 0;
}

async function build() {
  await ensureBuilt();
  return 0;
}

/** The server, restarted on every change, and the web build tool's own server in front of it. */
async function dev() {
  await ensureBuilt(['web']);
  const server = runNode([packageBin('tsx'), 'watch', 'server/src/main.ts']);
  const web = runNode([packageBin('vite')], { cwd: path.join(ROOT, 'web') });
  const { code } = await Promise.race([server, web]);
  process.kill(process.pid, 'SIGTERM');
  return code;
}

/** A believable world on a database that is thrown away. */
async function demo() {
  await ensureBuilt(['web']);
  return (await runNode([packageBin('tsx'), '--tsconfig', 'server/tsconfig.json', 'demo/run.ts'])).code;
}

async function bench(benchArguments) {
  if (!existsSync(path.join(ROOT, 'bench/run.ts'))) fail('there is no bench/run.ts.');
  await ensureBuilt();
  return (await runNode(['bench/run.ts', ...benchArguments], { env: { NODE_ENV: 'production' } })).code;
}
