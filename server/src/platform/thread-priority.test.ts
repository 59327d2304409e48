import { once } from 'node:events';
import { getPriority } from 'node:os';
import { Worker } from 'node:worker_threads';
import { describe, expect, it } from 'vitest';

const BODY = `
  const { parentPort, workerData } = require('node:worker_threads');
  const { getPriority } = require('node:os');
  const { readlinkSync } = require('node:fs');
  import(workerData).then(({ stepBehind }) => {
    stepBehind();
    parentPort.postMessage(getPriority(Number(readlinkSync('/proc/thread-self').split('/').at(-1))));
  });`;

describe.runIf(process.platform === 'linux')('a thread that steps behind', () => {
  it('does so alone', async () => {
    const before = getPriority();
    const worker = new Worker(BODY, { eval: true, workerData: new URL('./thread-priority.ts', import.meta.url).href });
    const [behind] = await once(worker, 'message');
    await worker.terminate();
    expect(behind).toBeGreaterThan(before);
    expect(getPriority()).toBe(before);
  });
});
