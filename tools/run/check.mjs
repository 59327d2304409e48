import { existsSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import path from 'node:path';
import { packageBin, ROOT, runNode } from './processes.mjs';

const tsc = (project) => () => [packageBin('typescript', 'tsc'), '-p', project, '--noEmit'];

/** Every rule that a tool can hold: its name and the command for the pinned Node. Slowest first. */
const CHECKS = [
  ['types: server', tsc('server/tsconfig.json')],
  ['types: web', tsc('web/tsconfig.json')],
  ['unused code', () => [packageBin('knip'), '--no-progress']],
  ['architecture', () => ['tools/check-architecture.ts']],
  ['types: contract', tsc('contract/tsconfig.json')],
  ['format and lint', () => [packageBin('@biomejs/biome'), 'check', '--error-on-warnings', '--colors=off']],
  ['locales', () => ['tools/check-locales.ts']],
  ['size budgets', () => ['tools/check-budgets.ts']],
  ['lock file', () => ['tools/check-lock.ts']],
  ['docs', () => ['tools/check-docs.ts']],
  ['OpenAPI', () => ['tools/openapi.ts', '--check']],
  ['flow diagrams', () => ['--import', 'tsx', 'tools/flow-diagrams.ts', '--check']],
];

/** Runs all checks, a few at a time, prints one line for each and the words of those that fail; answers their names. */
export async function runChecks() {
  const waiting = CHECKS.filter(([, command]) => !isLater(command()[0]));
  const failed = [];
  const worker = async () => {
    for (let next = waiting.shift(); next; next = waiting.shift()) {
      const [name, command] = next;
      const startedAt = performance.now();
      const { code, output } = await runNode(command(), { capture: true });
      const seconds = ((performance.now() - startedAt) / 1000).toFixed(1);
      console.log(`${code === 0 ? 'ok    ' : 'FAILED'}  ${name} (${seconds} s)`);
      if (code === 0) continue;
      failed.push(name);
      console.log(output.replace(/^/gm, '        '));
    }
  };
  await Promise.all(Array.from({ length: Math.max(2, availableParallelism()) }, worker));
  console.log(failed.length === 0 ? 'Check passed.' : `Check failed: ${failed.join(', ')}.`);
  return failed;
}

/** The API's description is made once the API is: nothing to check before. */
function isLater(file) {
  return file === 'tools/openapi.ts' && !existsSync(path.join(ROOT, file));
}
