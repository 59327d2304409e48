// The figures that Gatehouse promises, in one run on one PostgreSQL: docs/guide/benchmarks.md says what they mean.
// `--assert` ends with an error when a promise is missed; `--only=<words of cases, with commas>` runs some of them.
import { availableParallelism } from 'node:os';
import {
  acceptanceCase,
  type Case,
  codeRequestCase,
  codeVerifyCase,
  creationCase,
  diagnosisCase,
  sessionCase,
  signInCase,
} from './cases.ts';
import { type Environment, startEnvironment } from './environment.ts';
import { IMPORT_PROMISES, measureImport } from './imports.ts';
import { measureCrowd, measureTiming } from './latency.ts';
import { listCases } from './lists.ts';
import type { LoadOrder, LoadResult } from './load.ts';
import { startWorker } from './processes.ts';
import { type Generator, median, race, ratio } from './rounds.ts';

const CASES = [sessionCase, creationCase, acceptanceCase, diagnosisCase, codeRequestCase, codeVerifyCase, signInCase];
const MOST_MEMORY = 200;
const MOST_SEPARATION = 0.6;
/** How many times longer the slowest hundredth of session checks may take while sign-ins queue. */
const MOST_SLOWER = 2;

const missed: string[] = [];
const only = process.argv
  .find((argument) => argument.startsWith('--only='))
  ?.slice('--only='.length)
  .split(',');
const say = (text: string) => console.error(`bench: ${text}`);

const environment = await startEnvironment(say);
const generator: Generator = startWorker<LoadOrder, LoadResult>('load.ts');
const second: Generator = startWorker<LoadOrder, LoadResult>('load.ts');
try {
  await measure(environment);
} finally {
  await Promise.all([generator.stop(), second.stop()]);
  await environment.stop();
}
if (missed.length > 0) console.log(`\nMissed: ${missed.join('; ')}.`);
process.exit(missed.length > 0 && process.argv.includes('--assert') ? 1 : 0);

async function measure(at: Environment): Promise<void> {
  console.log(`Node ${process.versions.node}, ${availableParallelism()} cores, 16 connections, medians of 4 rounds\n`);
  if (!at.peer) console.log('The peer is left out: its packages could not be installed.\n');
  for (const make of CASES) {
    const one = make(at, generator);
    if (wanted(one.name)) await report(one);
  }
  for (const one of listCases(at, generator)) {
    if (wanted(one.name)) await report(one);
  }
  if (wanted('crowd')) {
    const { text, slower } = await measureCrowd(at, generator, second);
    console.log(`\n${text}`);
    if (!(slower < MOST_SLOWER)) missed.push('a session check beside a queue of sign-ins');
  }
  if (wanted('timing')) await reportTiming(at);
  if (wanted('import')) await reportImport(at);
  console.log(`\nResident memory at rest: ${at.memoryAtRest.toFixed(0)} MB (at most ${MOST_MEMORY})`);
  console.log(`Resident memory after all this: ${at.gatehouse.memory().toFixed(0)} MB`);
  if (at.memoryAtRest > MOST_MEMORY) missed.push('memory at rest');
}

async function reportTiming(at: Environment): Promise<void> {
  for (const { text, separation } of await measureTiming(at, generator)) {
    console.log(`\n${text}`);
    if (separation >= MOST_SEPARATION) missed.push('known and unknown identifiers can be told apart');
  }
}

async function reportImport(at: Environment): Promise<void> {
  say('import ...');
  const { text, checked, share, slower } = await measureImport(at, generator);
  console.log(`\n${text}`);
  if (checked < IMPORT_PROMISES.checked) missed.push('rows checked in a second');
  if (share < IMPORT_PROMISES.share) missed.push('running an import');
  if (slower > IMPORT_PROMISES.slower) missed.push('others wait while an import runs');
}

async function report({ name, runners, reference, least }: Case): Promise<void> {
  say(`${name} ...`);
  const rates = await race(runners);
  const share = ratio(rates, 'gatehouse', reference);
  const absolute = [...rates].map(([who, values]) => `${who} ${median(values).toFixed(0)}/s`).join(', ');
  const beside = rates.has('peer') ? `; ${ratio(rates, 'gatehouse', 'peer').toFixed(1)} times the peer` : '';
  console.log(`${name}: ${share.toFixed(2)} of ${reference} (at least ${least})${beside}\n    ${absolute}`);
  if (share < least) missed.push(name);
}

function wanted(name: string): boolean {
  return only === undefined || only.some((words) => name.includes(words));
}
